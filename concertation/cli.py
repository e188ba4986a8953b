"""The command line: ``concertation run``, ``worker``, ``demo``, ``check`` and so on."""

import os
import secrets
import signal
import sys
from pathlib import Path
from types import FrameType

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo, with_appcontext
from flask_babel import force_locale
from flask_migrate.cli import db as database_commands

from concertation.application import create_app
from concertation.clock import utc_now
from concertation.config import LOOPBACK_HOSTS, PREFIX, InvalidSettings, Settings
from concertation.example import load_example
from concertation.exports.attendees import attendee_table
from concertation.exports.spreadsheets import csv_chunks, write_xlsx
from concertation.queries.attendees import AttendeeFilter
from concertation.queries.events import find_event
from concertation.running.checkup import check_installation
from concertation.running.local_sign_in import local_sign_in
from concertation.running.migrating import migrate_database
from concertation.running.supervisor import become_supervisor
from concertation.running.worker import Worker
from concertation.services.accounts import add_facilitator

SHORTEST_PASSWORD = 12


@click.group()
@click.version_option(package_name="concertation")
def cli() -> None:
    """Run a consultation with the people concerned."""


cli.add_command(database_commands, "db")


@cli.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option(
    "--workers",
    default=1,
    show_default=True,
    type=click.IntRange(1),
    help="Web processes.",
)
@click.option("--example", is_flag=True, help="Load the example first, once.")
@click.pass_context
def run(
    context: click.Context, host: str, port: int, workers: int, example: bool
) -> None:
    """Serve the site and send its mail, until stopped."""
    _serve_locally_by_default(host, port)
    app = context.ensure_object(ScriptInfo).load_app()
    settings: Settings = app.config["SETTINGS"]
    if host not in LOOPBACK_HOSTS and not settings.production:
        raise click.ClickException(
            f"listening on {host} opens the site to others: "
            f"set {PREFIX}ENV=production and what it then asks for"
        )
    with app.app_context():
        migrate_database()
        if example:
            load_example(now=utc_now())
        _welcome(settings)
    become_supervisor(host=host, port=port, workers=workers)


@cli.command()
@with_appcontext
def worker() -> None:
    """Send promised mail, and nothing else: for a second machine."""
    settings = _settings()
    if settings.smtp is None:
        raise click.ClickException(
            f"{PREFIX}SMTP_URL is not set: only “run” has a local mail catcher"
        )
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]  # noqa: SLF001
    loop = Worker(app, settings.smtp)

    def stop(_signal: int, _frame: FrameType | None) -> None:
        loop.stop()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    loop.run()


@cli.command()
@with_appcontext
def demo() -> None:
    """Load the example. Loading twice changes nothing."""
    if _settings().production:
        raise click.ClickException("the example is not for a site in production")
    migrate_database()
    loaded = load_example(now=utc_now())
    click.echo("The example is loaded." if loaded else "The example was there already.")


@cli.group()
def facilitator() -> None:
    """People of the desk."""


@facilitator.command("add")
@click.argument("email")
@click.option("--name", help="How the desk calls this person.")
@click.option("--password-stdin", is_flag=True, help="Read the password from a pipe.")
@with_appcontext
def add(email: str, name: str | None, password_stdin: bool) -> None:
    """Make an account, or give an existing one a new password."""
    migrate_database()
    password = (
        sys.stdin.readline().strip() if password_stdin else secrets.token_urlsafe(12)
    )
    if len(password) < SHORTEST_PASSWORD:
        raise click.ClickException(
            f"a password has {SHORTEST_PASSWORD} characters or more"
        )
    if "@" not in email:
        raise click.ClickException(f"{email} is no e-mail address")
    add_facilitator(email, name or email.partition("@")[0], password, now=utc_now())
    click.echo(f"{email} can sign in.")
    if not password_stdin:
        click.echo(f"Password: {password}")


@cli.group()
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


@cli.command()
@with_appcontext
def check() -> None:
    """Check settings, database, clock, seats and mail server."""
    findings = list(check_installation(_settings()))
    for finding in findings:
        click.echo(
            f"{'ok ' if finding.is_good else 'BAD'} {finding.subject}: {finding.text}"
        )
    sys.exit(0 if all(finding.is_good for finding in findings) else 1)


def main() -> None:
    """Start; a wrong setting is told in a line of its own, without a trace."""
    try:
        cli(obj=ScriptInfo(create_app=create_app))
    except InvalidSettings as invalid:
        for problem in invalid.problems:
            click.echo(problem, err=True)
        sys.exit(2)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _serve_locally_by_default(host: str, port: int) -> None:
    """On another port, a local site without a public address is found there."""
    if os.environ.get(f"{PREFIX}ENV", "local") == "local":
        os.environ.setdefault(f"{PREFIX}PUBLIC_URL", f"http://{host}:{port}")


def _welcome(settings: Settings) -> None:
    """Tell where everything is."""
    url = settings.public_url
    click.echo(f"\n  Public site       {url}/")
    click.echo(f"  Desk              {url}/bureau/")
    if settings.production:
        return
    sign_in = local_sign_in(settings.instance)
    click.echo(f"    e-mail address  {sign_in.email}")
    click.echo(f"    password        {sign_in.password}")
    if settings.smtp is None:
        click.echo(f"  Mail (caught)     {url}/bureau/courrier-local")
    click.echo("\n  Ctrl+C stops it.\n")
