"""Who is at the desk: the account of the session that this browser holds."""

from flask import g, session

from concertation.clock import utc_now
from concertation.domain.actor import account_actor
from concertation.models import Account
from concertation.queries.accounts import account_of_session
from concertation.services.accounts import session_key

SESSION_TOKEN = "desk"  # noqa: S105 -- the name of a key


def current_account() -> Account | None:
    """Asked once a request: who is signed in, or None."""
    if "account" not in g:
        token = session.get(SESSION_TOKEN)
        g.account = (
            account_of_session(session_key(token), now=utc_now()) if token else None
        )
    account: Account | None = g.account
    return account


def remember_desk_session(token: str) -> None:
    """Start a new browser session: nothing that was in the old one survives."""
    session.clear()
    session[SESSION_TOKEN] = token


def forget_desk_session() -> str | None:
    """Empty the browser's session and return the token it held."""
    token: str | None = session.get(SESSION_TOKEN)
    session.clear()
    return token


def current_actor() -> str:
    """The signed-in account as the audit trail names it."""
    account = current_account()
    if account is None:
        raise RuntimeError("the access table let nobody in")
    return account_actor(account.id)
