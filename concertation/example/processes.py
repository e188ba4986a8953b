"""Load the two processes of the example: the one that was, and one that is."""

from datetime import datetime, timedelta
from typing import Any

from concertation.database import db
from concertation.domain.actor import SYSTEM
from concertation.domain.enrolment import EnrolmentSource, Standing
from concertation.domain.registration import RegistrationSource
from concertation.example import consultation_of_2017 as past
from concertation.example import live_process as live
from concertation.example.members import (
    HOW_MANY,
    KNOWN_ORGANISATIONS,
    invented_member,
)
from concertation.models import GroupOffer, Participant
from concertation.queries.enrolments import enrolments_in
from concertation.queries.organisations import numbers_of
from concertation.queries.processes import find_process
from concertation.services.answers import Answers
from concertation.services.directory import list_organisations
from concertation.services.enrolment import enrol_person
from concertation.services.enrolment_wish import EnrolPerson
from concertation.services.events import create_event, publish_event
from concertation.services.groups import add_group
from concertation.services.offers import OfferSheet, offer_group
from concertation.services.own_places import confirm_place, decline_place
from concertation.services.partners import PartnerSheet, add_partner
from concertation.services.phases import add_phase
from concertation.services.process_states import publish_process
from concertation.services.processes import create_process
from concertation.services.registration import register_person
from concertation.services.registration_wish import RegisterPerson
from concertation.services.renewal import renew_phase
from concertation.services.targets import OutreachSheet, add_outreach, set_targets

Offers = list[list[int]]
"""The ids of what is offered, by phase, then by group."""
FIRST_DAYS = timedelta(days=3)
ANSWER_WITHIN = timedelta(days=26)
"""After the second phase began: a few days are left when the example is loaded."""
NEWCOMERS = 6


def load_past_process() -> int | None:
    """The consultation of 2017, published when it was announced; None: it is there."""
    if find_process(past.SLUG):
        return None
    by: dict[str, Any] = {"actor": SYSTEM, "now": past.ANNOUNCED}
    process_id = create_process(past.process_sheet(), **by)
    phases = [add_phase(process_id, each, **by) for each in past.phase_sheets()]
    for sheet in past.group_sheets():
        group_id = add_group(process_id, sheet, **by)
        for phase_id in phases:
            offer_group(group_id, phase_id, OfferSheet(capacity=None), **by)
    for role, name in past.PARTNERS:
        add_partner(process_id, PartnerSheet(role=role, name=name), **by)
    label, contacted, reached = past.SURVEY
    effort = OutreachSheet(label=label, contacted=contacted, reached=reached)
    add_outreach(process_id, effort, **by)
    publish_process(process_id, **by)
    for held in past.MEETINGS:
        _publish(past.meeting_sheet(held, process_id), **by)
    return process_id


def load_live_process(*, now: datetime) -> int | None:
    """People in groups for a while, asked to go on in the second phase."""
    if find_process(live.SLUG):
        return None
    before = now - timedelta(days=110)
    process_id, phases, offers = _prepared(now, actor=SYSTEM, now_then=before)
    first, second = live.phase_sheets(now)[:2]
    _fill(process_id, phases[0], offers[0], range(HOW_MANY), first.starts_at)
    _list_known_organisations(now=second.starts_at)
    _go_on(phases[1], offers[1], second.starts_at, now=now)
    newcomers = range(HOW_MANY, HOW_MANY + NEWCOMERS)
    _fill(process_id, phases[1], offers[1], newcomers, now - timedelta(hours=7))
    _meet(process_id, offers, now=now)
    return process_id


def _prepared(
    now: datetime, *, actor: str, now_then: datetime
) -> tuple[int, list[int], Offers]:
    by: dict[str, Any] = {"actor": actor, "now": now_then}
    process_id = create_process(live.process_sheet(), **by)
    phases = [add_phase(process_id, each, **by) for each in live.phase_sheets(now)]
    groups = [add_group(process_id, each, **by) for each in live.group_sheets()]
    offers = [
        [
            offer_group(group_id, phase_id, seats, **by)
            for group_id, seats in zip(groups, live.SEATS, strict=True)
        ]
        for phase_id in phases
    ]
    for role, name in past.PARTNERS:
        add_partner(process_id, PartnerSheet(role=role, name=name), **by)
    set_targets(process_id, live.targets_sheet(), **by)
    publish_process(process_id, **by)
    return process_id, phases, offers


