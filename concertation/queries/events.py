"""Find events, for the public and for the desk."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from concertation.database import db
from concertation.domain.event import Visibility
from concertation.models import Event, Questionnaire

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
        )
    )
    if event is not None:
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
    ).all()


def past_events(now: datetime, *, limit: int = 50) -> Sequence[Event]:
    """What has ended, latest first."""
    return db.session.scalars(
        select(Event)
        .where(*LISTED, Event.ends_at <= now)
        .order_by(Event.starts_at.desc(), Event.id)
        .limit(limit)
    ).all()


def all_events(
    *, among: Collection[str] | None = None, series_key: str = ""
) -> Sequence[Event]:
    """Latest first: all of them, or those at these addresses, or of one series."""
    listed = select(Event).order_by(Event.starts_at.desc(), Event.id)
    if among is not None:
        listed = listed.where(Event.slug.in_(among))
    if series_key:
        listed = listed.where(Event.series_key == series_key)
    return db.session.scalars(listed).all()
