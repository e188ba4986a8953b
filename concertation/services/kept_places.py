"""Places that come from elsewhere: from the phase before, or from another group.

A seat may be held for somebody until an instant, and a place in a line keeps the time
that it has in another one. As everything of the engine, it works in the caller's
transaction, on a pool that is locked.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.seating import AdmissionState, free_seats
from concertation.models import Admission, SeatPool
from concertation.services.seat_shares import Share
from concertation.services.seating import leave, take_seats, write_share


def join_keeping_time(
    session: Session,
    pool: SeatPool,
    share: Share,
    *,
    queued_at: datetime,
    priority: int = 0,
) -> Admission:
    """Put a party into the line where it would stand, had it come at that instant."""
    admission = Admission(
        pool_id=pool.id,
        state=AdmissionState.WAITLISTED,
        priority=priority,
        queued_at=queued_at,
    )
    write_share(admission, share)
    session.add(admission)
    pool.parties_waiting += 1
    return admission


def hold_seat(
    pool: SeatPool, admission: Admission, *, until: datetime, now: datetime
) -> bool:
    """Hold a seat for a party of the line, if it fits; return whether it does."""
    free = free_seats(pool.capacity, pool.seats_taken)
    roomy = all(quota.has_room_for(admission.seats) for quota in admission.quotas)
    if not roomy or (free is not None and free < admission.seats):
        return False
    pool.parties_waiting -= 1
    take_seats(pool, admission)
    admission.state = AdmissionState.OFFERED
    admission.held_until, admission.decided_at = until, now
    return True


def take_up(admission: Admission, *, now: datetime) -> None:
    """Make the seat that is held for a party its own."""
    if admission.state is not AdmissionState.OFFERED:
        raise ValueError(f"cannot take up a seat from {admission.state}")
    admission.state = AdmissionState.CONFIRMED
    admission.held_until, admission.decided_at = None, now


def let_go_expired(
    session: Session, pool: SeatPool, *, now: datetime
) -> list[Admission]:
    """End the offers of the pool whose instant has come, and return them."""
    expired = session.scalars(
        select(Admission)
        .where(
            Admission.pool_id == pool.id,
            Admission.state == AdmissionState.OFFERED,
            Admission.held_until <= now,
        )
        .order_by(Admission.queued_at, Admission.id)
        .execution_options(populate_existing=True)
    ).all()
    for admission in expired:
        leave(pool, admission, AdmissionState.EXPIRED, now=now)
    return list(expired)
