"""From columns that are named to lines that are judged."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from concertation.domain.people_import import ImportSource, PersonField
from concertation.imports.event_columns import own_columns
from concertation.imports.headings import guess_columns, source_of
from concertation.imports.judging import REQUIRED, Reading, judge
from concertation.imports.tables import FileTable
from concertation.models import Event
from concertation.services.people_imports import Meaning, TakeFile

_LANGUAGE_OF_OURS: Final = {PersonField.LOCALE: "fr"}
"""Our own export is from before the mails: it may not tell their language."""


def taken(
    table: FileTable, *, filename: str, event: Event, actor: str, now: datetime
) -> TakeFile:
    """The wish to keep this file; judged at once where nothing is left to be said."""
    source = source_of(table.headings)
    own = own_columns(event, table.headings)
    columns = guess_columns(table.headings, own.headings)
    knows_all = (
        source is ImportSource.OWN
        and own.is_sure_of(table.headings)
        and not unsaid(columns, _LANGUAGE_OF_OURS)
    )
    return TakeFile(
        event_id=event.id,
        filename=filename,
        source=source,
        headings=table.headings,
        rows=[(row.number, row.cells) for row in table.rows],
        columns=[column or "" for column in columns],
        meaning=meaning_of(table, columns, _LANGUAGE_OF_OURS, event=event, now=now)
        if knows_all
        else None,
        actor=actor,
    )


def meaning_of(
    table: FileTable,
    columns: Sequence[str | None],
    defaults: Mapping[PersonField, str],
    *,
    event: Event,
    now: datetime,
) -> Meaning:
    reading = Reading(
        columns=columns,
        defaults=defaults,
        timezone=event.timezone,
        now=now,
        own=own_columns(event),
    )
    return Meaning(
        columns=[column or "" for column in columns],
        defaults={field.value: value for field, value in defaults.items()},
        lines=list(judge(table, reading)),
    )


def unsaid(
    columns: Sequence[str | None], defaults: Mapping[PersonField, str]
) -> list[PersonField]:
    """What every registration needs, and neither a column nor a choice for all says."""
    said: set[str] = {column for column in columns if column} | defaults.keys()
    if PersonField.FULL_NAME in said:
        said |= {PersonField.GIVEN_NAME, PersonField.FAMILY_NAME}
    return [field for field in REQUIRED if field not in said]
