"""Who was erased on request: what a backup from before does not know."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Erasure:
    """Names nobody: the number of a row, which is empty since then."""

    kind: str
    """``registration`` or ``participant``."""
    number: int
    at: datetime

    def to_line(self) -> str:
        at = self.at.isoformat()
        return json.dumps({"at": at, "kind": self.kind, "number": self.number})

    @classmethod
    def from_line(cls, line: str) -> Self:
        """Raise `ValueError` where this is no such line."""
        try:
            told = json.loads(line)
            at = datetime.fromisoformat(told["at"])
            return cls(kind=str(told["kind"]), number=int(told["number"]), at=at)
        except (TypeError, KeyError, ValueError) as error:
            raise ValueError(f"no erasure: {line[:80]!r}") from error
