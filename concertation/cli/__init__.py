"""The command line: ``concertation run``, ``worker``, ``demo``, ``check`` and so on."""

import sys

import click
from flask.cli import ScriptInfo
from flask_migrate.cli import db as database_commands
from sqlalchemy.exc import DBAPIError

from concertation.cli.backups import backup, erasures, restore
from concertation.cli.exports import export
from concertation.cli.facilitators import facilitator
from concertation.cli.installation import check, demo
from concertation.cli.serving import run, worker
from concertation.config import InvalidSettings
from concertation.database import is_unavailable
from concertation.running.migrating import app_that_migrates


@click.group()
@click.version_option(package_name="concertation")
def cli() -> None:
    """Run a consultation with the people concerned."""


cli.add_command(database_commands, "db")
for command in (
    run,
    worker,
    demo,
    facilitator,
    export,
    check,
    backup,
    restore,
    erasures,
):
    cli.add_command(command)


def main() -> None:
    """Start; what the administrator can mend is told in a line, without a trace."""
    try:
        cli(obj=ScriptInfo(create_app=app_that_migrates))
    except InvalidSettings as invalid:
        for problem in invalid.problems:
            click.echo(problem, err=True)
        sys.exit(2)
    except DBAPIError as error:
        if not is_unavailable(error):
            raise
        told = " ".join(str(error.orig).split())
        click.echo(f"Error: the database cannot be used: {told}", err=True)
        sys.exit(1)
