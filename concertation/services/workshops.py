"""Write the workshops of an event, and how people choose among them."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.seating import QuotaKind
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Workshop, admission_quota
from concertation.services.audit import note
from concertation.services.places import lock_event, seat_waiting
from concertation.services.quotas import new_quota


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkshopSheet:
    title: str
    description: str = ""
    room: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    seats: int | None = None
    """None: no limit of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistrationRules:
    """How people register, beyond how many places there are."""

    needs_approval: bool
    companions_most: int
    companions_named: bool
    workshop_rule: WorkshopRule
    workshops_most: int | None
    workshops_mandatory: bool


def change_rules(
    event_id: int, rules: RegistrationRules, *, actor: str, now: datetime
) -> None:
    """Nobody who registered loses anything: rules are for who answers from now on."""
    with transaction() as session:
        event = lock_event(session, event_id)
        changed = [
            name
            for name in rules.__slots__
            if getattr(event, name) != getattr(rules, name)
        ]
        for name in changed:
            setattr(event, name, getattr(rules, name))
        if changed:
            note(session, "event.changed", event, actor=actor, now=now, fields=changed)


def add_workshop(
    event_id: int, sheet: WorkshopSheet, *, actor: str, now: datetime
) -> int:
    with transaction() as session:
        event = lock_event(session, event_id)
        quota = new_quota(session, event, kind=QuotaKind.WORKSHOP, seats=sheet.seats)
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
        note(
            session, "workshop.changed", event, actor=actor, now=now, label=sheet.title
        )
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
    """Offer it no more. Who chose it keeps it; where nobody did, nothing of it stays."""
    with transaction() as session:
        event = lock_event(session, event_id)
        workshop = _workshop(session, event, workshop_id)
        title = workshop.title
        note(session, "workshop.removed", event, actor=actor, now=now, label=title)
        links = select(admission_quota).where(
            admission_quota.c.quota_id == workshop.quota_id
        )
        if session.execute(links.limit(1)).first():
            workshop.retired_at = workshop.retired_at or now
        else:
            session.delete(workshop)


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
