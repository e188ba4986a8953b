"""Take lists away as files."""

import os
from pathlib import Path

import click
from flask.cli import with_appcontext
from flask_babel import force_locale

from concertation.exports.attendees import attendee_table
from concertation.exports.spreadsheets import csv_chunks, write_xlsx
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.events import find_event


@click.group()
def export() -> None:
    """Take lists away."""


@export.command("attendees")
@click.argument("slug")
@click.option("--format", "kind", type=click.Choice(["csv", "xlsx"]), default="csv")
@click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), required=True
)
@click.option(
    "--lang", type=click.Choice(["fr", "en"]), default="fr", show_default=True
)
@with_appcontext
def export_attendees(slug: str, kind: str, output: Path, lang: str) -> None:
    """Write the attendee list of the event at SLUG to a file."""
    event = find_event(slug)
    if event is None:
        raise click.ClickException(f"no event has the address {slug}")
    draft = output.with_name(f".{output.name}.{os.getpid()}")
    with force_locale(lang), draft.open("wb") as file:
        table = attendee_table(event, AttendeeFilter(event_id=event.id))
        if kind == "csv":
            file.writelines(csv_chunks(table))
        else:
            write_xlsx(table, file)
    draft.replace(output)
