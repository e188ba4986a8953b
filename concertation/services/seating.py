"""The seat engine: the one path by which seats are given, freed and given again.

Every function works in the caller's transaction on a pool that `lock_pool` locked.
What the seats are for (an event, a working group) is the caller's business, and so
is telling the people whom `seat_who_fits` returns.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from concertation.domain.seating import (
    AdmissionState,
    Party,
    Room,
    fill,
    free_seats,
)
from concertation.models import Admission, Quota, SeatPool
from concertation.queries.seating import quotas_of, waiting_line


def lock_pool(session: Session, pool_id: int) -> SeatPool:
    """Hold the pool's row until the transaction ends; read it and its quotas afresh.

    An UPDATE takes the write lock on PostgreSQL and SQLite alike; SQLite ignores
    SELECT … FOR UPDATE.
    """
    locked = (
        update(SeatPool)
        .where(SeatPool.id == pool_id)
        .values(lock_version=SeatPool.lock_version + 1)
        .returning(SeatPool)
        .execution_options(populate_existing=True)
    )
    pool = session.scalars(locked).one()
    # A session keeps what it read before: counters of then must not be counted on.
    # What it changed itself was flushed by the UPDATE, and is not forgotten here.
    for known in session:
        if isinstance(known, Quota):
            session.expire(known)
    return pool


def join_line(  # noqa: PLR0913 -- what is usual has a default
    session: Session,
    pool: SeatPool,
    *,
    now: datetime,
    seats: int = 1,
    quotas: Sequence[Quota] = (),
    priority: int = 0,
) -> Admission:
    """Put a party at the end of the line; `seat_who_fits` decides what it gets."""
    # Clocks of several machines differ: nobody may slip in before who is there.
    queued_at = max(now, pool.last_queued_at or now)
    admission = Admission(
        pool_id=pool.id,
        seats=seats,
        quotas=list(quotas),
        priority=priority,
        queued_at=queued_at,
    )
    pool.last_queued_at = queued_at
    pool.parties_waiting += 1
    session.add(admission)
    session.flush()
    return admission


def seat_who_fits(
    session: Session, pool: SeatPool, *, now: datetime
) -> list[Admission]:
    """Give what is free to the line, in its order, and return who was seated."""
    free = free_seats(pool.capacity, pool.seats_taken)
    if pool.parties_waiting == 0 or (free is not None and free <= 0):
        return []
    quotas = quotas_of(session, pool)
    room = Room(
        free=free, free_in_quota={q.id: q.seats - q.seats_taken for q in _hard(quotas)}
    )
    waiting: dict[int, Admission] = {}

    def line() -> Iterable[Party]:
        for admission in waiting_line(session, pool):
            waiting[admission.id] = admission
            yield _party(admission)

    seated = [waiting[party.id] for party in list(fill(room, line()))]
    for admission in seated:
        pool.parties_waiting -= 1
        _take(pool, admission)
        admission.state = AdmissionState.CONFIRMED
        admission.decided_at = now
    return seated


def leave(
    pool: SeatPool, admission: Admission, state: AdmissionState, *, now: datetime
) -> None:
    """End an admission as cancelled, declined or expired, and free what it held."""
    if not state.is_over or admission.state.is_over:
        raise ValueError(f"cannot go from {admission.state} to {state}")
    if admission.state is AdmissionState.WAITLISTED:
        pool.parties_waiting -= 1
    elif admission.state.holds_seats:
        pool.seats_taken -= admission.seats
        for quota in admission.quotas:
            quota.seats_taken -= admission.seats
    admission.state = state
    admission.decided_at = now


def _take(pool: SeatPool, admission: Admission) -> None:
    pool.seats_taken += admission.seats
    for quota in admission.quotas:
        quota.seats_taken += admission.seats


def _hard(quotas: Iterable[Quota]) -> list[Quota]:
    return [quota for quota in quotas if quota.is_hard]


def _party(admission: Admission) -> Party:
    return Party(
        id=admission.id,
        seats=admission.seats,
        quotas=frozenset(quota.id for quota in admission.quotas),
    )
