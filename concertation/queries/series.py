"""The events of one series."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlalchemy import Select, select

from concertation.database import db
from concertation.domain.local_time import local_time_of
from concertation.models import Event
from concertation.queries.events import LISTED


def other_dates(event: Event) -> Sequence[Event]:
    """The others of its series, drafts too; nothing is asked where there is none."""
    if not event.series_key:
        return []
    return db.session.scalars(_others(event)).all()


def coming_dates(event: Event, *, now: datetime) -> Sequence[Event]:
    """Those that the public may know of, and still go to."""
    if not event.series_key:
        return []
    listed = _others(event).where(*LISTED, Event.ends_at > now)
    return db.session.scalars(listed).all()


def days_of_series(event: Event) -> set[date]:
    """On the clock of the place, the event's own day among them."""
    return {
        local_time_of(each.starts_at, event.timezone).date()
        for each in (event, *other_dates(event))
    }


def _others(event: Event) -> Select[Event]:
    return (
        select(Event)
        .where(Event.series_key == event.series_key, Event.id != event.id)
        .order_by(Event.starts_at, Event.id)
    )
