"""Who speaks for an organisation, as far as the reader may know."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from concertation.database import db
from concertation.domain.enrolment import SeatRole
from concertation.domain.roles import Place, Reach
from concertation.models import (
    Enrolment,
    Event,
    GroupOffer,
    Organisation,
    Participant,
    Process,
    Registration,
)
from concertation.queries.events import is_within


@dataclass(frozen=True, slots=True)
class PeopleOfProcess:
    process: Process
    people: Sequence[Participant]


@dataclass(frozen=True, slots=True)
class SeatsTwice:
    """Groups in which two organisations that become one have a seat each."""

    named: Sequence[GroupOffer]
    others: int
    """In processes of which the reader may not know who is in them."""


@dataclass(frozen=True, slots=True)
class RegisteredAt:
    event: Event
    people: int


def former_names(organisation: Organisation) -> Sequence[Organisation]:
    """Those that were merged into it, latest first."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.merged_into_id == organisation.id)
        .order_by(Organisation.merged_at.desc(), Organisation.id)
    ).all()


def people_by_process(
    organisation: Organisation, reach: Reach
) -> Sequence[PeopleOfProcess]:
    """Who speaks for it, in the processes that the reader may read as a whole."""
    people = (
        select(Participant)
        .join(Participant.process)
        .where(
            Participant.organisation_id == organisation.id,
            Participant.anonymised_at.is_(None),
        )
        .options(selectinload(Participant.enrolments).joinedload(Enrolment.offer))
        .order_by(Process.title, Process.id, Participant.sort_key, Participant.id)
    )
    if not reach.is_everywhere:
        people = people.where(Process.slug.in_(sorted(reach.processes)))
    found: dict[int, list[Participant]] = defaultdict(list)
    for person in db.session.scalars(people).unique():
        found[person.process_id].append(person)
    return [PeopleOfProcess(each[0].process, each) for each in found.values()]


def registered_at(organisation: Organisation, reach: Reach) -> Sequence[RegisteredAt]:
    """Events for which people registered under one of its names, latest first."""
    names = {each.name_key for each in (organisation, *former_names(organisation))}
    counted = (
        select(Registration.event_id, func.count().label("people"))
        .where(
            Registration.organisation_key.in_(names), Registration.ended_at.is_(None)
        )
        .group_by(Registration.event_id)
        .subquery()
    )
    events = select(Event, counted.c.people).join(
        counted, counted.c.event_id == Event.id
    )
    if not reach.is_everywhere:
        events = events.where(is_within(reach))
    found = db.session.execute(events.order_by(Event.starts_at.desc(), Event.id))
    return [RegisteredAt(event, people) for event, people in found]


def shared_titular_groups(
    one: Organisation, other: Organisation, reach: Reach
) -> SeatsTwice:
    """Groups that give each organisation one seat, and where both of them have one.

    Once the two are one, both seats stay: somebody at the desk must see to it.
    """
    titulars = (
        select(Enrolment.offer_id)
        .join(Enrolment.participant)
        .join(Participant.process)
        .where(
            Process.one_seat_an_organisation,
            Enrolment.seat_role == SeatRole.TITULAR,
            Enrolment.ended_at.is_(None),
        )
    )
    held = [
        titulars.where(Participant.organisation_id == each.id) for each in (one, other)
    ]
    found = db.session.scalars(
        select(GroupOffer)
        .where(GroupOffer.id.in_(held[0]), GroupOffer.id.in_(held[1]))
        .order_by(GroupOffer.id)
    ).all()
    named = [each for each in found if _place_of(each) in reach]
    return SeatsTwice(named, others=len(found) - len(named))


def _place_of(offer: GroupOffer) -> Place:
    return Place(process=offer.process.slug, group=offer.group.slug)
