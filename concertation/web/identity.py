"""Who is at the desk: the account of the session that this browser holds."""

from dataclasses import replace

from flask import current_app, g, session

from concertation.clock import utc_now
from concertation.domain.actor import account_actor
from concertation.domain.roles import Place, Reach, Right, reach_of
from concertation.models import Account
from concertation.queries.accounts import SignedIn, find_signed_in
from concertation.queries.events import places_of_meetings
from concertation.services.accounts import session_key

SESSION_TOKEN = "desk"  # noqa: S105 -- the name of a key
SEEN = "seen"
AN_HOUR, STEP = 3600, 300
"""In seconds."""
PENDING_TOKEN = "desk-code"  # noqa: S105 -- the name of a key


def signed_in() -> SignedIn | None:
    """Asked once a request: who is signed in, and what they may do."""
    if "signed_in" not in g:
        token = None if _is_idle() else session.get(SESSION_TOKEN)
        g.signed_in = (
            find_signed_in(session_key(token), now=utc_now()) if token else None
        )
        if g.signed_in:
            _note_seen()
    found: SignedIn | None = g.signed_in
    return found


def _is_idle() -> bool:
    """Whether too long nothing was done here.

    The browser's own signed cookie says when something was: a page that is looked at
    writes nothing, and a cookie that somebody copied ends as soon.
    """
    most = AN_HOUR * idle_hours()
    return bool(most) and _now() - session.get(SEEN, _now()) >= most


def idle_hours() -> int:
    """After how long without doing anything a browser is signed out; 0: never."""
    hours: int = current_app.config["SETTINGS"].idle_hours
    return hours


def _note_seen() -> None:
    """In steps, so that not every answer brings another cookie."""
    if abs(_now() - session.get(SEEN, 0)) >= STEP:
        session[SEEN] = _now()


def _now() -> int:
    return int(utc_now().timestamp())


def current_account() -> Account | None:
    found = signed_in()
    return found.account if found else None


def whoever_is_here() -> SignedIn:
    """Where the access table lets nobody in but those who are signed in."""
    found = signed_in()
    if found is None:
        raise RuntimeError("the access table let nobody in")
    return found


def may(
    right: Right | str,
    event: str | None = None,
    *,
    process: str | None = None,
    group: str | None = None,
) -> bool:
    """Whether this person has the right there; nothing named: on the whole site.

    Pages ask it before they offer what the access table would refuse.
    """
    found = signed_in()
    if found is None:
        return False
    reach = reach_of(found.grants, Right(right))
    if Place(event=event, process=process, group=group) in reach:
        return True
    # Whose meeting it is matters to those alone who have a right in some process.
    if event is None or not reach.touched_processes:
        return False
    return place_of_event(event) in reach


def place_of_event(event: str) -> Place:
    """With the process and the group of a meeting, of those that this person works in.

    Asked once a request, for all of them.
    """
    if "meetings" not in g:
        named = {grant.at.process for grant in whoever_is_here().grants}
        processes = {process for process in named if process}
        g.meetings = places_of_meetings(processes) if processes else {}
    meetings: dict[str, Place] = g.meetings
    return meetings.get(event, Place(event=event))


def places_in_reach(right: Right) -> Reach:
    """Everywhere that this person has the right."""
    return reach_of(whoever_is_here().grants, right)


def can_add_meetings() -> bool:
    """Whether there is a process or a group, or all the site, to add an event to."""
    reach = places_in_reach(Right.PREPARE)
    return reach.is_everywhere or bool(reach.touched_processes)


def can_add_beside(event: str) -> bool:
    """Whether a copy of this event may be made, which belongs where the event does.

    A right at the event alone is none at another one.
    """
    return replace(place_of_event(event), event=None) in places_in_reach(Right.PREPARE)


def can_see_groups() -> bool:
    """Whether there is a process or a group of which this person sees who is in."""
    reach = places_in_reach(Right.READ)
    return reach.is_everywhere or bool(reach.touched_processes)


def can_open_processes() -> bool:
    """Whether some process as a whole opens for this person, or all of them."""
    reach = places_in_reach(Right.READ)
    return reach.is_everywhere or bool(reach.processes)


def can_see_directory() -> bool:
    """Who reads the whole site, or prepares a process; never for one group alone."""
    return places_in_reach(Right.READ).is_everywhere or can_keep_directory()


def can_keep_directory() -> bool:
    reach = places_in_reach(Right.PREPARE)
    return reach.is_everywhere or bool(reach.processes)


def remember_desk_session(token: str) -> None:
    """Start a new browser session: nothing that was in the old one survives."""
    session.clear()
    session[SESSION_TOKEN] = token
    session[SEEN] = _now()
    g.pop("signed_in", None)


def remember_pending_sign_in(token: str) -> None:
    """The password was right: this opens the page that asks for the code."""
    session.clear()
    session[PENDING_TOKEN] = token


def pending_token() -> str:
    return str(session.get(PENDING_TOKEN, ""))


def was_signed_in() -> bool:
    """Whether this browser holds a session that is none any more."""
    return SESSION_TOKEN in session and signed_in() is None


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


def former_keys() -> tuple[str, ...]:
    """Of which those were made that are older than the site's key."""
    return tuple(current_app.config["SECRET_KEY_FALLBACKS"])
