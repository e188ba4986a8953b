"""Keep what cannot be made again, and bring it back."""

import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

import click
from flask import current_app
from flask.cli import with_appcontext

from concertation.clock import utc_now
from concertation.config import Settings
from concertation.database import db
from concertation.domain.erasures import EMPTIED, Erasure, Kind
from concertation.queries.erasures import erasures_since
from concertation.running.backups import (
    BackupUnusable,
    ProgramFailed,
    Restored,
    RestoreUnfinished,
    make_backup,
    remove_old_backups,
    restore_backup,
)
from concertation.running.checkup import check_installation

FOLDER = "backups"
OTHERS = {
    EMPTIED: "Corrections of people done again",
    Kind.GUEST: "Guests taken off their lists again",
    Kind.NOTE: "Notes deleted again",
    Kind.IMPORT_LINE: "Lines of imports deleted again",
    Kind.ACCOUNT: "Accounts stopped again",
    Kind.INVITATION: "Invitations withdrawn again",
    Kind.RIGHT: "Rights taken away again",
    Kind.RESTRICTION: "Limitations and objections that hold again",
    Kind.LIFTED: "Limitations and objections lifted again",
    Kind.ADDRESS: "Addresses corrected again",
}
OF_THE_DATABASE = {"database", "seats"}
"""Findings that say that what was restored is not as it should be."""


@click.command()
@click.option(
    "--output",
    type=click.Path(path_type=Path),
    help="A file, or a folder that is there. [default: backups/ in the instance]",
)
@click.option(
    "--keep",
    type=click.IntRange(1),
    help="Remove all but the latest so many from that folder.",
)
@with_appcontext
def backup(output: Path | None, keep: int | None) -> None:
    """Copy database, files and secret into one file, while the site is used."""
    settings: Settings = current_app.config["SETTINGS"]
    if output is None:
        output = settings.instance / FOLDER
        output.mkdir(mode=0o700, exist_ok=True)
    if keep and not output.is_dir():
        raise click.ClickException("--keep needs a folder as --output")
    try:
        made = make_backup(output, now=utc_now())
    except OSError as error:
        why = error.strerror
        raise click.ClickException(f"cannot write {output}: {why}") from error
    except ProgramFailed as failed:
        raise click.ClickException(str(failed)) from failed
    click.echo(f"{made.file} ({made.size / 1_000_000:.1f} MB)")
    if keep:
        for old in remove_old_backups(output, keep=keep):
            click.echo(f"removed {old}")


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--replace", is_flag=True, help="Put it in the place of what is there.")
@click.option(
    "--erasures",
    type=click.File(),
    help="Lines of “concertation erasures”, where the former database is lost.",
)
@with_appcontext
def restore(file: Path, *, replace: bool, erasures: TextIO | None) -> None:
    """Bring back a backup, and erase again who asked for it since then."""
    settings: Settings = current_app.config["SETTINGS"]
    try:
        told = [Erasure.from_line(line) for line in erasures or () if line.strip()]
        done = restore_backup(file, replaces=replace, erasures=told, now=utc_now())
    except (BackupUnusable, ProgramFailed, OSError, ValueError) as refusal:
        raise click.ClickException(f"nothing was restored: {refusal}") from refusal
    except RestoreUnfinished as failed:
        raise click.ClickException(
            f"the backup is in place, but not everybody who asked for it is erased"
            f" again: {failed}. Run the same command again, with --replace."
        ) from failed
    _tell(done, knows=done.knows_erasures or erasures is not None)
    sys.exit(0 if _is_sound(settings) else 1)


@click.command()
@click.option(
    "--since",
    type=click.DateTime(),
    default="1970-01-01",
    help="A moment in UTC.",
)
@with_appcontext
def erasures(since: datetime) -> None:
    """List what “restore” is to do again: erasures, corrections, restrictions.

    Erasures are numbers that name nobody; restrictions and corrections hold addresses.
    """
    for each in erasures_since(db.session(), since.replace(tzinfo=UTC)):
        click.echo(each.to_line())


def _is_sound(settings: Settings) -> bool:
    """Say what is wrong with what was restored, and what is left to see to.

    The backup is in place whether the mail server answers today or not.
    """
    # Mails that waited when the backup was made are late, and leave once it runs again.
    found = [each for each in check_installation(settings) if each.subject != "mails"]
    bad = [each for each in found if not each.is_good]
    for finding in bad:
        word = "BAD" if finding.subject in OF_THE_DATABASE else "still to see to:"
        click.echo(f"{word} {finding.subject}: {finding.text}")
    return not any(finding.subject in OF_THE_DATABASE for finding in bad)


def _tell(done: Restored, *, knows: bool) -> None:
    made_at = done.manifest.made_at.strftime("%Y-%m-%d %H:%M UTC")
    click.echo(f"Restored as of {made_at}.")
    if done.before:
        click.echo(f"What was there before lies in {done.before.file}.")
    people = done.again[Kind.REGISTRATION] + done.again[Kind.PARTICIPANT]
    click.echo(f"Erased again on their request: {people}.")
    for kind, what in OTHERS.items():
        if count := done.again[kind]:
            click.echo(f"{what}: {count}.")
    click.echo("Everybody is signed out.")
    if not knows:
        click.echo(
            "Who was erased since then could not be read from the former database:"
            " ask the data-protection officer, and erase them again at the desk."
        )
    if done.renewed:
        click.echo(
            "The password or second factor of before is good again for: "
            f"{', '.join(done.renewed)}. Ask them to change it."
        )
