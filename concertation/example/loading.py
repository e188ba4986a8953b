from dataclasses import replace
from datetime import datetime, timedelta

from concertation.domain.actor import SYSTEM
from concertation.domain.registration import RegistrationSource
from concertation.example.events import next_meeting, opening_meeting
from concertation.example.logos import invented_logos
from concertation.example.people import HOW_MANY, invented_person
from concertation.example.preparing import Prepared, prepare
from concertation.example.processes import load_live_process, load_past_process
from concertation.queries.events import find_event
from concertation.queries.site import all_logos
from concertation.services.event_sheet import EventSheet
from concertation.services.events import create_event, publish_event
from concertation.services.logos import add_logo
from concertation.services.registration import register_person
from concertation.services.registration_wish import RegisterPerson

OF_WHOM_AGREE = 3
"""One of so many agrees to pictures on the website."""


def load_example(*, now: datetime) -> bool:
    """Load what is not there yet, and return whether anything was loaded."""
    past = load_past_process()
    live = load_live_process(now=now)
    opening = _publish_once(replace(opening_meeting(), process_id=past), now=now)
    sheet = replace(next_meeting(now), process_id=live)
    coming = _publish_once(sheet, now=now)
    if coming:
        prepared = prepare(coming, sheet.starts_at, actor=SYSTEM, now=now)
        _fill(coming, prepared, now=now)
        _show_logos(now=now)
    return bool(past or live or opening or coming)


def _publish_once(sheet: EventSheet, *, now: datetime) -> int | None:
    """The id of the event, or None when it was there before."""
    if find_event(sheet.slug):
        return None
    event_id = create_event(sheet, actor=SYSTEM, now=now).event_id
    publish_event(event_id, actor=SYSTEM, now=now)
    return event_id


def _show_logos(*, now: datetime) -> None:
    """Unless the site has logos of its own."""
    if not all_logos():
        for kind, words, picture in invented_logos():
            add_logo(kind, words, picture, actor=SYSTEM, now=now)


def _fill(event_id: int, prepared: Prepared, *, now: datetime) -> None:
    for number in range(HOW_MANY):
        email, answers = invented_person(number)
        chosen = prepared.workshops[number % len(prepared.workshops)]
        agreed = {prepared.photographs: number % OF_WHOM_AGREE == 0}
        register_person(
            RegisterPerson(
                event_id=event_id,
                email=email,
                answers=replace(answers, workshops=(chosen,), own=agreed),
                locale="fr",
                source=RegistrationSource.EXAMPLE,
                actor=SYSTEM,
            ),
            # One after the other, as people do; the last ones find the room full.
            now=now - timedelta(minutes=HOW_MANY - number),
        )