def _fill(
    process_id: int,
    phase_id: int,
    offers: list[int],
    numbers: range,
    since: datetime,
) -> None:
    """One after the other, as people do; the last ones find a group full."""
    for place, number in enumerate(numbers):
        email, details = invented_member(number)
        enrol_person(
            EnrolPerson(
                process_id=process_id,
                phase_id=phase_id,
                offer_ids=(offers[number % len(offers)],),
                email=email,
                details=details,
                locale="fr",
                source=EnrolmentSource.EXAMPLE,
                actor=SYSTEM,
            ),
            now=since + timedelta(minutes=47 * (place + 1)),
        )


def _list_known_organisations(*, now: datetime) -> None:
    """The desk looked at what was typed: forms offer these names."""
    numbers = numbers_of(db.session(), KNOWN_ORGANISATIONS)
    db.session.rollback()
    list_organisations(numbers, actor=SYSTEM, now=now)


def _go_on(
    phase_id: int, offers: list[int], starts_at: datetime, *, now: datetime
) -> None:
    """Most confirm, some decline, some have not answered yet."""
    begun = starts_at + timedelta(hours=9)
    until = starts_at + ANSWER_WITHIN
    renew_phase(phase_id, until=until, actor=SYSTEM, now=begun)
    for offer_id in offers:
        places = enrolments_in(db.session(), offer_id)
        held = [each.id for each in places if each.standing is Standing.HELD]
        db.session.rollback()
        for place, number in enumerate(held):
            answered = min(begun + timedelta(hours=31 * (place + 1)), now)
            if place % 7 == 5:  # noqa: PLR2004 -- one in seven
                decline_place(number, actor=SYSTEM, now=answered)
            elif place % 7 != 3:  # noqa: PLR2004 -- another says nothing
                confirm_place(number, actor=SYSTEM, now=answered)


def _meet(process_id: int, offers: Offers, *, now: datetime) -> None:
    """Each group met in the first phase, and will meet in two weeks."""
    past_day = live.monday(now - timedelta(days=45))
    coming_day = live.monday(now + timedelta(days=15))
    for number in range(len(offers[0])):
        offer = db.session.get_one(GroupOffer, offers[0][number])
        title, slug = offer.group.title.capitalize(), offer.group.slug
        db.session.rollback()
        for which, phase, day in ((1, 0, past_day), (2, 1, coming_day)):
            starts_at = day + timedelta(days=number, hours=14)
            sheet = live.meeting_sheet(
                f"Groupe {title}\N{NO-BREAK SPACE}: réunion {which}",
                f"groupe-{slug}-{which}",
                starts_at,
                process_id=process_id,
                offer_id=offers[phase][number],
            )
            event_id = _publish(sheet, actor=SYSTEM, now=day - timedelta(days=30))
            if phase == 0:
                _come(event_id, offers[0][number], day - timedelta(days=12))


def _come(event_id: int, offer_id: int, since: datetime) -> None:
    """Three members in four take part."""
    places = enrolments_in(db.session(), offer_id)
    people = [each.participant for each in places if each.standing is Standing.SEAT]
    wishes = [
        RegisterPerson(
            event_id=event_id,
            email=person.email,
            answers=_answers(person),
            locale="fr",
            source=RegistrationSource.EXAMPLE,
            actor=SYSTEM,
        )
        for number, person in enumerate(people)
        if number % 4
    ]
    db.session.rollback()
    for place, wish in enumerate(wishes):
        register_person(wish, now=since + timedelta(minutes=90 * place))


def _answers(person: Participant) -> Answers:
    return Answers(
        given_name=person.given_name,
        family_name=person.family_name,
        organisation=person.organisation.name if person.organisation else "",
        role=person.role,
        category=person.category,
        departement=person.departement,
    )


def _publish(sheet: Any, *, actor: str, now: datetime) -> int:
    event_id = create_event(sheet, actor=actor, now=now).event_id
    publish_event(event_id, actor=actor, now=now)
    return event_id
