"""The administrator's sign-in that a local installation makes for itself."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.roles import Role
from concertation.queries.accounts import find_account
from concertation.services.facilitators import add_facilitator
from concertation.services.passwords import is_password_of

FILE = "desk-sign-in"
EMAIL = "animation@example.org"


@dataclass(frozen=True, slots=True)
class LocalSignIn:
    email: str
    password: str | None
    """None: it is not the kept one, and nobody but its owner knows it."""


def local_sign_in(instance: Path) -> LocalSignIn:
    """Made at the first start, and again in a database that does not have it.

    An account that is there is left as it is: somebody gave it another password, or
    removed it.
    """
    path = instance / FILE
    password = _kept_password(path)
    account = find_account(db.session(), EMAIL)
    if account is None:
        password = password or _new_password(path)
        add_facilitator(
            EMAIL, "Animation", password, now=utc_now(), role=Role.ADMINISTRATOR
        )
        return LocalSignIn(EMAIL, password)
    opens = account.is_active and is_password_of(account.password_hash, password or "")
    return LocalSignIn(EMAIL, password if opens else None)


def _kept_password(path: Path) -> str | None:
    """None when the file is missing, or when it was not written to its end."""
    match path.read_text().split() if path.exists() else []:
        case [email, password] if email == EMAIL:
            return password
    return None


def _new_password(path: Path) -> str:
    """Kept in a file that its owner alone can read, before the account is made."""
    password = secrets.token_urlsafe(9)
    owner_only = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(owner_only, "w") as file:
        file.write(f"{EMAIL}\n{password}\n")
    return password
