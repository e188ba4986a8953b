"""Who is at the desk: the account of the session that this browser holds."""

from flask import current_app, g, session

from concertation.clock import utc_now
from concertation.domain.actor import account_actor
from concertation.domain.roles import Right, events_open_to
from concertation.domain.roles import may as grants_allow
from concertation.models import Account
from concertation.queries.accounts import SignedIn, find_signed_in
from concertation.services.accounts import session_key

SESSION_TOKEN = "desk"  # noqa: S105 -- the name of a key
PENDING_TOKEN = "desk-code"  # noqa: S105 -- the name of a key


def signed_in() -> SignedIn | None:
    """Asked once a request: who is signed in, and what they may do."""
    if "signed_in" not in g:
        token = session.get(SESSION_TOKEN)
        g.signed_in = (
            find_signed_in(session_key(token), now=utc_now()) if token else None
        )
    found: SignedIn | None = g.signed_in
    return found


def current_account() -> Account | None:
    found = signed_in()
    return found.account if found else None


def whoever_is_here() -> SignedIn:
    """Where the access table lets nobody in but those who are signed in."""
    found = signed_in()
    if found is None:
        raise RuntimeError("the access table let nobody in")
    return found


def may(right: Right | str, event: str | None = None) -> bool:
    """Whether this person has the right at the event of this address, or everywhere.

    Pages ask it before they offer what the access table would refuse.
    """
    found = signed_in()
    return found is not None and grants_allow(found.grants, Right(right), event)


def events_in_reach(right: Right) -> frozenset[str] | None:
    """The addresses of the events where this person has the right; None: all."""
    return events_open_to(whoever_is_here().grants, right)


def remember_desk_session(token: str) -> None:
    """Start a new browser session: nothing that was in the old one survives."""
    session.clear()
    session[SESSION_TOKEN] = token


def remember_pending_sign_in(token: str) -> None:
    """The password was right: this opens the page that asks for the code."""
    session.clear()
    session[PENDING_TOKEN] = token


def pending_token() -> str:
    return str(session.get(PENDING_TOKEN, ""))


def forget_desk_session() -> str | None:
    """Empty the browser's session and return the token it held."""
    token: str | None = session.get(SESSION_TOKEN)
    session.clear()
    return token


def current_actor() -> str:
    """The signed-in account as the audit trail names it."""
    return account_actor(whoever_is_here().account.id)


def site_key() -> str:
    """Of which the second factor's secrets are made."""
    return str(current_app.config["SECRET_KEY"])
