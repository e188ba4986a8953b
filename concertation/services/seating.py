"""The seat engine: the one path by which seats are given, freed and given again.

Every function works in the caller's transaction on a pool that `lock_pool` locked.
What the seats are for (an event, a working group) is the caller's business, and so
is telling the people whom `seat_who_fits` returns.
"""

from collections.abc import Container, Iterable, Mapping
from datetime import datetime

from sqlalchemy import ScalarSelect, update
from sqlalchemy.orm import Session

from concertation.database import table_of
from concertation.domain.errors import PartyDoesNotFit
from concertation.domain.seating import (
    AdmissionState,
    Party,
    Room,
    fill,
    free_seats,
)
from concertation.models import Admission, AdmissionWish, Quota, SeatPool
from concertation.queries.seating import quotas_of, waiting_line
from concertation.services.seat_shares import ONE_SEAT, Share, refuse_full

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


def join_line(
    session: Session,
    pool: SeatPool,
    share: Share = ONE_SEAT,
    *,
    now: datetime,
    priority: int = 0,
) -> Admission:
    """Put a party at the end of the line; `seat_who_fits` decides what it gets."""
    admission = ask(session, pool, share, now=now, priority=priority)
    enter_line(pool, admission)
    return admission


def ask(
    session: Session,
    pool: SeatPool,
    share: Share = ONE_SEAT,
    *,
    now: datetime,
    priority: int = 0,
) -> Admission:
    """Note a party that waits for approval; its time in the line counts from now."""
    # Clocks of several machines differ: nobody may slip in before who is there.
    queued_at = max(now, pool.last_queued_at or now)
    pool.last_queued_at = queued_at
    admission = Admission(
        pool_id=pool.id,
        state=AdmissionState.ASKED,
        priority=priority,
        queued_at=queued_at,
    )
    write_share(admission, share)
    session.add(admission)
    return admission


def enter_line(pool: SeatPool, admission: Admission) -> None:
    """Let who was approved wait, at the place that they had when they asked."""
    if admission.state is not AdmissionState.ASKED:
        raise ValueError(f"cannot enter the line from {admission.state}")
    admission.state = AdmissionState.WAITLISTED
    pool.parties_waiting += 1


def step_back(pool: SeatPool, admission: Admission) -> None:
    """Let who was approved ask again: no seat is left, and nobody may wait for one."""
    if admission.state is not AdmissionState.WAITLISTED:
        raise ValueError(f"cannot step back from {admission.state}")
    admission.state = AdmissionState.ASKED
    pool.parties_waiting -= 1


def seat_beyond(
    session: Session, pool: SeatPool, admission: Admission, *, now: datetime
) -> None:
    """Seat on purpose a party that waits and does not fit. Nothing calls it by itself.

    Of its wishes it gets the first that has room, or none.
    """
    if admission.state is not AdmissionState.WAITLISTED:
        raise ValueError(f"cannot be seated beyond from {admission.state}")
    by_id = {quota.id: quota for quota in quotas_of(session, pool)}
    wishes = [by_id[wish.quota_id] for wish in admission.wishes]
    wish = _first_with_room(wishes, admission.seats)
    if wish:
        admission.quotas.append(wish)
    admission.is_beyond = True
    _seat(pool, admission, now=now)


def change_share(
    pool: SeatPool, admission: Admission, share: Share, *, closed: Container[int] = ()
) -> None:
    """Give a party another share; what it has already is never refused to it.

    Of its wishes, none of the ``closed`` quotas is granted to who does not have it.
    The caller lets others in afterwards: seats may have become free. Raises
    `PartyDoesNotFit`, `QuotaFull` or `ChoiceFull`.
    """
    if not admission.state.holds_seats:
        write_share(admission, share)
        return
    had, held = admission.seats, {quota.id for quota in admission.quotas}
    free = free_seats(pool.capacity, pool.seats_taken)
    if free is not None and share.seats - had > max(0, free):
        raise PartyDoesNotFit
    refuse_full(share, held=held, had=had)
    _give_back(pool, admission)
    offered = [q for q in share.wishes if q.id in held or q.id not in closed]
    wish = _first_with_room(offered, share.seats)
    write_share(admission, share)
    if wish:
        admission.quotas.append(wish)
    take_seats(pool, admission)


def closed_copy(place: Admission, *, now: datetime) -> Admission:
    """What shows that somebody had this place, once somebody else has taken it over."""
    return Admission(
        pool_id=place.pool_id,
        seats=place.seats,
        state=AdmissionState.CANCELLED,
        queued_at=place.queued_at,
        decided_at=now,
        quotas=list(place.quotas),
    )


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
    is_alone = newcomer and pool.parties_waiting == 1
    if newcomer and is_alone and not (newcomer.quotas or newcomer.wishes):
        seated = _fill(Room(free=free, free_in_quota={}), [newcomer], {})
    else:
        quotas = {quota.id: quota for quota in quotas_of(session, pool)}
        left = {
            quota.id: quota.seats - quota.seats_taken
            for quota in quotas.values()
            if quota.is_hard and quota.seats is not None
        }
        line = waiting_line(session, pool)
        seated = _fill(Room(free=free, free_in_quota=left), line, quotas)
    for admission in seated:
        _seat(pool, admission, now=now)
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
        _give_back(pool, admission)
    admission.state = state
    admission.decided_at = now


def _seat(pool: SeatPool, admission: Admission, *, now: datetime) -> None:
    pool.parties_waiting -= 1
    take_seats(pool, admission)
    admission.state = AdmissionState.CONFIRMED
    admission.decided_at = now


def take_seats(pool: SeatPool, admission: Admission) -> None:
    pool.seats_taken += admission.seats
    for quota in admission.quotas:
        quota.seats_taken += admission.seats


def _give_back(pool: SeatPool, admission: Admission) -> None:
    pool.seats_taken -= admission.seats
    for quota in admission.quotas:
        quota.seats_taken -= admission.seats


def write_share(admission: Admission, share: Share) -> None:
    admission.seats = share.seats
    admission.quotas = list(share.quotas)
    wanted = [quota.id for quota in share.wishes]
    if [wish.quota_id for wish in admission.wishes] != wanted:
        known = {wish.quota_id: wish for wish in admission.wishes}
        admission.wishes = [
            known.get(quota_id) or AdmissionWish(quota_id=quota_id)
            for quota_id in wanted
        ]
        for place, wish in enumerate(admission.wishes, start=1):
            wish.place = place


def _first_with_room(wishes: Iterable[Quota], seats: int) -> Quota | None:
    return next((quota for quota in wishes if quota.has_room_for(seats)), None)


def _fill(
    room: Room, line: Iterable[Admission], quotas: Mapping[int, Quota]
) -> list[Admission]:
    """Hand the line over for the decision, one after the other, as it is read."""
    asked: list[Admission] = []
    seated: list[Admission] = []

    def parties() -> Iterable[Party]:
        for number, admission in enumerate(line):
            asked.append(admission)
            yield _party(admission, number)

    for party in fill(room, parties()):
        admission = asked[party.number]
        granted = party.quotas - {quota.id for quota in admission.quotas}
        admission.quotas.extend(quotas[quota_id] for quota_id in granted)
        seated.append(admission)
    return seated


def _party(admission: Admission, number: int) -> Party:
    return Party(
        number=number,
        seats=admission.seats,
        quotas=frozenset(quota.id for quota in admission.quotas),
        wishes=tuple(wish.quota_id for wish in admission.wishes),
    )
