"""Accounts of the people of the desk."""

import secrets
import sys

import click
from flask.cli import with_appcontext

from concertation.clock import utc_now
from concertation.running.migrating import migrate_database
from concertation.services.accounts import add_facilitator, remove_facilitator

SHORTEST_PASSWORD = 12


@click.group()
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


@facilitator.command("remove")
@click.argument("email")
@with_appcontext
def remove(email: str) -> None:
    """End the sessions of an account, and let nobody sign in with it any more."""
    migrate_database()
    if not remove_facilitator(email):
        raise click.ClickException(f"{email} has no account")
    click.echo(f"{email} can no longer sign in.")
