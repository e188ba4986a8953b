"""What was erased or taken back since then: what a backup from before does not know."""

import json
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Names nobody: the number of a row, which is gone or empty since then."""

    kind: Kind
    number: int
    at: datetime
    fields: tuple[str, ...] = ()
    """What a person emptied, by the names of the fields; none: all of the person."""

    @property
    def what(self) -> str:
        """As it is counted: some fields of a person are not the person."""
        return EMPTIED if self.fields else self.kind

    def to_line(self) -> str:
        told = {"at": self.at.isoformat(), "kind": self.kind, "number": self.number}
        return json.dumps(told | ({"fields": self.fields} if self.fields else {}))

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Raise `ValueError` where this is no such line."""
        try:
            told = json.loads(line)
            return cls(
                kind=Kind(told["kind"]),
                number=int(told["number"]),
                at=datetime.fromisoformat(told["at"]),
                fields=tuple(map(str, told.get("fields", ()))),
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ValueError(f"no erasure: {line[:80]!r}") from error
