"""The facilitator's sign-in that a local installation makes for itself."""

import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from concertation.clock import utc_now
from concertation.services.accounts import add_facilitator

FILE = "desk-sign-in"
EMAIL = "animation@example.org"


@dataclass(frozen=True, slots=True)
class LocalSignIn:
    email: str
    password: str


def local_sign_in(instance: Path) -> LocalSignIn:
    """Made at the first start and kept in a file that its owner alone can read."""
    path = instance / FILE
    if not path.exists():
        password = secrets.token_urlsafe(9)
        add_facilitator(EMAIL, "Animation", password, now=utc_now())
        owner_only = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(owner_only, "w") as file:
            file.write(f"{EMAIL}\n{password}\n")
    email, password = path.read_text().split()
    return LocalSignIn(email, password)
