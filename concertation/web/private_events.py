"""Private events: who asks without a key is told what is told where there is no event.

The key travels in the address, as the language does, and not in a cookie: the link can
be opened on another device, shared, and works where nothing is stored. It is the code
of the event, or one made for a single person's registration, which stays good when the
code is renewed and opens nothing but the event's page.
"""

import hmac
from typing import Any

from flask import Flask, abort, g, has_request_context, request

from concertation.links import (
    public_url_for,
    read_registration_event_key,
    registration_event_key,
)
from concertation.models import Event, Registration
from concertation.queries.registrations import find_registration

KEY = "cle"
CARRIED_TO = ("site_events.", "site_registration.", "site_invitation.")


def register_private_events(app: Flask) -> None:
    app.jinja_env.globals["key_in_address"] = key_in_address

    @app.url_defaults
    def carry_key(endpoint: str, values: dict[str, Any]) -> None:
        """Links from one page of a private event to the others keep its key."""
        if not has_request_context() or not endpoint.startswith(CARRIED_TO):
            return
        slug, key = g.get("carried_key", ("", ""))
        if key and values.get("slug") == slug:
            values.setdefault(KEY, key)


def for_who_may_see(event: Event | None) -> Event:
    """The event; 404 where there is none, or the address lacks the key of this one."""
    if event is None:
        abort(404)
    if event.is_private:
        key = request.args.get(KEY, "")
        if not _opens(event, key):
            abort(404)
        g.shows_private_event = True
        g.carried_key = (event.slug, key)
    return event


def carry_key_of(registration: Registration) -> None:
    """From somebody's own page, links to a private event bring the key of theirs."""
    event = registration.event
    if event.is_private:
        key = registration_event_key(registration.id, registration.link_version)
        g.carried_key = (event.slug, key)


def shows_private_event() -> bool:
    return bool(g.get("shows_private_event"))


def key_in_address(event: Event) -> dict[str, str]:
    """What an address of the event needs that is made without this page's help."""
    slug, key = g.get("carried_key", ("", ""))
    return {KEY: key} if key and slug == event.slug else {}


def public_link(event: Event) -> str:
    """What the desk hands out: the address of the event's page, with its code."""
    code = {KEY: event.access_code} if event.is_private else {}
    return public_url_for("site_events.show", slug=event.slug, **code)


def _opens(event: Event, key: str) -> bool:
    code = event.access_code
    if code and hmac.compare_digest(key.encode(), code.encode()):
        return True
    named = read_registration_event_key(key)
    if named is None:
        return False
    registration = find_registration(named[0])
    return (
        registration is not None
        and registration.event_id == event.id
        and registration.link_version == named[1]
    )
