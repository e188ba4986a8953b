"""Allot ranked wishes to seats: first shown, then written as it was shown.

Everything is written by sets of rows: two thousand people are one transaction, under
the locks of all groups of the phase.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.allotment import Allotted
from concertation.domain.enrolment import EndReason, Obstacle, SeatRole
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import AllotmentChanged, NothingToAllot
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Phase,
    Quota,
    SeatPool,
)
from concertation.queries.allotment_plan import AllotmentPlan, plan_allotment
from concertation.queries.wishes_of_groups import AskedPlace
from concertation.services.allotment_news import tell_allotted
from concertation.services.audit import Many, note, note_many
from concertation.services.group_places import lock_offers, refuse_if_over

ADMISSIONS, ENROLMENTS = table_of(Admission), table_of(Enrolment)


def allot_phase(
    phase_id: int, fingerprint: str, *, actor: str, now: datetime
) -> AllotmentPlan:
    """Write what was shown: seats, and for who got none a place in each line.

    Where a group keeps no line, their wish ends with its reason.

    Raises `AllotmentChanged` when it would not be what was shown any more, because
    somebody asked, left or was seated meanwhile; `NothingToAllot`, `EnrolmentClosed`.
    """
    with transaction() as session:
        phase = session.get_one(Phase, phase_id)
        refuse_if_over(phase, now=now)
        offers = _lock_phase(session, phase)
        plan = plan_allotment(session, phase_id)
        if not plan.outcomes:
            raise NothingToAllot
        if plan.fingerprint != fingerprint:
            raise AllotmentChanged
        changes = list(_changes(plan))
        _write(session, changes, now=now)
        _count(session, plan, changes, offers)
        tell_allotted(session, plan, phase, now=now)
        _note(session, plan, phase, actor=actor, now=now)
        _note_over(session, changes, phase, actor=actor, now=now)
    return plan


def _lock_phase(session: Session, phase: Phase) -> Sequence[GroupOffer]:
    if phase.process.group_rule is not GroupRule.RANKED:
        raise NothingToAllot
    ids = session.scalars(select(GroupOffer.id).where(GroupOffer.phase_id == phase.id))
    return lock_offers(session, ids.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class _Change:
    """What becomes of one wish of one person."""

    place: AskedPlace
    state: AdmissionState
    """Of its admission."""
    ending: EndReason | None = None
    why: Obstacle | None = None
    is_deputy: bool = False
    """Their organisation has its titular member there: they wait for nothing."""

    def decided_at(self, now: datetime) -> datetime | None:
        return None if self.state is AdmissionState.WAITLISTED else now


def _changes(plan: AllotmentPlan) -> Iterator[_Change]:
    """What becomes of every wish of everybody."""
    wishers = zip(plan.outcomes, plan.wishes.wishers, strict=True)
    for outcome, wisher in wishers:
        obstacles = dict(outcome.passed)
        for wish in wisher.wishes:
            place = plan.wishes.places[wisher.number, wish.group]
            why = obstacles.get(wish.group)
            if outcome.group is None:
                yield _left_over(outcome, place, why)
            elif wish.group == outcome.group:
                yield _Change(place=place, state=AdmissionState.CONFIRMED)
            else:
                yield _Change(
                    place=place,
                    state=AdmissionState.CANCELLED,
                    ending=EndReason.OTHER_WISH,
                    why=why,
                )


def _left_over(outcome: Allotted, place: AskedPlace, why: Obstacle | None) -> _Change:
    """They wait for a seat, are a deputy, or have nothing to wait for."""
    if place.offer_id in outcome.waits_in:
        return _Change(place=place, state=AdmissionState.WAITLISTED, why=why)
    if place.offer_id in outcome.deputy_in:
        over = AdmissionState.CANCELLED
        return _Change(place=place, state=over, why=why, is_deputy=True)
    over, reason = AdmissionState.DECLINED, EndReason.NOT_ALLOTTED
    return _Change(place=place, state=over, ending=reason, why=why)


def _write(session: Session, changes: Sequence[_Change], *, now: datetime) -> None:
    admissions = [
        {"key": each.place.admission_id, "to": each.state, "at": each.decided_at(now)}
        for each in changes
    ]
    places = [
        {
            "key": each.place.enrolment_id,
            "end": each.ending,
            "ended": now if each.ending else None,
            "why": each.why,
            "role": SeatRole.DEPUTY if each.is_deputy else SeatRole.TITULAR,
            "admission": None if each.is_deputy else each.place.admission_id,
        }
        for each in changes
    ]
    session.execute(
        update(ADMISSIONS)
        .where(ADMISSIONS.c.id == bindparam("key"))
        .values(state=bindparam("to"), decided_at=bindparam("at")),
        admissions,
    )
    session.execute(
        update(ENROLMENTS)
        .where(ENROLMENTS.c.id == bindparam("key"))
        .values(
            end_reason=bindparam("end"),
            ended_at=bindparam("ended"),
            obstacle=bindparam("why"),
            seat_role=bindparam("role"),
            admission_id=bindparam("admission"),
            updated_at=now,
        ),
        places,
    )
    session.expire_all()


def _count(
    session: Session,
    plan: AllotmentPlan,
    changes: Iterable[_Change],
    offers: Iterable[GroupOffer],
) -> None:
    """Bring the counters of every pool and quota to what was just written."""
    waiting = Counter(
        each.place.offer_id
        for each in changes
        if each.state is AdmissionState.WAITLISTED
    )
    for offer in offers:
        pool = session.get_one(SeatPool, offer.pool_id)
        pool.seats_taken += plan.by_group[offer.id]
        pool.parties_waiting += waiting[offer.id]
    in_quota = Counter(
        quota_id
        for outcome in plan.outcomes
        if outcome.group
        for quota_id in plan.wishes.counted_in.get(_granted(plan, outcome), ())
    )
    for quota_id, count in in_quota.items():
        session.get_one(Quota, quota_id).seats_taken += count


def _granted(plan: AllotmentPlan, outcome: Allotted) -> int:
    """The id of the admission of the wish that was granted."""
    return plan.wishes.places[outcome.number, outcome.group or 0].admission_id


def _note(
    session: Session, plan: AllotmentPlan, phase: Phase, *, actor: str, now: datetime
) -> None:
    """One entry for each person who got a seat, and one for the whole."""
    seated = {
        plan.wishes.places[each.number, each.group].enrolment_id: {"place": each.place}
        for each in plan.outcomes
        if each.group
    }
    told = Many(Enrolment, seated, process_id=phase.process_id)
    note_many(session, "enrolment.allotted", told, actor=actor, now=now)
    by_place = {str(place): count for place, count in sorted(plan.by_place.items())}
    note(session, "phase.allotted", phase, actor=actor, now=now, by_place=by_place)


def _note_over(
    session: Session,
    changes: Iterable[_Change],
    phase: Phase,
    *,
    actor: str,
    now: datetime,
) -> None:
    """One entry for each wish that is over because nobody waits in its group."""
    over = {
        each.place.enrolment_id: {"obstacle": each.why.value if each.why else ""}
        for each in changes
        if each.ending is EndReason.NOT_ALLOTTED
    }
    told = Many(Enrolment, over, process_id=phase.process_id)
    note_many(session, "enrolment.not_allotted", told, actor=actor, now=now)
