"""Whom an action on many people is for, as it stands now."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import case, select
from sqlalchemy.orm import Session, joinedload, selectinload

from concertation.database import db
from concertation.domain.bulk import (
    MOST_AT_ONCE,
    BulkAction,
    Passed,
    Standing,
    passed_over,
)
from concertation.domain.seating import better_wish
from concertation.models import Admission, Event, Registration, Workshop
from concertation.queries.attendees import AttendeeFilter, ordered_attendees
from concertation.queries.seating import HOLDS_SEATS, line_of

_ADMISSION = joinedload(Registration.admission, innerjoin=True)
WITH_QUOTAS = (
    _ADMISSION.selectinload(Admission.quotas),
    _ADMISSION.selectinload(Admission.wishes),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What an action would do."""

    people: Sequence[Registration]
    """To whom."""
    passed: dict[Passed, list[Registration]]


def named(event: Event, references: Iterable[str]) -> list[Registration]:
    """Those of the event who have these references, at most one more than may be."""
    wanted = list(dict.fromkeys(references))[: MOST_AT_ONCE + 1]
    found = (
        select(Registration)
        .where(Registration.event_id == event.id, Registration.reference.in_(wanted))
        .options(*WITH_QUOTAS)
    )
    return list(db.session.scalars(found))


def listed(wanted: AttendeeFilter) -> list[Registration]:
    """Everybody on the list, at most one more than may be acted on at once."""
    rows = ordered_attendees(wanted).limit(MOST_AT_ONCE + 1)
    quotas = selectinload(Registration.admission, Admission.quotas)
    wishes = selectinload(Registration.admission, Admission.wishes)
    return list(db.session.scalars(rows.options(quotas, wishes)))


def in_order(event_id: int, registration_ids: Iterable[int]) -> Sequence[int]:
    """Who waits or asks before who has a seat, and who came first before the others.

    A seat that is freed is then given to nobody who is about to leave as well.
    """
    has_seat = case((Admission.state.in_(HOLDS_SEATS), 1), else_=0)
    return db.session.scalars(
        select(Registration.id)
        .join(Registration.admission)
        .where(Registration.event_id == event_id, Registration.id.in_(registration_ids))
        .order_by(has_seat, Admission.priority, Admission.queued_at, Admission.id)
    ).all()


def read_again(
    session: Session, event: Event, ids: Sequence[int]
) -> Sequence[Registration]:
    """These people as they stand under the lock that the caller holds."""
    found = session.scalars(
        select(Registration)
        .where(Registration.event_id == event.id, Registration.id.in_(ids))
        .options(*WITH_QUOTAS)
        .execution_options(populate_existing=True)
    )
    by_id = {registration.id: registration for registration in found}
    return [by_id[number] for number in ids]


def standing_of(registration: Registration, workshop: Workshop | None) -> Standing:
    admission = registration.admission
    counted_in = {quota.id for quota in admission.quotas}
    return Standing(
        state=admission.state,
        is_over=bool(registration.ended_at or registration.anonymised_at),
        is_in_workshop=workshop is not None and workshop.quota_id in counted_in,
    )


def plan_of(
    event: Event,
    action: BulkAction,
    people: Iterable[Registration],
    workshop: Workshop | None,
) -> Plan:
    """What would become of each, if it were done now, in the order of the service."""
    passed: dict[Passed, list[Registration]] = {}
    left = _Left(event)
    to_do = []
    for registration in sorted(people, key=_turn):
        why = passed_over(action, standing_of(registration, workshop))
        if why is None and workshop:
            why = left.moved(registration.admission, workshop.quota_id)
        if why is None and action is BulkAction.BETTER_WISH:
            why = left.wished(registration.admission)
        if why:
            passed.setdefault(why, []).append(registration)
        else:
            to_do.append(registration)
    if action is BulkAction.PROMOTE and _are_first(event, to_do):
        return Plan(people=[], passed=passed | {Passed.FIRST: to_do})
    return Plan(people=to_do, passed=passed)


class _Left:
    """What would be left in each workshop, after those before had their turn."""

    def __init__(self, event: Event) -> None:
        self._left = {
            each.quota_id: each.quota.left
            for each in event.workshops
            if each.quota.is_hard and each.quota.left is not None
        }
        self._closed = {each.quota_id for each in event.workshops if each.retired_at}

    def moved(self, admission: Admission, there: int) -> Passed | None:
        left = self._left.get(there, admission.seats)
        if admission.seats > left:
            return Passed.FULL
        if admission.state.holds_seats and there in self._left:
            self._left[there] = left - admission.seats
        return None

    def wished(self, admission: Admission) -> Passed | None:
        seats, wishes = admission.seats, [w.quota_id for w in admission.wishes]
        held = {quota.id for quota in admission.quotas}
        offered = (number for number in wishes if number not in self._closed)
        roomy = {n for n in offered if self._left.get(n, seats) >= seats}
        better = better_wish(wishes, held=held, roomy=roomy)
        if better is None:
            return Passed.NO_BETTER
        for number, change in (
            (better, -seats),
            *((n, seats) for n in held & {*wishes}),
        ):
            if number in self._left:
                self._left[number] += change
        return None


def _turn(registration: Registration) -> tuple[object, ...]:
    admission = registration.admission
    return (
        admission.state.holds_seats,
        admission.priority,
        admission.queued_at,
        admission.id,
    )


def _are_first(event: Event, waiting: Sequence[Registration]) -> bool:
    front = line_of(db.session(), event.pool)[: len(waiting)]
    return bool(waiting) and {each.admission_id for each in waiting} == set(front)
