"""Whom a process reached: people and organisations, each counted once.

Reached is whoever enrolled in a group, and whoever has a place at a meeting of the
process or of one of its groups. Who declined, or was declined, was reached as well;
who cancelled a meeting and did nothing else was not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, Subquery, func, literal, select, union_all

from concertation.database import db
from concertation.domain.event import EventState
from concertation.domain.process import TargetKind
from concertation.domain.registration import ELSEWHERE, NO_ORGANISATION
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    Event,
    GroupOffer,
    Organisation,
    Participant,
    Phase,
    Process,
    Registration,
    SeatPool,
    WorkingGroup,
)

SEATED = tuple(state for state in AdmissionState if state.holds_seats)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reached:
    """A part of those whom a process reached: a kind, or a territory."""

    value: str
    """The key of the category, or the code of the département."""
    persons: int = 0
    organisations: int = 0
    contacted: int | None = None
    """Organisations that were written to; None: nobody counted."""

    @property
    def share(self) -> float | None:
        """Of the organisations that were written to; None where nobody counted."""
        return self.organisations / self.contacted if self.contacted else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFilling:
    """One group in one phase. Everything counts persons."""

    group: str
    phase: str
    capacity: int | None
    seated: int
    waiting: int
    deputies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class MeetingHeld:
    """One meeting that took place."""

    event: Event
    group: str
    """Empty: of the process as a whole."""
    places: int
    """Attendances: a person counts at each meeting where they had a place, and so
    does everybody who came along."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    persons: int
    enrolled: int
    """Persons who enrolled in a group."""
    organisations: int
    categories: Sequence[Reached]
    departements: Sequence[Reached]
    groups: Sequence[GroupFilling]
    meetings: Sequence[MeetingHeld]

    @property
    def attendances(self) -> int:
        return sum(meeting.places for meeting in self.meetings)

    @property
    def known_departements(self) -> int:
        """Those that somebody speaks for; « outside of the region » is none."""
        return sum(
            part.persons > 0 and part.value != ELSEWHERE for part in self.departements
        )

    @property
    def known_categories(self) -> int:
        return sum(part.persons > 0 for part in self.categories)


def reach_of(process: Process, *, now: datetime) -> Reach:
    """As many queries for ten people as for ten thousand."""
    people, organisations = _people(process.id), _organisations(process.id)
    return Reach(
        persons=_count(select(func.count(people.c.who.distinct()))),
        enrolled=_count(
            select(func.count()).where(Participant.process_id == process.id)
        ),
        organisations=_count(select(func.count(organisations.c.who.distinct()))),
        categories=_parts(process, TargetKind.CATEGORY, people, organisations),
        departements=_parts(process, TargetKind.DEPARTEMENT, people, organisations),
        groups=_groups(process.id),
        meetings=_meetings(process.id, now=now),
    )


def _people(process_id: int) -> Subquery:
    """One row for each address and each place where it was met."""
    enrolled = select(
        Participant.email_key.label("who"),
        Participant.category.label("category"),
        Participant.departement.label("departement"),
    ).where(Participant.process_id == process_id)
    met = _met(
        select(Registration.email_key, Registration.category, Registration.departement),
        process_id,
    )
    return union_all(enrolled, met).subquery()


def _organisations(process_id: int) -> Subquery:
    """By the names that they go by, without case or accents."""
    enrolled = (
        select(
            Organisation.name_key.label("who"),
            Participant.category.label("category"),
            Participant.departement.label("departement"),
        )
        .join(Participant, Participant.organisation_id == Organisation.id)
        .where(Participant.process_id == process_id)
    )
    key = Registration.organisation_key
    met = _met(
        select(key, Registration.category, Registration.departement), process_id
    ).where(key.not_in(NO_ORGANISATION))
    return union_all(enrolled, met).subquery()


def _met(rows: Select[str, str, str], process_id: int) -> Select[str, str, str]:
    return (
        rows.join(Event, Event.id == Registration.event_id)
        .join(Admission, Admission.id == Registration.admission_id)
        .where(
            Event.process_id == process_id,
            Registration.ended_at.is_(None),
            Admission.state.in_(SEATED),
        )
    )


def _parts(
    process: Process, kind: TargetKind, people: Subquery, organisations: Subquery
) -> list[Reached]:
    """Everybody of a kind that was reached, or was written to, most persons first."""
    persons = _by_part(people, kind)
    named = _by_part(organisations, kind)
    contacted = {
        each.value: each.contacted for each in process.targets if each.kind is kind
    }
    parts = [
        Reached(
            value=value,
            persons=persons.get(value, 0),
            organisations=named.get(value, 0),
            contacted=contacted.get(value),
        )
        for value in {*persons, *named, *contacted}
    ]
    return sorted(parts, key=lambda part: (-part.persons, part.value))


def _by_part(rows: Subquery, kind: TargetKind) -> Mapping[str, int]:
    part = rows.c[kind.value]
    found = db.session.execute(
        select(part, func.count(rows.c.who.distinct())).group_by(part)
    )
    return {value: count for value, count in found}


def _groups(process_id: int) -> list[GroupFilling]:
    deputies = (
        select(Enrolment.offer_id, func.count().label("number"))
        .where(Enrolment.ended_at.is_(None), Enrolment.admission_id.is_(None))
        .group_by(Enrolment.offer_id)
        .subquery()
    )
    rows = db.session.execute(
        select(
            WorkingGroup.title,
            Phase.title,
            SeatPool.capacity,
            SeatPool.seats_taken,
            SeatPool.parties_waiting,
            func.coalesce(deputies.c.number, literal(0)),
        )
        .select_from(GroupOffer)
        .join(GroupOffer.group)
        .join(GroupOffer.phase)
        .join(GroupOffer.pool)
        .outerjoin(deputies, deputies.c.offer_id == GroupOffer.id)
        .where(WorkingGroup.process_id == process_id)
        .order_by(Phase.starts_at, WorkingGroup.position, WorkingGroup.id)
    )
    return [
        GroupFilling(
            group=group,
            phase=phase,
            capacity=capacity,
            seated=seated,
            waiting=waiting,
            deputies=number,
        )
        for group, phase, capacity, seated, waiting, number in rows
    ]


def _meetings(process_id: int, *, now: datetime) -> list[MeetingHeld]:
    rows: Iterable[tuple[Event, str | None, int]] = db.session.execute(
        select(Event, WorkingGroup.title, SeatPool.seats_taken)
        .join(Event.pool)
        .outerjoin(GroupOffer, GroupOffer.id == Event.offer_id)
        .outerjoin(WorkingGroup, WorkingGroup.id == GroupOffer.group_id)
        .where(
            Event.process_id == process_id,
            Event.state == EventState.PUBLISHED,
            Event.ends_at <= now,
        )
        .order_by(Event.starts_at, Event.id)
    ).all()
    return [
        MeetingHeld(event=event, group=group or "", places=places)
        for event, group, places in rows
    ]


def _count(query: Select[int]) -> int:
    return db.session.scalar(query) or 0
