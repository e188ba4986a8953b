"""What people wish for in one phase, and the room that there is, for the allotment."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.allotment import GroupRoom, Wish, Wisher
from concertation.domain.enrolment import Obstacle, SeatRole
from concertation.domain.seating import AdmissionState, free_seats
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Participant,
    Quota,
    SeatPool,
    admission_quota,
)

HAS_OR_WAITS = (
    AdmissionState.CONFIRMED,
    AdmissionState.OFFERED,
    AdmissionState.WAITLISTED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPlace:
    """One wish of one person, as it is stored."""

    enrolment_id: int
    admission_id: int
    participant_id: int
    offer_id: int
    organisation_id: int | None
    queued_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WishesOfPhase:
    wishers: list[Wisher]
    """By the id of each participant, in the order of who asked first."""
    rooms: dict[int, GroupRoom]
    """By the id of each offer."""
    places: dict[tuple[int, int], AskedPlace]
    """By participant and offer."""
    counted_in: dict[int, list[int]]
    """The ids of the quotas of each admission, hard and soft."""


def wishes_of_phase(session: Session, phase_id: int) -> WishesOfPhase:
    """Of everybody who asked, in this phase, and has no place in it yet."""
    counted_in = _quotas_by_admission(session, phase_id)
    hard = _hard_quotas(session, phase_id)
    people: dict[int, list[AskedPlace]] = defaultdict(list)
    for place in _asked(session, phase_id):
        people[place.participant_id].append(place)
    in_order = sorted(people.items(), key=lambda each: _when_asked(*each))
    one_seat = _gives_one_seat(session, phase_id)

    def wish_of(place: AskedPlace) -> Wish:
        quotas = frozenset(counted_in.get(place.admission_id, ())) & hard.keys()
        return Wish(group=place.offer_id, quotas=quotas)

    return WishesOfPhase(
        wishers=[
            Wisher(
                number=number,
                wishes=tuple(wish_of(place) for place in places),
                organisation=places[0].organisation_id if one_seat else None,
            )
            for number, places in in_order
        ],
        rooms=_rooms(session, phase_id, hard.values()),
        places={
            (number, place.offer_id): place
            for number, places in in_order
            for place in places
        },
        counted_in=counted_in,
    )


def _when_asked(number: int, places: Sequence[AskedPlace]) -> tuple[datetime, int]:
    return min(place.queued_at for place in places), number


def _asked(session: Session, phase_id: int) -> Iterator[AskedPlace]:
    """Each person's best wish first."""
    taken = (
        select(Enrolment.participant_id)
        .join(Enrolment.offer)
        .join(Enrolment.admission)
        .where(
            GroupOffer.phase_id == phase_id,
            Enrolment.ended_at.is_(None),
            Admission.state.in_(HAS_OR_WAITS),
        )
    )
    rows = session.execute(
        select(
            Enrolment.id.label("enrolment_id"),
            Admission.id.label("admission_id"),
            Admission.queued_at,
            Enrolment.participant_id,
            Enrolment.offer_id,
            Participant.organisation_id,
        )
        .join(Enrolment.admission)
        .join(Enrolment.offer)
        .join(Enrolment.participant)
        .where(
            GroupOffer.phase_id == phase_id,
            Enrolment.ended_at.is_(None),
            Admission.state == AdmissionState.ASKED,
            Enrolment.participant_id.not_in(taken),
        )
        .order_by(Enrolment.wish_place, Enrolment.id)
    )
    return (AskedPlace(**row) for row in rows.mappings())


def _rooms(
    session: Session, phase_id: int, hard: Iterable[Quota]
) -> dict[int, GroupRoom]:
    seated = _seated_organisations(session, phase_id)
    quotas = list(hard)
    rows = session.execute(
        select(GroupOffer.id, SeatPool)
        .join(GroupOffer.pool)
        .where(GroupOffer.phase_id == phase_id)
    )
    rooms = {}
    for offer_id, pool in rows:
        own = [quota for quota in quotas if quota.pool_id == pool.id]
        rooms[offer_id] = GroupRoom(
            free=free_seats(pool.capacity, pool.seats_taken),
            free_in_quota={q.id: (q.seats or 0) - q.seats_taken for q in own},
            kinds={quota.id: Obstacle(quota.kind.value) for quota in own},
            organisations=seated.get(offer_id, set()),
            keeps_line=pool.keeps_waiting_list,
        )
    return rooms


def _seated_organisations(session: Session, phase_id: int) -> Mapping[int, set[int]]:
    if not _gives_one_seat(session, phase_id):
        return {}
    rows = session.execute(
        select(Enrolment.offer_id, Participant.organisation_id)
        .join(Enrolment.offer)
        .join(Enrolment.participant)
        .join(Enrolment.admission)
        .where(
            GroupOffer.phase_id == phase_id,
            Enrolment.ended_at.is_(None),
            Enrolment.seat_role == SeatRole.TITULAR,
            Admission.state.in_(HAS_OR_WAITS),
            Participant.organisation_id.is_not(None),
        )
    )
    found: dict[int, set[int]] = defaultdict(set)
    for offer_id, organisation_id in rows:
        found[offer_id].add(organisation_id or 0)
    return found


def _gives_one_seat(session: Session, phase_id: int) -> bool:
    offer = session.scalars(
        select(GroupOffer).where(GroupOffer.phase_id == phase_id).limit(1)
    ).first()
    return offer is not None and offer.process.one_seat_an_organisation


def _hard_quotas(session: Session, phase_id: int) -> dict[int, Quota]:
    quotas: Sequence[Quota] = session.scalars(
        select(Quota)
        .join(GroupOffer, GroupOffer.pool_id == Quota.pool_id)
        .where(
            GroupOffer.phase_id == phase_id,
            Quota.is_hard.is_(True),
            Quota.seats.is_not(None),
        )
        .execution_options(populate_existing=True)
    ).all()
    return {quota.id: quota for quota in quotas}


def _quotas_by_admission(session: Session, phase_id: int) -> dict[int, list[int]]:
    rows = session.execute(
        select(admission_quota.c.admission_id, admission_quota.c.quota_id)
        .join(Admission, Admission.id == admission_quota.c.admission_id)
        .join(GroupOffer, GroupOffer.pool_id == Admission.pool_id)
        .where(GroupOffer.phase_id == phase_id)
    )
    found: dict[int, list[int]] = defaultdict(list)
    for admission_id, quota_id in rows:
        found[admission_id].append(quota_id)
    return found
