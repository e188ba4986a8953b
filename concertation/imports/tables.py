"""A file, whatever its format, as headings and the rows below them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from concertation.domain.file_errors import FileProblem, TableUnreadable
from concertation.domain.people_import import MOST_COLUMNS, MOST_ROWS
from concertation.imports.delimited import delimited_rows
from concertation.imports.encodings import decoded
from concertation.imports.headings import are_keys, known_headings
from concertation.imports.workbooks import is_workbook, workbook_rows

_ABOVE: Final = 20
"""Rows that a title and its explanations may take above the headings."""
_LEAST_COLUMNS: Final = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    number: int
    """As a spreadsheet numbers it, from 1, empty ones counted."""
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileTable:
    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    """Those with anything in them, each at least as long as the headings."""


def read_table(data: bytes) -> FileTable:
    """Read CSV, XLSX or ODS, told apart by what is in it. Raises `TableUnreadable`."""
    if not data.strip():
        raise TableUnreadable(FileProblem.EMPTY)
    most = MOST_ROWS + _ABOVE + 1
    if is_workbook(data):
        found: Iterable[list[str]] = workbook_rows(data, most=most)
    else:
        found = delimited_rows(decoded(data), _best_score, are_keys)
    filled = [
        Row(number=number, cells=tuple(row))
        for number, row in enumerate(islice(found, most), start=1)
        if any(cell.strip() for cell in row)
    ]
    return _below_headings(filled)


def _best_score(rows: Sequence[Sequence[str]]) -> int:
    return max(map(known_headings, rows), default=0)


def _below_headings(filled: list[Row]) -> FileTable:
    if not filled:
        raise TableUnreadable(FileProblem.EMPTY)
    top = filled[:_ABOVE]
    at = max(range(len(top)), key=lambda index: known_headings(top[index].cells))
    rows = filled[at + 1 :]
    headings = _headings(filled[at].cells, rows)
    if len(headings) > MOST_COLUMNS:
        raise TableUnreadable(FileProblem.TOO_MANY_COLUMNS)
    if len(rows) > MOST_ROWS:
        raise TableUnreadable(FileProblem.TOO_MANY_ROWS)
    if len(headings) < _LEAST_COLUMNS or not rows:
        raise TableUnreadable(FileProblem.NO_HEADINGS)
    return FileTable(
        headings=headings,
        rows=tuple(_as_wide_as(row, len(headings)) for row in rows),
    )


def _headings(cells: Sequence[str], rows: Sequence[Row]) -> tuple[str, ...]:
    """Without empty columns at the end; one that only lacks its heading stays."""
    used = max((_width(row.cells) for row in rows), default=0)
    width = max(_width(cells), min(used, len(cells)))
    return tuple(cell.strip() for cell in cells[:width])


def _width(cells: Sequence[str]) -> int:
    """Up to the last cell with anything in it."""
    width = len(cells)
    while width and not cells[width - 1].strip():
        width -= 1
    return width


def _as_wide_as(row: Row, width: int) -> Row:
    """Without empty cells beyond the headings; what stands there is still seen."""
    cells = row.cells[: max(width, _width(row.cells))]
    return Row(number=row.number, cells=cells + ("",) * (width - len(cells)))
