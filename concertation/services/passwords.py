"""Hash and check passwords with Argon2id, a bounded number at a time."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

# OWASP's least memory for Argon2id (19 MiB, two passes): a small machine stays up
# when many people sign in at once, and no more than two hashes run together.
_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)
_places = threading.BoundedSemaphore(2)

_NOBODYS_HASH = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    with _places:
        return _hasher.hash(password)


def is_password_of(password_hash: str | None, password: str) -> bool:
    """Take the same time for an account that does not exist (None)."""
    with _places:
        try:
            _hasher.verify(password_hash or _NOBODYS_HASH, password)
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None
