"""Prepare events, publish them, move them, call them off."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import (
    EventChangedMeanwhile,
    EventOver,
)
from concertation.domain.event import EventState
from concertation.domain.messages import Appointment, EventCalledOff, EventChanged
from concertation.domain.moving import Stretch
from concertation.models import Event, SeatPool
from concertation.queries.registrations import current_registrations
from concertation.services.announcements import appointment_of, tell
from concertation.services.audit import note
from concertation.services.belonging import settle_belonging, tell_belonging
from concertation.services.event_addresses import free_address
from concertation.services.event_sheet import EventSheet, write_sheet
from concertation.services.guest_news import (
    tell_guests_called_off,
    tell_guests_moved,
)
from concertation.services.places import (
    end_registration,
    lock_event,
    seat_waiting,
)
from concertation.services.programme import move_along
from concertation.services.reminders import set_reminders_anew

TIME_FIELDS = frozenset({"starts_at", "ends_at", "timezone"})
PLACE_FIELDS = frozenset({"venue_name", "venue_address", "postal_code", "city"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventReceipt:
    event_id: int
    slug: str
    changed: frozenset[str] = frozenset()
    """The names of what is not as before."""
    people_told: int = 0
    """Of another date or place."""


def create_event(sheet: EventSheet, *, actor: str, now: datetime) -> EventReceipt:
    """Make a draft.

    Raises `AddressTaken` for an address that was chosen, or `GroupGone` for a group
    that does not meet in that phase any more.
    """
    with transaction() as session:
        sheet = settle_belonging(session, sheet)
        event = Event(
            pool=SeatPool(), calendar_uid=str(uuid4()), created_at=now, updated_at=now
        )
        write_sheet(
            event, replace(sheet, slug=free_address(session, sheet.slug, sheet.title))
        )
        session.add(event)
        note(session, "event.created", event, actor=actor, now=now)
        return EventReceipt(event_id=event.id, slug=event.slug)


def edit_event(
    event_id: int,
    sheet: EventSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> EventReceipt:
    """Change a sheet. The address stays once people may have it in their mail.

    A published event that moves sends everyone a notice, with a new invitation for
    those who have a seat, and guests who have not answered one as well; more seats go
    to the waiting line at once.

    Programme, workshops and reminders move along with an event that moves as a whole.

    Raises `EventChangedMeanwhile` unless the event still is the ``version`` that its
    editor saw, `AddressTaken`, `EventCancelled` for an event that was called off,
    `GroupGone` as `create_event` does, or `ProgrammeOutside` for hours that leave
    something of the programme outside.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        event.schedule.refuse_if_cancelled()
        former, former_stretch = appointment_of(event), event.stretch
        changes = _write(session, event, sheet)
        changed = frozenset(changes)
        if not changed:
            return EventReceipt(event_id=event.id, slug=event.slug)
        if version not in {None, event.version}:
            raise EventChangedMeanwhile
        if changed & TIME_FIELDS:
            _take_along(session, event, former_stretch, now=now)
        event.updated_at = now
        note(session, "event.changed", event, actor=actor, now=now, changes=changes)
        told = _tell_if_moved(session, event, changed, former, now=now)
        seat_waiting(session, event, now=now)
        return EventReceipt(
            event_id=event.id, slug=event.slug, changed=changed, people_told=told
        )


def publish_event(event_id: int, *, actor: str, now: datetime) -> None:
    """Show a draft to the public; twice is once. Raises `EventCancelled`."""
    with transaction() as session:
        event = lock_event(session, event_id)
        event.schedule.refuse_if_cancelled()
        if event.state is EventState.PUBLISHED:
            return
        event.state = EventState.PUBLISHED
        event.published_at = event.updated_at = now
        note(session, "event.published", event, actor=actor, now=now)


def call_off_event(event_id: int, reason: str, *, actor: str, now: datetime) -> int:
    """Cancel an event, end its registrations, and tell everyone; return how many.

    Guests who have not answered are told too. Calling off twice is calling off once.
    Raises `EventOver` after its end.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        if event.state is EventState.CANCELLED:
            return 0
        if now >= event.ends_at:
            raise EventOver
        event.state = EventState.CANCELLED
        event.cancelled_at = event.updated_at = now
        event.cancellation_reason = reason
        event.calendar_sequence += 1
        registrations = current_registrations(session, event.id)
        for registration in registrations:
            had_seat = end_registration(event.pool, registration, now=now)
            tell(
                session,
                EventCalledOff,
                registration,
                now=now,
                had_seat=had_seat,
                reason=reason,
            )
        told = len(registrations)
        told += tell_guests_called_off(session, event, reason, now=now)
        note(session, "event.called_off", event, actor=actor, now=now, people_told=told)
        return told


def _write(
    session: Session, event: Event, sheet: EventSheet
) -> dict[str, tuple[Any, Any]]:
    settled = settle_belonging(session, sheet)
    slug = _address_of(session, event, sheet)
    changes = write_sheet(event, replace(settled, slug=slug))
    tell_belonging(session, event, changes)
    return changes


def _address_of(session: Session, event: Event, sheet: EventSheet) -> str:
    """It stays once the event was published: it stands in mails."""
    if event.published_at:
        return event.slug
    return free_address(session, sheet.slug, sheet.title, event)


def _take_along(
    session: Session, event: Event, former: Stretch, *, now: datetime
) -> None:
    move_along(event, former)
    set_reminders_anew(session, event, now=now)


def _tell_if_moved(
    session: Session,
    event: Event,
    changed: frozenset[str],
    former: Appointment,
    *,
    now: datetime,
) -> int:
    """Return how many people are told."""
    moved_in_time = bool(changed & TIME_FIELDS)
    moved_in_space = bool(changed & PLACE_FIELDS)
    if not (moved_in_time or moved_in_space):
        return 0
    event.calendar_sequence += 1
    if event.state is not EventState.PUBLISHED or now >= event.ends_at:
        return 0
    move = {
        "moved_in_time": moved_in_time,
        "moved_in_space": moved_in_space,
        "former": former,
    }
    registrations = current_registrations(session, event.id)
    for registration in registrations:
        has_seat = registration.admission.state.holds_seats
        tell(session, EventChanged, registration, now=now, has_seat=has_seat, **move)
    return len(registrations) + tell_guests_moved(session, event, now=now, **move)
