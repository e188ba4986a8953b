"""What is decided about people of one event: for one of them, or for many.

Every function works in the caller's transaction, under the lock of the event's pool,
on people whom the caller found to be such that the decision is for them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from concertation.domain.errors import ChoiceFull
from concertation.domain.messages import RegistrationCancelled, RegistrationDeclined
from concertation.domain.seating import AdmissionState
from concertation.domain.workshops import WorkshopRule, moved
from concertation.models import Admission, Event, Registration, Workshop
from concertation.queries.registrations import last_promise
from concertation.queries.seating import first_priority, line_of, rank_in_line
from concertation.queries.workshops import chosen_workshops
from concertation.services.announcements import tell, tell_promoted, tell_standing
from concertation.services.answers import answers_of
from concertation.services.audit import note
from concertation.services.places import end_registration, seat_waiting
from concertation.services.seat_shares import refuse_full
from concertation.services.seating import (
    change_share,
    enter_line,
    seat_who_fits,
    step_back,
)
from concertation.services.shares import share_of

SECOND_CLICK = timedelta(minutes=1)
"""Staff who ask twice within this time have only clicked twice."""


def approve_all(
    session: Session,
    event: Event,
    asking: Sequence[Registration],
    *,
    actor: str,
    now: datetime,
) -> list[Registration]:
    """Let them in, on seats or into the line, at the rank of when they asked.

    Returns for whom there is no room where no line is kept: they go on asking.
    """
    for registration in asking:
        enter_line(event.pool, registration.admission)
    seated = seat_who_fits(session, event.pool, now=now)
    session.flush()
    asked = {registration.admission_id for registration in asking}
    tell_promoted(session, _without(seated, asked), now=now)
    left = [] if event.pool.keeps_waiting_list else _waiting(asking)
    for registration in left:
        step_back(event.pool, registration.admission)
    for registration in asking:
        if registration in left:
            continue
        rank = rank_in_line(session, registration.admission)
        tell_standing(session, registration, rank=rank, now=now)
        registration.updated_at = now
        state = registration.admission.state
        note(
            session,
            "registration.approved",
            registration,
            actor=actor,
            now=now,
            state=state,
        )
    return left


def _waiting(people: Iterable[Registration]) -> list[Registration]:
    waits = AdmissionState.WAITLISTED
    return [each for each in people if each.admission.state is waits]


def decline_all(
    session: Session,
    asking: Sequence[Registration],
    reason: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """End what they asked, and tell them why."""
    declined = AdmissionState.DECLINED
    for registration in asking:
        pool = registration.event.pool
        end_registration(pool, registration, now=now, state=declined)
        tell(session, RegistrationDeclined, registration, now=now, reason=reason)
        note(session, "registration.declined", registration, actor=actor, now=now)


def cancel_all(
    session: Session,
    people: Sequence[Registration],
    *,
    by_organiser: bool,
    actor: str,
    now: datetime,
) -> None:
    """Free their seats, tell them, and only then seat whoever waits and fits."""
    event = people[0].event
    for registration in people:
        had_seat = end_registration(event.pool, registration, now=now)
        tell(
            session,
            RegistrationCancelled,
            registration,
            now=now,
            had_seat=had_seat,
            by_organiser=by_organiser,
        )
        note(session, "registration.cancelled", registration, actor=actor, now=now)
    seat_waiting(session, event, now=now)


def promote_all(
    session: Session,
    event: Event,
    waiting: Sequence[Registration],
    *,
    actor: str,
    now: datetime,
) -> list[Registration]:
    """Serve them before all others who wait; return those for whom that is new.

    Their order among themselves stays. Who is in front already is told nothing.
    """
    before = line_of(session, event.pool)
    promoted = {registration.admission_id for registration in waiting}
    if promoted.issuperset(before[: len(promoted)]):
        return []
    front = first_priority(session, event.pool) - 1
    for registration in waiting:
        registration.admission.priority = front
    seated = seat_who_fits(session, event.pool, now=now)
    session.flush()
    tell_promoted(session, seated, now=now)
    after = {number: rank for rank, number in enumerate(line_of(session, event.pool))}
    known = {number: rank for rank, number in enumerate(before)}
    changed = []
    for registration in waiting:
        rank = after.get(registration.admission_id)
        if rank == known[registration.admission_id]:
            continue
        if rank is not None:
            tell_standing(session, registration, rank=rank + 1, now=now)
        note(session, "registration.promoted", registration, actor=actor, now=now)
        changed.append(registration)
    return changed


def resend(
    session: Session, registration: Registration, *, actor: str, now: datetime
) -> bool:
    """Tell somebody once more how they stand; False for a second click."""
    last = last_promise(session, registration.id)
    if last and now - last < SECOND_CLICK:
        return False
    rank = rank_in_line(session, registration.admission)
    tell_standing(session, registration, rank=rank, now=now)
    note(session, "registration.mail_resent", registration, actor=actor, now=now)
    return True


def move_to_workshop(
    session: Session,
    registration: Registration,
    workshop: Workshop,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Let somebody take part in this workshop, and tell them; see `moved`.

    The caller seats who waits afterwards. Raises `ChoiceFull`, `QuotaFull` or
    `PartyDoesNotFit`, and has changed nothing then.
    """
    event, admission = registration.event, registration.admission
    has = [each.slot for each in chosen_workshops(registration)]
    most = event.workshops_most
    workshops = moved(event.workshop_rule, has, workshop.slot, most=most)
    answers = answers_of(registration, workshops)
    held = [quota.id for quota in admission.quotas]
    share = share_of(session, event, answers, registration.answers or {}, held=held)
    refuse_full(share, held=held, had=admission.seats)
    is_wish = event.workshop_rule is WorkshopRule.RANKED
    if is_wish and not workshop.quota.has_room_for(admission.seats):
        raise ChoiceFull(frozenset({workshop.quota_id}))
    change_share(event.pool, admission, share)
    session.flush()
    registration.updated_at = now
    rank = rank_in_line(session, admission)
    tell_standing(session, registration, rank=rank, now=now)
    note(
        session,
        "registration.moved",
        registration,
        actor=actor,
        now=now,
        fields=["workshops"],
    )


def _without(seated: Iterable[Admission], told: set[int]) -> list[Admission]:
    return [admission for admission in seated if admission.id not in told]
