"""What was erased, taken back or asked for since a backup, which does not know it."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Self

EMPTIED = "emptied"


class Kind(StrEnum):
    """Whose number it is: the names of the tables."""

    REGISTRATION = "registration"
    PARTICIPANT = "participant"
    GUEST = "guest"
    NOTE = "registration_note"
    IMPORT_LINE = "import_line"
    ACCOUNT = "account"
    """Stopped: nobody signs in with it any more."""
    INVITATION = "invitation"
    """An account that was withdrawn before anybody took it up."""
    RIGHT = "account_grant"
    RESTRICTION = "data_restriction"
    """A limitation or an objection that was granted."""
    LIFTED = "lifted_restriction"
    ADDRESS = "address"
    """Of a registration, that was corrected."""


OF_A_REQUEST = "request."
"""Begins the names of facts that are columns of what was asked."""
COLUMNS_OF_A_REQUEST = (
    *("reference", "kind", "channel", "email", "email_key", "locale"),
    *("asked_at", "extended_at", "settled_at", "outcome"),
)
NEEDED: Mapping[Kind, frozenset[str]] = {
    Kind.RESTRICTION: frozenset({"email_key", "since"})
    | {OF_A_REQUEST + name for name in COLUMNS_OF_A_REQUEST},
    Kind.LIFTED: frozenset({"reference"}),
    Kind.ADDRESS: frozenset({"email", "link_version"}),
}
"""The facts without which nothing is done again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """The number of a row, which is gone, empty or another since then."""

    kind: Kind
    number: int
    at: datetime
    fields: tuple[str, ...] = ()
    """What a person emptied, by the names of the fields; none: all of the person."""
    facts: tuple[tuple[str, str | None], ...] = ()
    """What a number alone does not tell. Where it is about an address it names it: a
    restriction holds also for who has no row any more."""

    @property
    def what(self) -> str:
        """As it is counted: some fields of a person are not the person."""
        return EMPTIED if self.fields else self.kind

    def to_line(self) -> str:
        told = {"at": self.at.isoformat(), "kind": self.kind, "number": self.number}
        more = {"fields": self.fields, "facts": dict(self.facts)}
        return json.dumps(told | {name: value for name, value in more.items() if value})

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Raise `ValueError` where this is no such line."""
        try:
            told = json.loads(line)
            read = cls(
                kind=Kind(told["kind"]),
                number=int(told["number"]),
                at=datetime.fromisoformat(told["at"]),
                fields=tuple(map(str, told.get("fields", ()))),
                facts=tuple(
                    (str(name), None if value is None else str(value))
                    for name, value in told.get("facts", {}).items()
                ),
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ValueError(f"no erasure: {line[:80]!r}") from error
        if NEEDED.get(read.kind, frozenset()) - dict(read.facts).keys():
            raise ValueError(f"not all of an erasure: {line[:80]!r}")
        return read
