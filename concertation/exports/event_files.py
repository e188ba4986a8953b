"""What belongs to an event besides its attendees: itself, its history, its mails."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from concertation.domain.actor import PARTICIPANT, SYSTEM
from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.models import Event
from concertation.queries.audit import trail_of
from concertation.queries.exporting import mail_rows_of

_ONLY_OURS = frozenset({"id", "pool_id", "access_code"})
_OF_AN_ITEM = ("starts_at", "ends_at", "title", "speakers", "room", "description")


def event_json(event: Event) -> bytes:
    """The event as it is kept, for programs."""
    facts = {
        name: _plain(getattr(event, name))
        for name in event.__table__.columns.keys()  # noqa: SIM118 -- no mapping
        if name not in _ONLY_OURS
    }
    facts["programme_items"] = [
        {name: _plain(getattr(item, name)) for name in _OF_AN_ITEM}
        for item in event.programme_items
    ]
    facts["capacity"] = event.pool.capacity
    facts["keeps_waiting_list"] = event.pool.keeps_waiting_list
    return json.dumps(facts, ensure_ascii=False, indent=2).encode()


def history_table(event: Event) -> Table:
    """Who did what to the event and to each registration, from the first day on."""
    return Table(
        columns=[
            Column(title=_("Date"), kind=Kind.INSTANT),
            Column(title=_("Who")),
            Column(title=_("Action")),
            Column(title=_("Reference")),
            Column(title=_("Details")),
        ],
        rows=_history(event),
        timezone=event.timezone,
        sheet_name=_("History"),
    )


def mails_table(event: Event) -> Table:
    """Every mail that was promised to somebody about this event."""
    return Table(
        columns=[
            Column(title=_("Reference")),
            Column(title=_("E-mail address")),
            Column(title=_("Message")),
            Column(title=_("State")),
            Column(title=_("Promised on"), kind=Kind.INSTANT),
            Column(title=_("Sent on"), kind=Kind.INSTANT),
            Column(title=_("Error")),
        ],
        rows=mail_rows_of(event.id),
        timezone=event.timezone,
        sheet_name=_("Mails"),
    )


def _history(event: Event) -> Iterator[list[Cell]]:
    names = {PARTICIPANT: _("The person"), SYSTEM: _("The site itself")}
    for at, actor, name, action, reference, details in trail_of(event.id):
        who = name or names.get(actor, actor)
        told = json.dumps(details, ensure_ascii=False) if details else ""
        yield [at, who, action, reference, told]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime) else value
