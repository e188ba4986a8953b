"""The seat engine: the one path by which seats are given, freed and given again.

Every function works in the caller's transaction on a pool that `lock_pool` locked.
What the seats are for (an event, a working group) is the caller's business, and so
is telling the people whom `seat_who_fits` returns.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import ScalarSelect, update
from sqlalchemy.orm import Session

from concertation.database import table_of
from concertation.domain.seating import (
    AdmissionState,
    Party,
    Room,
    fill,
    free_seats,
)
from concertation.models import Admission, Quota, SeatPool
from concertation.queries.seating import quotas_of, waiting_line

POOLS = table_of(SeatPool)


def lock_pool(session: Session, pool_id: int) -> SeatPool:
    """Hold the pool until the transaction ends; read it and its quotas afresh."""
    hold_pool(session, pool_id)
    return session.get_one(SeatPool, pool_id, populate_existing=True)


def hold_pool(session: Session, pool_id: int | ScalarSelect[int]) -> None:
    """Lock the pool's row; what was read of it before must be read again.

    An UPDATE takes the write lock on PostgreSQL and SQLite alike; SQLite ignores
    SELECT … FOR UPDATE.
    """
    session.flush()
    next_version = {POOLS.c.lock_version: POOLS.c.lock_version + 1}
    session.execute(update(POOLS).where(POOLS.c.id == pool_id).values(next_version))
    # A session keeps what it read before: counters of then must not be counted on.
    for known in session:
        if isinstance(known, Quota):
            session.expire(known)


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
    return admission


def seat_who_fits(
    session: Session,
    pool: SeatPool,
    *,
    now: datetime,
    newcomer: Admission | None = None,
) -> list[Admission]:
    """Give what is free to the line, in its order, and return who was seated.

    A newcomer, who joined it last, spares reading the line when nobody else waits.
    """
    free = free_seats(pool.capacity, pool.seats_taken)
    if pool.parties_waiting == 0 or (free is not None and free <= 0):
        return []
    if newcomer and pool.parties_waiting == 1 and not newcomer.quotas:
        seated = _fill(Room(free=free, free_in_quota={}), [newcomer])
    else:
        left = {q.id: q.seats - q.seats_taken for q in _hard(quotas_of(session, pool))}
        line = waiting_line(session, pool)
        seated = _fill(Room(free=free, free_in_quota=left), line)
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


def _fill(room: Room, line: Iterable[Admission]) -> list[Admission]:
    """Hand the line over for the decision, one after the other, as it is read."""
    asked: list[Admission] = []

    def parties() -> Iterable[Party]:
        for number, admission in enumerate(line):
            asked.append(admission)
            yield _party(admission, number)

    return [asked[party.number] for party in fill(room, parties())]


def _party(admission: Admission, number: int) -> Party:
    return Party(
        number=number,
        seats=admission.seats,
        quotas=frozenset(quota.id for quota in admission.quotas),
    )
