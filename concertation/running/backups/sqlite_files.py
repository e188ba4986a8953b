"""The embedded database, copied while it is used (SQLite's online backup)."""

import sqlite3
from contextlib import closing
from pathlib import Path

from concertation.running.backups.errors import BackupUnusable, ProgramFailed

FILE = "database.sqlite"


def dump_sqlite(database: Path, folder: Path) -> Path:
    """What is written meanwhile is in the copy or not, each transaction whole."""
    copy = folder / FILE
    if not database.is_file():
        raise ProgramFailed(f"there is no database at {database}")
    try:
        with (
            closing(sqlite3.connect(database)) as here,
            closing(sqlite3.connect(copy)) as there,
        ):
            here.backup(there)
            # One file: the copy has no use for a log beside it.
            there.execute("PRAGMA journal_mode=DELETE")
    except sqlite3.Error as error:
        raise ProgramFailed(f"SQLite: {error}") from error
    return copy


def load_sqlite(folder: Path, database: Path) -> None:
    """Put the copy in the database's place, for whoever reads it from now on.

    Raises `BackupUnusable`, or `ProgramFailed`; then all is as it was.
    """
    with (
        closing(sqlite3.connect(folder / FILE)) as here,
        closing(sqlite3.connect(database, timeout=30)) as there,
    ):
        _refuse_unless_sound(here)
        try:
            here.backup(there)
            there.execute("PRAGMA journal_mode=WAL")
        except sqlite3.Error as error:
            raise ProgramFailed(f"SQLite: {error}") from error


def _refuse_unless_sound(copy: sqlite3.Connection) -> None:
    try:
        [(verdict,), *_] = copy.execute("PRAGMA integrity_check").fetchall()
    except sqlite3.DatabaseError as error:
        raise BackupUnusable(f"{FILE} in it is no database") from error
    if verdict != "ok":
        raise BackupUnusable(f"{FILE} in it is damaged: {verdict}")
