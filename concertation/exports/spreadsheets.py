"""Tables, and the files of plain text that they become: CSV for people and programs.

Rows are read once, from an iterator, and never held all at the same time.
"""

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from io import StringIO
from typing import Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from concertation.exports.formula_guard import guarded

Cell: TypeAlias = str | int | datetime | None
Written = TypeVar("Written")

CHUNK: Final = 64 * 1024

_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})


class Kind(StrEnum):
    """What a column holds. A cell of another type is written as text."""

    TEXT = "text"
    INSTANT = "instant"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    title: str
    kind: Kind = Kind.TEXT
    width: int = 20
    """In characters, for spreadsheets; CSV has no widths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """What is exported, whatever the file's format."""

    columns: Sequence[Column]
    rows: Iterable[Sequence[Cell]]
    """Read once. Each row has a cell for each column; instants are aware."""
    timezone: str
    """The IANA zone on whose clock instants are written."""
    sheet_name: str


def csv_chunks(table: Table) -> Iterator[bytes]:
    """Yield a CSV file for French Excel, in chunks of about 64 kB.

    UTF-8 with a byte order mark, semicolons, CRLF, instants as 31/12/2026 18:30:00.

    A text that a spreadsheet could run as a formula gets an apostrophe in front
    (`formula_guard`): "+33 6 12 …" is written "'+33 6 12 …". Numbers are left as
    they are. No CSV is safe once it is split at another separator than its own:
    XLSX, where a text is a text, is.
    """
    return _csv(table, ";", _guarded_text(table.timezone), start="\ufeff")


def plain_csv_chunks(table: Table) -> Iterator[bytes]:
    """Yield a CSV file for programs: RFC 4180, UTF-8, commas, instants in UTC.

    Values are raw, without the guard against formulas, which would be wrong data to
    a program: this file is not to be opened in a spreadsheet.
    """
    return _csv(table, ",", _raw_text, start="")


def json_chunks(table: Table) -> Iterator[bytes]:
    """Yield an array of objects, one a line, each named by the columns' titles."""
    names = [f"{json.dumps(column.title)}: " for column in table.columns]
    encode = json.JSONEncoder(ensure_ascii=False, default=_iso).encode
    lines, size, before = ["["], 0, "\n"
    for row in checked_rows(table):
        cells = ", ".join([n + encode(c) for n, c in zip(names, row, strict=True)])
        lines.append(f"{before}{{{cells}}}")
        before = ",\n"
        size += len(cells)
        if size >= CHUNK:
            yield "".join(lines).encode("utf-8", "replace")
            lines, size = [], 0
    yield "".join([*lines, "\n]\n"]).encode("utf-8", "replace")


def checked_rows(table: Table) -> Iterator[Sequence[Cell]]:
    """Refuse a row of another length: its cells would stand below a wrong title."""
    width = len(table.columns)
    for row in table.rows:
        if len(row) != width:
            raise ValueError(f"{len(row)} cells for {width} columns")
        yield row


def on_the_clock(
    zone: str, written: Callable[[datetime], Written]
) -> Callable[[datetime], Written]:
    """Return what writes an instant as the clock of ``zone`` shows it.

    It remembers, because the same instants (an event's start) come back on many
    rows.
    """
    tz = ZoneInfo(zone)

    @lru_cache(maxsize=4096)
    def write(instant: datetime) -> Written:
        return written(_aware(instant).astimezone(tz))

    return write


def instant_text(local: datetime) -> str:
    # A third of the time that strftime takes, and half of an f-string's.
    day, time = (local.day, local.month, local.year), (local.hour, local.minute)
    return "%02d/%02d/%04d %02d:%02d:%02d" % (*day, *time, local.second)  # noqa: UP031


def _csv(
    table: Table, delimiter: str, as_text: Callable[[Cell], str], *, start: str
) -> Iterator[bytes]:
    buffer = StringIO()
    buffer.write(start)
    write = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n").writerow
    write([as_text(column.title) for column in table.columns])
    for row in checked_rows(table):
        # Nearly every cell is a text that starts with a letter or a digit. To see
        # that here rather than in a function halves the time of the whole file.
        write(
            [
                cell if type(cell) is str and cell[:1].isalnum() else as_text(cell)
                for cell in row
            ]
        )
        if buffer.tell() >= CHUNK:
            yield _drained(buffer)
    yield _drained(buffer)


def _guarded_text(zone: str) -> Callable[[Cell], str]:
    local_text = on_the_clock(zone, instant_text)

    def as_text(cell: Cell) -> str:
        if isinstance(cell, str):
            return guarded(cell)
        return local_text(cell) if isinstance(cell, datetime) else _raw_text(cell)

    return as_text


def _raw_text(cell: Cell) -> str:
    if cell is None:
        return ""
    return _iso(cell) if isinstance(cell, datetime) else str(cell)


def _iso(instant: datetime) -> str:
    return _aware(instant).astimezone(UTC).isoformat()


def _aware(instant: datetime) -> datetime:
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone names no instant")
    return instant


def _drained(buffer: StringIO) -> bytes:
    """Take the text out of the buffer, without control characters.

    In UTF-8 no other character contains those bytes. Half a surrogate pair, which
    has no encoding, becomes a question mark.
    """
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace").translate(None, _CONTROLS)
