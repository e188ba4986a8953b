"""What belongs to an event besides its attendees: itself, its history, its mails."""

import json
from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from flask_babel import gettext as _

from concertation.database import Base
from concertation.domain.actor import PARTICIPANT, SYSTEM
from concertation.exports.spreadsheets import Cell, Column, Kind, Table
from concertation.models import Event, Question, Quota, Workshop
from concertation.queries.audit import trail_of
from concertation.queries.exporting import mail_rows_of
from concertation.queries.reminders import reminders_of
from concertation.queries.seating import place_quotas

_ONLY_OURS = frozenset({"id", "pool_id", "access_code"})
_OF_ITS_OWNER = frozenset({"event_id", "questionnaire_id", "question_id", "quota_id"})
_OF_AN_ITEM = ("starts_at", "ends_at", "title", "speakers", "room", "description")


def event_json(event: Event) -> bytes:
    """The event and what was prepared for it, as it is kept, for programs.

    What is asked or offered no more is among it: answers of people refer to it.
    """
    facts = columns_of(event, but=_ONLY_OURS)
    facts["programme_items"] = [
        {name: _plain(getattr(item, name)) for name in _OF_AN_ITEM}
        for item in event.programme_items
    ]
    facts["capacity"] = event.pool.capacity
    facts["keeps_waiting_list"] = event.pool.keeps_waiting_list
    facts["workshops"] = [_workshop(each) for each in event.workshops]
    asked = event.questionnaire.questions if event.questionnaire else []
    facts["questions"] = [question_json(each) for each in asked]
    facts["quotas"] = [
        {"kind": quota.kind, "value": quota.value, **_limit(quota)}
        for quota in place_quotas(event.pool_id)
    ]
    facts["reminders"] = [
        columns_of(each, but=_OF_ITS_OWNER) for each in reminders_of(event)
    ]
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


def _workshop(workshop: Workshop) -> dict[str, Any]:
    return {**columns_of(workshop, but=_OF_ITS_OWNER), **_limit(workshop.quota)}


def question_json(question: Question) -> dict[str, Any]:
    choices = [
        {**columns_of(choice, but=_OF_ITS_OWNER), **_limit(choice.quota)}
        for choice in question.choices
    ]
    return {**columns_of(question, but=_OF_ITS_OWNER), "choices": choices}


def _limit(quota: Quota | None) -> dict[str, Any]:
    if quota is None:
        return {"seats": None}
    return {
        "seats": quota.seats,
        "seats_taken": quota.seats_taken,
        "is_hard": quota.is_hard,
    }


def columns_of(row: Base, *, but: frozenset[str]) -> dict[str, Any]:
    names = row.__table__.columns.keys()
    return {name: _plain(getattr(row, name)) for name in names if name not in but}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, datetime | time) else value
