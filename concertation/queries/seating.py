"""Read pools and their waiting lines."""

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, and_, case, func, or_, select
from sqlalchemy.orm import Session, selectinload

from concertation.database import db
from concertation.domain.seating import AdmissionState, QuotaKind
from concertation.models import Admission, Quota, SeatPool, admission_quota

BY_PLACE = [kind for kind in QuotaKind if not kind.is_chosen]
HOLDS_SEATS = [state for state in AdmissionState if state.holds_seats]


@dataclass(frozen=True, slots=True, kw_only=True)
class Miscount:
    """A counter that differs from what a recount finds. There must never be one."""

    pool_id: int
    counter: str
    kept: int
    counted: int


def waiting_line(session: Session, pool: SeatPool) -> Iterator[Admission]:
    """Whoever waits, in the order in which they are served."""
    line = (
        select(Admission)
        .where(_waits_in(pool.id))
        .order_by(Admission.priority, Admission.queued_at, Admission.id)
        .options(selectinload(Admission.quotas), selectinload(Admission.wishes))
        .execution_options(yield_per=200)
    )
    # Who reads stops at the last free seat: PostgreSQL's cursor is then still open.
    with closing(session.scalars(line)) as admissions:
        yield from admissions


def first_priority(session: Session, pool: SeatPool) -> int:
    """That of whoever waits in front; 0 where nobody waits."""
    first = select(func.min(Admission.priority)).where(_waits_in(pool.id))
    return session.scalar(first) or 0


def line_of(session: Session, pool: SeatPool) -> Sequence[int]:
    """The ids of all who wait, in the order in which they are served."""
    return session.scalars(
        select(Admission.id)
        .where(_waits_in(pool.id))
        .order_by(Admission.priority, Admission.queued_at, Admission.id)
    ).all()


def quotas_of(session: Session, pool: SeatPool) -> Sequence[Quota]:
    """The pool's quotas as they stand under the lock that the caller holds."""
    quotas = select(Quota).where(Quota.pool_id == pool.id).order_by(Quota.id)
    return session.scalars(quotas.execution_options(populate_existing=True)).all()


def place_quotas(pool_id: int) -> Sequence[Quota]:
    """The limits by kind of organisation and by territory, for a page to show."""
    return db.session.scalars(
        select(Quota)
        .where(Quota.pool_id == pool_id, Quota.kind.in_(BY_PLACE))
        .order_by(Quota.kind, Quota.id)
    ).all()


def waiting_before(session: Session, admission: Admission) -> Sequence[Admission]:
    """Whoever waits and is served before this one."""
    return session.scalars(
        select(Admission)
        .where(_waits_in(admission.pool_id), _is_before(admission))
        .options(selectinload(Admission.quotas))
    ).all()


def _rank_of(session: Session, admission: Admission) -> int:
    waits = _waits_in(admission.pool_id)
    ahead = select(func.count()).where(waits, _is_before(admission))
    return 1 + (session.scalar(ahead) or 0)


def _is_before(admission: Admission) -> ColumnElement[bool]:
    same_priority = Admission.priority == admission.priority
    return or_(
        Admission.priority < admission.priority,
        and_(same_priority, Admission.queued_at < admission.queued_at),
        and_(
            same_priority,
            Admission.queued_at == admission.queued_at,
            Admission.id < admission.id,
        ),
    )


def rank_in_line(session: Session, admission: Admission) -> int | None:
    """The place in the waiting line, from 1; None for who does not wait."""
    if admission.state is not AdmissionState.WAITLISTED:
        return None
    return _rank_of(session, admission)


def miscounts(session: Session) -> list[Miscount]:
    """Recount every pool and quota from its admissions; see `Miscount`."""
    found = []
    for pool_id, taken, waiting, seats, parties in session.execute(_recounted_pools()):
        found += _compared(pool_id, "seats_taken", taken, seats)
        found += _compared(pool_id, "parties_waiting", waiting, parties)
    for pool_id, quota_id, taken, seats in session.execute(_recounted_quotas()):
        found += _compared(pool_id, f"quota {quota_id}", taken, seats)
    return found


def _waits_in(pool_id: int) -> ColumnElement[bool]:
    return and_(
        Admission.pool_id == pool_id, Admission.state == AdmissionState.WAITLISTED
    )


def _recounted_pools() -> Select[int, int, int, int, int]:
    seats = case((Admission.state.in_(HOLDS_SEATS), Admission.seats), else_=0)
    waits = case((Admission.state == AdmissionState.WAITLISTED, 1), else_=0)
    return (
        select(
            SeatPool.id,
            SeatPool.seats_taken,
            SeatPool.parties_waiting,
            func.coalesce(func.sum(seats), 0),
            func.coalesce(func.sum(waits), 0),
        )
        .outerjoin(Admission, Admission.pool_id == SeatPool.id)
        .group_by(SeatPool.id)
        .order_by(SeatPool.id)
    )


def _recounted_quotas() -> Select[int, int, int, int]:
    seats = case((Admission.state.in_(HOLDS_SEATS), Admission.seats), else_=0)
    return (
        select(
            Quota.pool_id,
            Quota.id,
            Quota.seats_taken,
            func.coalesce(func.sum(seats), 0),
        )
        .outerjoin(admission_quota, admission_quota.c.quota_id == Quota.id)
        .outerjoin(Admission, Admission.id == admission_quota.c.admission_id)
        .group_by(Quota.id)
        .order_by(Quota.id)
    )


def _compared(pool_id: int, counter: str, kept: int, counted: int) -> list[Miscount]:
    if kept == counted:
        return []
    return [Miscount(pool_id=pool_id, counter=counter, kept=kept, counted=counted)]
