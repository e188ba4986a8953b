"""Events that are over, and what the purge did to who was there."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.retention import DataKind
from concertation.models import Event, PurgeLine, Registration
from concertation.queries.purges import what_goes_when
from tests.factories import NOW, make_event

A_DAY = timedelta(days=1)
STARTS = NOW + timedelta(hours=1)
ENDS = NOW + timedelta(hours=3)


def past_event(**changes: Any) -> Event:
    defaults: dict[str, Any] = {"starts_at": STARTS, "ends_at": ENDS, "capacity": 1}
    return make_event(**defaults | changes)


def after(days: int) -> datetime:
    return ENDS + timedelta(days=days)


def remembered(model: type[Any] = Registration) -> int:
    db.session.rollback()
    kept = select(func.count()).where(model.anonymised_at.is_(None))
    return db.session.scalar(kept) or 0


def told(kind: DataKind) -> int:
    """How many went, as the journal has it."""
    db.session.rollback()
    went = select(func.sum(PurgeLine.purged)).where(PurgeLine.kind == kind)
    return db.session.scalar(went) or 0


def foretold(now: datetime, place: int = 0) -> dict[DataKind, int]:
    db.session.rollback()
    counts: dict[DataKind, int] = {}
    for forecast in what_goes_when(now):
        if count := forecast.counts[place]:
            counts[forecast.kind] = counts.get(forecast.kind, 0) + count
    return counts
