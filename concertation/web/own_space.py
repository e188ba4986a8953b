"""Whose space this browser holds open, beside whatever else its session keeps."""

from flask import g, session

from concertation.clock import utc_now
from concertation.models import SpaceSession
from concertation.queries.personal_space import find_space_session

SPACE_TOKEN = "space"  # noqa: S105 -- the name of a key


def space_holder() -> SpaceSession | None:
    """Asked once a request."""
    if "space_holder" not in g:
        token = session.get(SPACE_TOKEN)
        g.space_holder = find_space_session(token, now=utc_now()) if token else None
    found: SpaceSession | None = g.space_holder
    return found


def whose_space() -> SpaceSession:
    """Where the access table lets nobody in but those who opened theirs."""
    found = space_holder()
    if found is None:
        raise RuntimeError("the access table let nobody in")
    return found


def own_space_token() -> str:
    """Empty where this browser never opened a space."""
    return str(session.get(SPACE_TOKEN, ""))


def remember_space(token: str) -> None:
    session[SPACE_TOKEN] = token


def forget_space() -> str:
    """Return the token that the browser held."""
    g.pop("space_holder", None)
    return str(session.pop(SPACE_TOKEN, ""))
