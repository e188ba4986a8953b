"""What an OpenDocument spreadsheet holds, before it is written."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concertation.exports.spreadsheets import Cell, Kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    content: bytes
    media_type: str
    alternative: str
    """What it says to who does not see it."""
    width_cm: float
    height_cm: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One table, and how it lies on paper."""

    name: str
    titles: Sequence[str]
    """Of the columns; printed again on top of each page."""
    widths_cm: Sequence[float]
    rows: Iterable[Sequence[Cell]]
    """Read once. Each row has a cell for each title; instants are aware."""
    kinds: Sequence[Kind] = ()
    """Of the columns; none: all are texts."""
    timezone: str = "UTC"
    heading: str = ""
    """A line in large letters above the table."""
    about: Sequence[str] = ()
    """Lines below the heading."""
    pictures: Sequence[Picture] = ()
    """Side by side above everything."""
    page_header: str = ""
    """On top of each page of paper; nothing: no line is lost to it."""
    row_height_cm: float | None = None
    """None: as high as its text."""
    is_ruled: bool = False
    """With lines around each cell, to be written on; otherwise a list to filter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """What all the sheets of a file share when they are printed."""

    title: str = ""
    """Of the document; stands in its properties."""
    language: str = "fr"
    is_landscape: bool = False
    footer: str = ""
    page_word: str = ""
    """« Page », before « 2 / 3 »."""
