"""Count what is asked, in the database: all processes and machines share it."""

from collections.abc import Collection
from datetime import datetime
from functools import cache

from sqlalchemy import TextClause, delete, select, text
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.limits import (
    HOUR,
    MICROSECOND,
    Limit,
    LimitReached,
    ProofMissing,
    microseconds,
)
from concertation.models import LimitUse

FURTHEST = 2 * HOUR // MICROSECOND
"""No count reaches further into the future, but where the clock was set back."""


def use_up(session: Session, limits: Collection[Limit], *, now: datetime) -> None:
    """Count one request against each limit, in one statement.

    It is the first of the caller's transaction: what is refused afterwards is not
    counted. Raises `LimitReached`, or `ProofMissing` where one would be let in.
    """
    if not limits:
        return
    # All take their rows in the same order, so that nobody waits in a circle.
    ordered = sorted(limits)
    values = _values(ordered, microseconds(now))
    counted = set(session.scalars(_counting(len(ordered)), values))
    reached = [limit for limit in ordered if limit.source not in counted]
    if reached:
        spared = all(limit.spares_proven for limit in reached)
        kind = ProofMissing if spared else LimitReached
        raise kind(_retry_at(session, reached, now=now))


def sweep_limits(*, now: datetime) -> None:
    """Forget what is paid back."""
    at = microseconds(now)
    is_paid = (LimitUse.used_until <= at) | (LimitUse.used_until > at + FURTHEST)
    with transaction() as session:
        session.execute(delete(LimitUse).where(is_paid))


@cache
def _counting(rows: int) -> TextClause:
    """Return the sources that had room; of any other, nothing changes.

    Both databases read it alike. It is written out, because SQLAlchemy would put an
    insert of several rows together anew for every request, which costs a registration
    half of its time again.
    """
    values = ", ".join(f"(:source{n}, :until{n})" for n in range(rows))
    until = (
        "excluded.used_until + CASE"
        " WHEN limit_use.used_until BETWEEN :now AND :furthest"
        " THEN limit_use.used_until - :now ELSE 0 END"
    )
    return text(
        f"INSERT INTO limit_use (source, used_until) VALUES {values}"  # noqa: S608
        f" ON CONFLICT (source) DO UPDATE SET used_until = {until}"
        f" WHERE {until} <= :full RETURNING source"
    )


def _values(limits: list[Limit], now: int) -> dict[str, str | int]:
    values: dict[str, str | int] = {
        "now": now,
        "furthest": now + FURTHEST,
        "full": now + HOUR // MICROSECOND,
    }
    for n, limit in enumerate(limits):
        values[f"source{n}"] = limit.source
        values[f"until{n}"] = now + limit.pause
    return values


def _retry_at(session: Session, reached: list[Limit], *, now: datetime) -> datetime:
    by_source = {limit.source: limit for limit in reached}
    used = session.execute(
        select(LimitUse.source, LimitUse.used_until).where(
            LimitUse.source.in_(by_source)
        )
    )
    times = [by_source[source].retry_at(until) for source, until in used]
    return max(times, default=now)
