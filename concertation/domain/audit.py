"""What the audit trail may tell of a value: nothing of what is personal.

It is decided where an entry is written. A field that is not known to be free of
personal data is masked, so that a new one cannot be forgotten here.
"""

from collections.abc import Mapping
from datetime import datetime
from enum import Enum
from typing import Any

from concertation.domain.personal_data import NAMES_STAFF, NOT_PERSONAL

MOST_CHARACTERS = 200
MASKED = None
"""Stands in the place of both values: that they changed is all that is kept."""

OF_A_GRANT = frozenset(
    {"account.role", "account.event", "account.process", "account.group"}
)
"""Of a right that somebody was given or lost: told of the account, though no columns
of its own."""

SECRETS = frozenset({"event.access_code"})
"""What opens something is no more to be read in the trail than what is personal."""

Changes = Mapping[str, tuple[Any, Any]]


def told_changes(table: str, changes: Changes) -> dict[str, list[Any] | None]:
    """What was and what is, by the names of the fields, as plain JSON values."""
    return {
        name: [_plain(value) for value in values] if is_told(table, name) else MASKED
        for name, values in changes.items()
    }


def is_told(table: str, field: str) -> bool:
    name = f"{table}.{field}"
    return name not in NAMES_STAFF | SECRETS and bool(
        {name, f"{table}.*"} & (NOT_PERSONAL | OF_A_GRANT)
    )


def _plain(value: Any) -> str | int | bool | list[Any] | None:
    match value:
        case Enum():
            return _plain(value.value)
        case None | bool() | int():
            return value
        case datetime():
            return value.isoformat()
        case list() | tuple() | set() | frozenset():
            return sorted(str(_plain(item)) for item in value)
    text = str(value)
    return text if len(text) <= MOST_CHARACTERS else f"{text[:MOST_CHARACTERS]}…"
