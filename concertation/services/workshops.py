"""Write the workshops of an event."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.seating import QuotaKind
from concertation.models import (
    AdmissionWish,
    Event,
    Quota,
    Workshop,
    admission_quota,
)
from concertation.services.audit import note
from concertation.services.places import lock_event, seat_waiting
from concertation.services.quotas import add_quota


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopSheet:
    title: str
    description: str = ""
    room: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    seats: int | None = None
    """None: no limit of its own."""


def add_workshop(
    event_id: int, sheet: WorkshopSheet, *, actor: str, now: datetime
) -> int:
    """Offer it after the others; return its id."""
    with transaction() as session:
        event = lock_event(session, event_id)
        quota = Quota(kind=QuotaKind.WORKSHOP, seats=sheet.seats)
        add_quota(session, event.pool, quota)
        last = max((each.position for each in event.workshops), default=0)
        workshop = Workshop(event_id=event.id, position=last + 1, quota=quota)
        _write_sheet(workshop, sheet)
        event.workshops.append(workshop)
        session.flush()
        note(session, "workshop.added", event, actor=actor, now=now, label=sheet.title)
        return workshop.id


def edit_workshop(
    event_id: int, workshop_id: int, sheet: WorkshopSheet, *, actor: str, now: datetime
) -> None:
    """Whoever takes part still does, also where there are fewer seats now."""
    with transaction() as session:
        event = lock_event(session, event_id)
        workshop = _workshop(session, event, workshop_id)
        _write_sheet(workshop, sheet)
        title = sheet.title
        note(session, "workshop.changed", event, actor=actor, now=now, label=title)
        seat_waiting(session, event, now=now)


def move_workshop(
    event_id: int, workshop_id: int, *, up: bool, actor: str, now: datetime
) -> None:
    """Change places with the one before or after; at either end, do nothing."""
    with transaction() as session:
        event = lock_event(session, event_id)
        workshop = _workshop(session, event, workshop_id)
        order = event.offered_workshops
        there = order.index(workshop) + (-1 if up else 1)
        if 0 <= there < len(order):
            other = order[there]
            workshop.position, other.position = other.position, workshop.position
            title = workshop.title
            note(session, "workshop.moved", event, actor=actor, now=now, label=title)


def retire_workshop(
    event_id: int, workshop_id: int, *, actor: str, now: datetime
) -> None:
    """Offer it no more: who chose it keeps it, and where nobody did nothing stays."""
    with transaction() as session:
        event = lock_event(session, event_id)
        workshop = _workshop(session, event, workshop_id)
        title = workshop.title
        note(session, "workshop.removed", event, actor=actor, now=now, label=title)
        if _is_chosen(session, workshop.quota_id):
            workshop.retired_at = workshop.retired_at or now
        else:
            session.delete(workshop)
            session.delete(workshop.quota)


def _is_chosen(session: Session, quota_id: int) -> bool:
    chosen = select(admission_quota.c.quota_id).filter_by(quota_id=quota_id)
    wished = select(AdmissionWish.quota_id).filter_by(quota_id=quota_id)
    return session.scalar(chosen.union_all(wished).limit(1)) is not None


def _workshop(session: Session, event: Event, workshop_id: int) -> Workshop:
    return session.scalars(
        select(Workshop)
        .where(Workshop.id == workshop_id, Workshop.event_id == event.id)
        .execution_options(populate_existing=True)
    ).one()


def _write_sheet(workshop: Workshop, sheet: WorkshopSheet) -> None:
    workshop.title = sheet.title
    workshop.description = sheet.description
    workshop.room = sheet.room
    workshop.starts_at, workshop.ends_at = sheet.starts_at, sheet.ends_at
    workshop.quota.seats = sheet.seats
