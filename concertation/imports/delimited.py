"""CSV in the dialects that are met: three separators, quotes, one line for Excel."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from typing import Final

from concertation.domain.file_errors import FileProblem, TableUnreadable
from concertation.domain.people_import import MOST_CELL_CHARACTERS
from concertation.exports.formula_guard import unguarded

_SEPARATORS: Final = (";", ",", "\t")
_SAID: Final = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
"""The first line by which Excel is told the separator."""
_LOOKED_AT: Final = 20
"""Rows among which the headings are."""

Score = Callable[[Sequence[Sequence[str]]], int]


def delimited_rows(
    text: str, score: Score, are_keys: Callable[[Sequence[str]], bool]
) -> Iterator[list[str]]:
    """Yield the rows, empty ones too, without the guard that we put before formulas.

    Of the separators the one is taken whose first rows `score` highest, then the one
    that makes most columns. Raises `TableUnreadable`, with the line of broken quotes.
    """
    said = _SAID.match(text)
    if said:
        yield []  # The spreadsheet that somebody looks at counts this line as well.
        text = text[said.end() :]
    separators = (said[1],) if said and said[1] in _SEPARATORS else _SEPARATORS
    separator = max(separators, key=lambda each: _fitness(text, each, score))
    is_raw = False
    rows = _read(text, separator, counted=1 if said else 0)
    for number, row in enumerate(rows):
        # Our file for programs has its keys first, and no guard: an apostrophe that
        # it has is somebody's own.
        is_raw = is_raw or (number < _LOOKED_AT and are_keys(row))
        yield row if is_raw else [unguarded(cell) for cell in row]


def _fitness(text: str, separator: str, score: Score) -> tuple[int, int]:
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
    rows = []
    try:
        rows = [row for row, _ in zip(reader, range(_LOOKED_AT), strict=False)]
    except csv.Error:
        return 0, 0
    return score(rows), max(map(len, rows), default=0)


def _read(text: str, separator: str, *, counted: int) -> Iterator[list[str]]:
    # Strict: a quote that nobody closed would swallow the rest of the file.
    reader = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    number = counted
    try:
        for row in reader:
            number += 1
            if any(len(cell) > MOST_CELL_CHARACTERS for cell in row):
                raise TableUnreadable(FileProblem.LONG_CELL, number)
            yield row
    except csv.Error as error:
        raise TableUnreadable(FileProblem.BROKEN_QUOTES, number + 1) from error
