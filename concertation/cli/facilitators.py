"""Accounts of the people of the desk."""

import secrets
import sys

import click
from flask.cli import with_appcontext

from concertation.clock import utc_now
from concertation.domain.account_errors import WeakPassword
from concertation.domain.roles import Role, Scope, can_be_given
from concertation.running.migrating import migrate_database
from concertation.services.facilitators import add_facilitator, remove_facilitator
from concertation.services.passwords import SHORTEST_PASSWORD, refuse_weak

SITE_ROLES = [role for role in Role if can_be_given(role, Scope.SITE)]


@click.group()
def facilitator() -> None:
    """People of the desk."""


@facilitator.command("add")
@click.argument("email")
@click.option("--name", help="How the desk calls this person.")
@click.option(
    "--role",
    type=click.Choice([role.value for role in SITE_ROLES]),
    help="On the whole site. The first account administers it, the others facilitate.",
)
@click.option("--password-stdin", is_flag=True, help="Read the password from a pipe.")
@with_appcontext
def add(email: str, name: str | None, role: str | None, password_stdin: bool) -> None:
    """Make an account, or give an existing one a new password."""
    migrate_database()
    password = (
        sys.stdin.readline().strip() if password_stdin else secrets.token_urlsafe(12)
    )
    if "@" not in email:
        raise click.ClickException(f"{email} is no e-mail address")
    name = name or email.partition("@")[0]
    _refuse_weak(password, about=(email, name))
    chosen = Role(role) if role else None
    add_facilitator(email, name, password, now=utc_now(), role=chosen)
    click.echo(f"{email} can sign in.")
    if not password_stdin:
        click.echo(f"Password: {password}")


@facilitator.command("remove")
@click.argument("email")
@with_appcontext
def remove(email: str) -> None:
    """End the sessions of an account, and let nobody sign in with it any more."""
    migrate_database()
    if not remove_facilitator(email, now=utc_now()):
        raise click.ClickException(f"{email} has no account")
    click.echo(f"{email} can no longer sign in.")


def _refuse_weak(password: str, *, about: tuple[str, ...]) -> None:
    try:
        refuse_weak(password, about_the_person=about)
    except WeakPassword as weakness:
        if weakness.too_short:
            wanted = f"a password has {SHORTEST_PASSWORD} characters or more"
            raise click.ClickException(wanted) from weakness
        raise click.ClickException(
            "this password is too easy to guess: choose four words that have nothing"
            " to do with each other, nor with you"
        ) from weakness
