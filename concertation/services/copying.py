"""A copy of an event: everything that was prepared, and nobody who came."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.event import EventState
from concertation.domain.local_time import local_time_of, nearest_instant_of
from concertation.models import (
    Event,
    ProgrammeItem,
    Questionnaire,
    Quota,
    Reminder,
    Workshop,
)
from concertation.services.audit import note
from concertation.services.copy_plan import PLAN
from concertation.services.event_addresses import free_address
from concertation.services.places import lock_event
from concertation.services.twins import Row, copy_questions, twin_of
from concertation.services.visibility import new_code

Lasting = TypeVar("Lasting", Event, Workshop, ProgrammeItem)
SHORTEST = timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyWish:
    event_id: int
    title: str
    starts_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SeriesWish:
    event_id: int
    days: tuple[date, ...]
    """Of the copies, at the hour of the event itself."""


def copy_event(wish: CopyWish, *, actor: str, now: datetime) -> str:
    """Make a draft like the event, at another time; return its address."""
    with transaction() as session:
        event = lock_event(session, wish.event_id)
        copy = _Copy(session, event, wish.starts_at, now=now).made(wish.title)
        _note_both(session, event, [copy], actor=actor, now=now)
        return copy.slug


def make_series(wish: SeriesWish, *, actor: str, now: datetime) -> list[str]:
    """Make a draft for each day, all of one series; return their addresses.

    A day that has an event of the series already keeps that one: sending the form
    twice makes nothing twice.
    """
    with transaction() as session:
        event = lock_event(session, wish.event_id)
        zone = event.timezone
        hour = local_time_of(event.starts_at, zone).time()
        days = sorted(set(wish.days) - _days_taken(session, event))
        if days:
            event.series_key = event.series_key or str(uuid4())
        copies = []
        for day in days:
            starts_at = nearest_instant_of(datetime.combine(day, hour), zone)
            copy = _Copy(session, event, starts_at, now=now).made(event.title)
            copy.series_key = event.series_key
            copies.append(copy)
        session.flush()
        _note_both(session, event, copies, actor=actor, now=now)
        return [copy.slug for copy in copies]


class _Copy:
    """One copy in the making: what belongs to it is made beside it, and remapped."""

    def __init__(
        self, session: Session, event: Event, starts_at: datetime, *, now: datetime
    ) -> None:
        self._session = session
        self._event = event
        self._now = now
        zone = event.timezone
        self._by = local_time_of(starts_at, zone) - local_time_of(event.starts_at, zone)

    def made(self, title: str) -> Event:
        former = self._event
        pool = self._twin(former.pool, has_quotas=False)
        day = (local_time_of(former.starts_at, former.timezone) + self._by).date()
        copy = self._add_lasting(
            former,
            title=title,
            slug=free_address(self._session, "", f"{title} {day:%Y-%m-%d}"),
            pool=pool,
            access_code=new_code() if former.access_code else "",
            state=EventState.DRAFT,
            calendar_uid=str(uuid4()),
            created_at=self._now,
            updated_at=self._now,
        )
        self._session.flush()
        quotas = self._quotas(copy)
        self._parts(copy, quotas)
        self._questions(copy, quotas)
        self._session.flush()
        return copy

    def _parts(self, copy: Event, quotas: dict[int, Quota]) -> None:
        """Workshops, programme and reminders."""
        event = self._event
        for workshop in event.offered_workshops:
            quota = quotas[workshop.quota_id]
            self._add_lasting(workshop, event_id=copy.id, quota=quota)
        for item in event.programme_items:
            self._add_lasting(item, event_id=copy.id)
        for reminder in self._session.scalars(
            select(Reminder).where(Reminder.event_id == event.id)
        ):
            due_at = reminder.rule.due_at(copy.starts_at, copy.timezone)
            self._session.add(
                self._twin(reminder, event_id=copy.id, due_at=due_at, set_at=self._now)
            )

    def _quotas(self, copy: Event) -> dict[int, Quota]:
        """Empty ones, by the ids of those that they are like."""
        event = self._event
        owned = {workshop.quota_id for workshop in event.offered_workshops} | {
            choice.quota_id for each in event.questions for choice in each.offered
        }
        twins = {}
        for quota in self._session.scalars(
            select(Quota).where(Quota.pool_id == event.pool_id).order_by(Quota.id)
        ):
            if quota.id in owned or not quota.kind.is_chosen:
                twins[quota.id] = self._twin(quota, pool_id=copy.pool_id)
                self._session.add(twins[quota.id])
        copy.pool.has_quotas = bool(twins)
        return twins

    def _questions(self, copy: Event, quotas: dict[int, Quota]) -> None:
        if self._event.questions:
            asked = Questionnaire(event_id=copy.id, changed_at=self._now)
            copy_questions(self._session, self._event.questions, asked, quotas)

    def _twin(self, row: Row, **own: Any) -> Row:
        """A row like this one, as `PLAN` says, not yet in the session."""
        return twin_of(row, PLAN[row.__tablename__], self._moved, **own)

    def _add_lasting(self, row: Lasting, **own: Any) -> Lasting:
        """The same for what lasts: a change of clock never leaves it without length."""
        twin = self._twin(row, **own)
        starts_at: datetime | None = twin.starts_at
        ends_at: datetime | None = twin.ends_at
        if starts_at and ends_at and ends_at <= starts_at:
            twin.ends_at = starts_at + SHORTEST
        self._session.add(twin)
        return twin

    def _moved(self, instant: datetime | None) -> datetime | None:
        """As far from the new start, on the clock of the place, as from the former."""
        if instant is None:
            return None
        zone = self._event.timezone
        return nearest_instant_of(local_time_of(instant, zone) + self._by, zone)


def _days_taken(session: Session, event: Event) -> set[date]:
    """Those of the series' events, called off or not, the event's own among them."""
    starts = {event.starts_at}
    if event.series_key:
        series = Event.series_key == event.series_key
        starts.update(session.scalars(select(Event.starts_at).where(series)))
    return {local_time_of(each, event.timezone).date() for each in starts}


def _note_both(
    session: Session,
    event: Event,
    copies: Iterable[Event],
    *,
    actor: str,
    now: datetime,
) -> None:
    for copy in copies:
        note(session, "event.copied", event, actor=actor, now=now, label=copy.slug)
        note(session, "event.made_of", copy, actor=actor, now=now, label=event.slug)
