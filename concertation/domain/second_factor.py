"""The second factor: secrets, steps of time and recovery codes.

No secret is stored. It is made, whenever it is needed, of the site's key and of what
the account's row holds by chance: neither of the two opens anything alone.
"""

import hmac
import secrets
from base64 import b32encode
from datetime import datetime, timedelta
from hashlib import sha256

from concertation.domain.registration import REFERENCE_ALPHABET

STEP = timedelta(seconds=30)
DIGITS = 6
SECRET_BYTES = 20
"""What RFC 4226 recommends, and every authenticator application reads."""
RECOVERY_CODES = 10
RECOVERY_CODE_LENGTH = 12
"""Of 27 characters: 57 bits, whose hash is keyed as well."""


def totp_secret(key: str, account_id: int, salt: str) -> str:
    """The secret that an authenticator application holds, in base 32."""
    digest = _keyed(key, f"totp {account_id} {salt}").digest()
    return b32encode(digest[:SECRET_BYTES]).decode()


def new_salt() -> str:
    return secrets.token_hex(16)


def step_of(now: datetime) -> int:
    """The number of the half minute (RFC 6238)."""
    return int(now.timestamp()) // int(STEP.total_seconds())


def steps_around(now: datetime) -> tuple[int, int, int]:
    """The steps whose code is taken: clocks differ, and typing takes its time."""
    now_step = step_of(now)
    return now_step - 1, now_step, now_step + 1


def new_recovery_codes() -> list[str]:
    return [_new_recovery_code() for _ in range(RECOVERY_CODES)]


def recovery_hash(key: str, account_id: int, code: str) -> str:
    return _keyed(key, f"recovery {account_id} {as_typed(code)}").hexdigest()


def as_typed(code: str) -> str:
    """A code without what people put between its characters, in upper case."""
    return "".join(c for c in code if c.isalnum()).upper()


def _new_recovery_code() -> str:
    letters = "".join(
        secrets.choice(REFERENCE_ALPHABET) for _ in range(RECOVERY_CODE_LENGTH)
    )
    return f"{letters[:4]}-{letters[4:8]}-{letters[8:]}"


def _keyed(key: str, text: str) -> "hmac.HMAC":
    return hmac.new(key.encode(), text.encode(), sha256)
