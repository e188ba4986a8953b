"""What a backup says of itself: from when it is, of what, and whether it is whole."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Self

from concertation.running.backups.errors import BackupUnusable

NAME = "manifest.json"
FORMAT = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    made_at: datetime
    """Taken before the database was read: what was done since may be in it or not."""
    program: str
    """The version that made it."""
    dialect: str
    revision: str
    """Of the database's shape: the name of a migration."""
    checksums: Mapping[str, str]
    """SHA-256, by the names of the other files."""
    format: int = FORMAT

    def to_json(self) -> bytes:
        told = asdict(self) | {"made_at": self.made_at.isoformat()}
        return json.dumps(told, indent=2, sort_keys=True).encode()

    @classmethod
    def from_json(cls, text: bytes) -> Self:
        """Raise `BackupUnusable` where this version cannot read it."""
        try:
            told = json.loads(text)
            told["made_at"] = datetime.fromisoformat(told["made_at"])
            found = cls(**told)
        except (ValueError, TypeError, KeyError) as error:
            raise BackupUnusable("its manifest cannot be read") from error
        if found.format != FORMAT:
            raise BackupUnusable("a newer version of the program made it")
        return found

    def refuse_unless_whole(self, folder: Path) -> None:
        for name, checksum in self.checksums.items():
            file = folder / name
            if not file.is_file() or checksum_of(file) != checksum:
                raise BackupUnusable(f"{name} in it is damaged or missing")


def checksum_of(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, "sha256").hexdigest()
