"""Tables as files for spreadsheets: CSV as French Excel reads it, and XLSX.

Rows are read once, from an iterator, and never held all at the same time.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import lru_cache
from io import StringIO
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, Final, TypeAlias, TypeVar
from zoneinfo import ZoneInfo

from xlsxwriter import Workbook

from concertation.exports.formula_guard import guarded

Cell: TypeAlias = str | int | datetime | None
Written = TypeVar("Written")

_CHUNK: Final = 64 * 1024
_MAX_ROWS: Final = 1_048_576
_MAX_TEXT: Final = 32_767
_MAX_SHEET_NAME: Final = 31
_EXACT_BELOW: Final = 10**15
"""Excel keeps fifteen digits of a number and makes the others noughts."""
_FIRST_YEAR: Final = 1901
"""Excel knows no day before 1900, and believes that 1900 had a 29 February."""
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_INSTANT_FORMAT: Final = "dd/mm/yyyy hh:mm"

_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\r"})
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")


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
    """In characters, for XLSX; CSV has no widths."""


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

    UTF-8 with a byte order mark, semicolons, CRLF, instants as 31/12/2026 18:30.

    A text that a spreadsheet could run as a formula gets an apostrophe in front
    (OWASP, "CSV injection"): one that starts with = + - @, also in their wide
    forms, also after blanks or characters that do not show, since some readers
    trim them; and any that starts with a tab or a line break. So "+33 6 12 …" is
    written "'+33 6 12 …". Numbers are left as they are. No CSV is safe once it is
    split at another separator than its own: XLSX, where a text is a text, is.
    """
    as_text = _csv_text(table.timezone)
    buffer = StringIO()
    buffer.write("\ufeff")
    write = csv.writer(buffer, delimiter=";", lineterminator="\r\n").writerow
    write([as_text(column.title) for column in table.columns])
    for row in _checked(table):
        # Nearly every cell is a text that starts with a letter or a digit. To see
        # that here rather than in a function halves the time of the whole file.
        write(
            [
                cell if type(cell) is str and cell[:1].isalnum() else as_text(cell)
                for cell in row
            ]
        )
        if buffer.tell() >= _CHUNK:
            yield _drained(buffer)
    yield _drained(buffer)


def write_xlsx(table: Table, target: BinaryIO) -> None:
    """Write an XLSX file; ``target`` stays empty if reading the rows fails.

    Instants become real dates, on the clock of the table's zone, since Excel has
    no zones. A text is cut to Excel's 32,767 characters and then ends with "…";
    control characters, which XML forbids, are left out. Raises `ValueError` for
    more rows than a sheet holds (1,048,575 below the titles).
    """
    with TemporaryDirectory() as folder:
        # Rows wait on the disk: in memory, 100,000 of them take half a gigabyte.
        workbook = Workbook(
            target,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
            },
        )
        sheet = workbook.add_worksheet(_sheet_name(table.sheet_name))
        with closing(sheet.row_data_fh):
            _write_titles(table.columns, workbook, sheet)
            last_row = _write_rows(table, workbook, sheet)
            sheet.autofilter(0, 0, last_row, len(table.columns) - 1)
            workbook.close()


def _checked(table: Table) -> Iterator[Sequence[Cell]]:
    """Refuse a row of another length: its cells would stand below a wrong title."""
    width = len(table.columns)
    for row in table.rows:
        if len(row) != width:
            raise ValueError(f"{len(row)} cells for {width} columns")
        yield row


def _on_the_clock(
    zone: str, written: Callable[[datetime], Written]
) -> Callable[[datetime], Written]:
    """Return what writes an instant as the clock of ``zone`` shows it.

    It remembers, because the same instants (an event's start) come back on many
    rows.
    """
    tz = ZoneInfo(zone)

    @lru_cache(maxsize=4096)
    def write(instant: datetime) -> Written:
        if instant.tzinfo is None:
            raise ValueError("an instant without a zone names no instant")
        return written(instant.astimezone(tz))

    return write


