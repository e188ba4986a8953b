"""Find events, for the public and for the desk."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, or_, select, tuple_
from sqlalchemy.orm import selectinload

from concertation.database import db
from concertation.domain.event import Visibility
from concertation.domain.roles import Place, Reach
from concertation.models import (
    Event,
    GroupOffer,
    Process,
    Questionnaire,
    WorkingGroup,
)

WAS_PUBLISHED = Event.published_at.is_not(None)
"""A draft that was given up stays nobody's business."""
LISTED = (WAS_PUBLISHED, Event.visibility == Visibility.PUBLIC)
"""What the home page may tell of."""


def find_event(slug: str) -> Event | None:
    return db.session.scalar(select(Event).where(Event.slug == slug))


def find_public_event(slug: str) -> Event | None:
    """An event that was published; a draft is nobody's business yet.

    One that is private is found as well: the page asks for its key.
    """
    return db.session.scalar(select(Event).where(Event.slug == slug, WAS_PUBLISHED))


def read_public_event(slug: str) -> Event | None:
    """The same for reading alone: no session knows it, and it can be kept."""
    event = db.session.scalar(
        select(Event)
        .where(Event.slug == slug, WAS_PUBLISHED)
        .options(
            selectinload(Event.workshops),
            selectinload(Event.questionnaire).selectinload(Questionnaire.questions),
            selectinload(Event.process),
        )
    )
    if event is not None:
        if event.process:
            db.session.expunge(event.process)
        db.session.expunge(event.pool)
        db.session.expunge(event)
    return event


def read_programme(event: Event) -> None:
    """Now: the event will be read on when no session knows it any more."""
    db.session.refresh(event, ["programme_items"])


def coming_events(now: datetime) -> Sequence[Event]:
    """What has not ended yet, soonest first."""
    return db.session.scalars(
        select(Event)
        .where(*LISTED, Event.ends_at > now)
        .order_by(Event.starts_at, Event.id)
        .options(selectinload(Event.process), selectinload(Event.offer))
    ).all()


def past_events(now: datetime, *, limit: int = 50) -> Sequence[Event]:
    """What has ended, latest first."""
    return db.session.scalars(
        select(Event)
        .where(*LISTED, Event.ends_at <= now)
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(limit)
    ).all()


def all_events(*, among: Reach | None = None, series_key: str = "") -> Sequence[Event]:
    """Latest first: all of them, or those in somebody's reach, or of one series."""
    listed = select(Event).order_by(Event.starts_at.desc(), Event.id)
    if among is not None and not among.is_everywhere:
        listed = listed.where(is_within(among))
    if series_key:
        listed = listed.where(Event.series_key == series_key)
    return db.session.scalars(listed).all()


def places_of_meetings(processes: Collection[str]) -> dict[str, Place]:
    """Where rights are asked for at each meeting of these processes, by its address."""
    found = db.session.execute(
        select(Event.slug, Process.slug, WorkingGroup.slug)
        .join(Process, Process.id == Event.process_id)
        .outerjoin(GroupOffer, GroupOffer.id == Event.offer_id)
        .outerjoin(WorkingGroup, WorkingGroup.id == GroupOffer.group_id)
        .where(Process.slug.in_(sorted(processes)))
    )
    return {
        event: Place(event=event, process=process, group=group)
        for event, process, group in found
    }


def is_within(reach: Reach) -> ColumnElement[bool]:
    """Of events: whether they are in somebody's reach, which is not everywhere."""
    processes = select(Process.id).where(Process.slug.in_(sorted(reach.processes)))
    offers = (
        select(GroupOffer.id)
        .join(WorkingGroup, WorkingGroup.id == GroupOffer.group_id)
        .join(Process, Process.id == WorkingGroup.process_id)
        .where(tuple_(Process.slug, WorkingGroup.slug).in_(sorted(reach.groups)))
    )
    return or_(
        Event.slug.in_(sorted(reach.events)),
        Event.process_id.in_(processes),
        Event.offer_id.in_(offers),
    )
