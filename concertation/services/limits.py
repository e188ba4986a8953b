"""Count what is asked, in the database: all processes and machines share it."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import case, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from concertation.database import locks_rows, transaction
from concertation.domain.limits import (
    HOUR,
    MICROSECOND,
    Limit,
    LimitReached,
    microseconds,
)
from concertation.models import LimitUse

FURTHEST = 2 * HOUR // MICROSECOND
"""No count reaches further into the future, but where the clock was set back."""


def use_up(session: Session, limits: Collection[Limit], *, now: datetime) -> None:
    """Count one request against each limit, in one statement.

    It is the first of the caller's transaction: what is refused afterwards is not
    counted. Raises `LimitReached`.
    """
    if not limits:
        return
    # All take their rows in the same order, so that nobody waits in a circle.
    ordered = sorted(limits)
    counted = set(session.scalars(_counting(session, ordered, microseconds(now))))
    reached = [limit for limit in ordered if limit.source not in counted]
    if reached:
        raise LimitReached(_retry_at(session, reached, now=now))


def sweep_limits(*, now: datetime) -> None:
    """Forget what is paid back."""
    at = microseconds(now)
    is_paid = (LimitUse.used_until <= at) | (LimitUse.used_until > at + FURTHEST)
    with transaction() as session:
        session.execute(delete(LimitUse).where(is_paid))


def _counting(session: Session, limits: list[Limit], now: int) -> Any:
    """Return the sources that had room; of any other, nothing changes."""
    dialect = postgresql if locks_rows(session) else sqlite
    rows = [{"source": each.source, "used_until": now + each.pause} for each in limits]
    writing = dialect.insert(LimitUse).values(rows)
    is_running = LimitUse.used_until.between(now, now + FURTHEST)
    left = case((is_running, LimitUse.used_until - now), else_=0)
    used_until = writing.excluded.used_until + left
    return writing.on_conflict_do_update(
        index_elements=[LimitUse.source],
        set_={"used_until": used_until},
        where=used_until <= now + HOUR // MICROSECOND,
    ).returning(LimitUse.source)


def _retry_at(session: Session, reached: list[Limit], *, now: datetime) -> datetime:
    by_source = {limit.source: limit for limit in reached}
    used = session.execute(
        select(LimitUse.source, LimitUse.used_until).where(
            LimitUse.source.in_(by_source)
        )
    )
    times = [by_source[source].retry_at(until) for source, until in used]
    return max(times, default=now)
