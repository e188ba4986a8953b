"""The journal of purges, as a table that any format can write."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.queries.purges import all_purged
from concertation.wording.retention import kind_name, rule_text


def purge_table(*, timezone: str) -> Table:
    return Table(
        columns=[
            Column(title=_("Date"), kind=Kind.INSTANT, width=18),
            Column(title=_("Kind of data"), width=40),
            Column(title=_("How many went"), kind=Kind.NUMBER, width=14),
            Column(title=_("Rule"), width=32),
            Column(title=_("Counted from"), kind=Kind.INSTANT, width=18),
            Column(title=_("Event or consultation"), width=40),
        ],
        rows=_rows(),
        timezone=timezone,
        sheet_name=_("Purges"),
    )


def _rows() -> Iterator[list[Cell]]:
    for line in all_purged():
        yield [
            line.at,
            kind_name(line.kind),
            line.purged,
            rule_text(line.kind, line.days),
            line.since,
            line.owner.title or _("The whole site"),
        ]
