"""Receipts that wait in the browser's own session to be looked at.

No personal data stands in an address. Only what was typed here and what came of it is
kept: whether an address was known before is nobody's business.
"""

import secrets
from typing import Any

from flask import session

RECEIPTS = "receipts"
MOST_RECEIPTS = 5


def keep_receipt(kept: dict[str, Any]) -> str:
    """Return the key by which the next page finds it."""
    key = secrets.token_urlsafe(8)
    # A list: the session's JSON would sort the keys of a mapping.
    session[RECEIPTS] = [*session.get(RECEIPTS, [])[1 - MOST_RECEIPTS :], (key, kept)]
    return key


def kept_receipt(key: str) -> dict[str, Any] | None:
    """None where this browser has no such receipt, or has had five others since."""
    found: dict[str, Any] | None = dict(session.get(RECEIPTS, [])).get(key)
    return found
