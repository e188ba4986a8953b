"""Fill and examine an installation."""

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from concertation.clock import utc_now
from concertation.config import Settings
from concertation.example import load_example
from concertation.running.checkup import check_installation
from concertation.running.migrating import migrate_database


@click.command()
@with_appcontext
def demo() -> None:
    """Load the example. Loading twice changes nothing."""
    settings: Settings = current_app.config["SETTINGS"]
    if settings.production:
        raise click.ClickException("the example is not for a site in production")
    migrate_database()
    loaded = load_example(now=utc_now())
    click.echo("The example is loaded." if loaded else "The example was there already.")


@click.command()
@with_appcontext
def check() -> None:
    """Check settings, database, clock, seats and mail server."""
    settings: Settings = current_app.config["SETTINGS"]
    findings = list(check_installation(settings))
    for finding in findings:
        click.echo(
            f"{'ok ' if finding.is_good else 'BAD'} {finding.subject}: {finding.text}"
        )
    sys.exit(0 if all(finding.is_good for finding in findings) else 1)