def _csv_text(zone: str) -> Callable[[Cell], str]:
    instant_text = _on_the_clock(zone, _instant_text)

    def as_text(cell: Cell) -> str:
        if cell is None:
            return ""
        if isinstance(cell, datetime):
            return instant_text(cell)
        if isinstance(cell, int):
            return str(cell)
        return guarded(cell)

    return as_text


def _instant_text(local: datetime) -> str:
    # A third of the time that strftime takes, and half of an f-string's.
    parts = local.day, local.month, local.year, local.hour, local.minute
    return "%02d/%02d/%04d %02d:%02d" % parts  # noqa: UP031


def _serial(local: datetime) -> float | str:
    """Say a local time as Excel does: in days, the fraction being the hour."""
    if local.year < _FIRST_YEAR:
        return _instant_text(local)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return local.toordinal() - _DAY_ZERO + seconds / 86_400


def _drained(buffer: StringIO) -> bytes:
    """Take the text out of the buffer, without control characters.

    In UTF-8 no other character contains those bytes. Half a surrogate pair, which
    has no encoding, becomes a question mark.
    """
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode("utf-8", "replace").translate(None, _CONTROLS)


def _write_titles(columns: Sequence[Column], workbook: Any, sheet: Any) -> None:
    bold = workbook.add_format({"bold": True})
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
        sheet.write_string(0, index, _xlsx_text(column.title), bold)
    sheet.freeze_panes(1, 0)


def _write_rows(table: Table, workbook: Any, sheet: Any) -> int:
    """Write the rows below the titles and return the number of the last one."""
    instant_format = workbook.add_format({"num_format": _INSTANT_FORMAT})
    shapes = [
        (
            _xlsx_value(column.kind, table.timezone),
            instant_format if column.kind is Kind.INSTANT else None,
        )
        for column in table.columns
    ]
    row_number = 0
    for row_number, row in enumerate(_checked(table), start=1):
        if row_number >= _MAX_ROWS:
            raise ValueError("a sheet has no room for so many rows")
        for index, (cell, (shape, cell_format)) in enumerate(
            zip(row, shapes, strict=True)
        ):
            value = shape(cell)
            if isinstance(value, str):
                sheet.write_string(row_number, index, value)
            elif value is not None:
                sheet.write_number(row_number, index, value, cell_format)
    return row_number


def _xlsx_value(kind: Kind, zone: str) -> Callable[[Cell], str | float | None]:
    """Return what turns a cell of such a column into a text or a number."""
    serial = _on_the_clock(zone, _serial)
    instant_text = _on_the_clock(zone, _instant_text)

    def value(cell: Cell) -> str | float | None:
        if isinstance(cell, str):
            return _xlsx_text(cell) or None
        if cell is None:
            return None
        if isinstance(cell, datetime):
            return serial(cell) if kind is Kind.INSTANT else instant_text(cell)
        is_number = kind is Kind.NUMBER and abs(cell) < _EXACT_BELOW
        return int(cell) if is_number else str(cell)

    return value


def _xlsx_text(text: str) -> str:
    if not text.isprintable():
        text = _FORBIDDEN.sub("", _LINE_BREAK.sub("\n", text))
    # XlsxWriter copies a text between these tags into the file as markup, which
    # can break it: with a space at its end it is a text like any other.
    if text.startswith("<r>") and text.endswith("</r>"):
        text += " "
    return _cut(text, _MAX_TEXT) if len(text) > _MAX_TEXT // 2 else text


def _cut(text: str, limit: int) -> str:
    """Shorten to ``limit`` UTF-16 units, which is how Excel counts characters."""
    units = text.encode("utf-16-le")
    if len(units) <= limit * 2:
        return text
    return units[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _sheet_name(name: str) -> str:
    """Turn any text into a name that Excel allows for a sheet."""
    text = _NOT_IN_SHEET_NAME.sub(" ", _FORBIDDEN.sub("", name))
    text = _cut(" ".join(text.split()), _MAX_SHEET_NAME).strip("' ")
    # Excel keeps "History" for itself.
    return f"{text}_" if text.casefold() in {"", "history"} else text
