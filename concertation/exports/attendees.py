"""The attendee list of one event, as a table that any format can write."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from flask_babel import gettext as _

from concertation.domain.exporting import Choice, ExportFormat
from concertation.exports.columns import (
    COLUMNS,
    ExtraColumns,
    ListColumn,
    extra_columns,
    remembering,
    wanted_keys,
)
from concertation.exports.spreadsheets import Cell, Column, Table
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter, attendee_batches


def attendee_table(
    event: Event,
    wanted: AttendeeFilter,
    *,
    keys: Collection[str] | None = None,
    form: ExportFormat = ExportFormat.CSV,
    extras: ExtraColumns | None = None,
) -> Table:
    """The list with the columns of these keys; None: those that are usual.

    For people the columns are headed by names and hold words; for programs they are
    headed by keys and hold what is stored.
    """
    extras = extra_columns(event) if extras is None else extras
    offered = (*COLUMNS, *extras.columns)
    keys = wanted_keys(offered, Choice()) if keys is None else keys
    chosen = [column for column in offered if column.key in keys]
    return Table(
        columns=[
            Column(
                title=column.key if form.is_for_programs else str(column.title),
                kind=column.kind,
                width=column.width,
            )
            for column in chosen
        ],
        rows=_rows(wanted, chosen, extras, in_words=not form.is_for_programs),
        timezone=event.timezone,
        sheet_name=_("Attendees"),
    )


def _rows(
    wanted: AttendeeFilter,
    chosen: Sequence[ListColumn],
    extras: ExtraColumns,
    *,
    in_words: bool,
) -> Iterator[list[Cell]]:
    extra = {column.key for column in extras.columns}
    own = [column.key for column in chosen if column.key not in extra]
    asked = [column.key for column in chosen if column.key in extra]
    words = [
        (index, remembering(column.words))
        for index, column in enumerate(chosen)
        if in_words and column.words
    ]
    wanted = replace(wanted, without_limited=True)
    for batch in attendee_batches(wanted, own):
        answers = extras.read([row[0] for row in batch], asked) if asked else {}
        for number, *cells in batch:
            if asked:
                given = answers.get(number, {})
                cells += [given.get(key) for key in asked]
            for index, name in words:
                cells[index] = name(cells[index])
            yield cells
