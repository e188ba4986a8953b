"""Take lists away as files."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from concertation.domain.exporting import ExportFormat
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.exports.formats import WRITERS
from concertation.exports.spreadsheets import Cell
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.events import find_event
from concertation.running.whole_files import replaced

FORMATS = [form.value for form in ExportFormat]


@click.group()
def export() -> None:
    """Take lists away."""


@export.command("attendees")
@click.argument("slug")
@click.option(
    "--format",
    "kind",
    type=click.Choice([form.value for form in ExportFormat]),
    default="csv",
)
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), required=True
)
@click.option(
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True
)
@click.option(
    "--all-columns", is_flag=True, help="Also those that are sensitive or rare."
)
@with_appcontext
def export_attendees(
    slug: str, *, kind: str, output: Path, lang: str, all_columns: bool
) -> None:
    """Write the attendee list of the event at SLUG to a file."""
    event = find_event(slug)
    if event is None:
        raise click.ClickException(f"no event has the address {slug}")
    try:
        with force_locale(lang), replaced(output) as file:
            form = ExportFormat(kind)
            keys = {each.key for each in offered_columns(event)}
            table = attendee_table(
                event,
                AttendeeFilter(event_id=event.id),
                keys=keys if all_columns else None,
                form=form,
            )
            rows = _Counted(table.rows)
            file.writelines(WRITERS[form](replace(table, rows=rows)))
    except OSError as error:
        why = error.strerror
        raise click.ClickException(f"cannot write {output}: {why}") from error
    people = "1 person" if rows.count == 1 else f"{rows.count} people"
    click.echo(f"{people} written to {output}")


class _Counted:
    """Rows that are counted while they are read."""

    def __init__(self, rows: Iterable[Sequence[Cell]]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Sequence[Cell]]:
        for row in self._rows:
            self.count += 1
            yield row
