"""The lines that nobody was registered from, to be mended and sent again."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.domain.people_import import Finding, Problem
from concertation.exports.spreadsheets import Cell, Column, Table
from concertation.imports.words import finding_text
from concertation.models import ImportLine, PeopleImport
from concertation.queries.people_imports import lines_to_mend


def reasons(line: ImportLine) -> list[str]:
    """Why nobody is registered from it, each in a sentence."""
    found = [Finding.from_json(stored) for stored in line.findings]
    if not found and line.outcome is None:
        found = [Finding(problem=Problem.NOT_REACHED)]
    return [finding_text(finding) for finding in found]


def mending_table(ended: PeopleImport) -> Table:
    """The file's own columns, so that it can be imported as it came.

    Cells that no heading stands above get columns without one.
    """
    lines = list(lines_to_mend(ended.id))
    width = max((len(line.cells) for line in lines), default=len(ended.headings))
    unnamed = [""] * (width - len(ended.headings))
    titles = [_("Line"), _("What is wrong"), *ended.headings, *unnamed]
    return Table(
        columns=[Column(title=title) for title in titles],
        rows=_rows(lines, width),
        timezone=ended.event.timezone,
        sheet_name=_("Lines to mend"),
    )


def _rows(lines: list[ImportLine], width: int) -> Iterator[list[Cell]]:
    for line in lines:
        missing = [""] * (width - len(line.cells))
        yield [line.number, " ".join(reasons(line)), *line.cells, *missing]
