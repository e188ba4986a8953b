"""Write down what happens when during an event."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import ProgrammeItemGone, ProgrammeOutside
from concertation.domain.moving import Stretch
from concertation.models import Event, ProgrammeItem, Workshop
from concertation.services.audit import note
from concertation.services.places import lock_event


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemSheet:
    title: str
    starts_at: datetime
    ends_at: datetime | None = None
    speakers: str = ""
    room: str = ""
    description: str = ""


def add_item(event_id: int, sheet: ItemSheet, *, actor: str, now: datetime) -> int:
    """Return its id. Raises `ProgrammeOutside`, or `EventCancelled`."""
    with transaction() as session:
        event = _changeable(session, event_id)
        hours = event.hours_by_day
        item = ProgrammeItem(event_id=event.id)
        _write_sheet(event, item, sheet)
        event.programme_items.append(item)
        _renew_calendar(session, event, hours, now=now)
        _note(session, "programme.added", event, item, actor=actor, now=now)
        return item.id


def edit_item(
    event_id: int, item_id: int, sheet: ItemSheet, *, actor: str, now: datetime
) -> None:
    """Raises `ProgrammeOutside`, `ProgrammeItemGone`, or `EventCancelled`."""
    with transaction() as session:
        event = _changeable(session, event_id)
        item = _find(event, item_id)
        if item is None:
            raise ProgrammeItemGone
        hours = event.hours_by_day
        _write_sheet(event, item, sheet)
        _renew_calendar(session, event, hours, now=now)
        _note(session, "programme.changed", event, item, actor=actor, now=now)


def delete_item(event_id: int, item_id: int, *, actor: str, now: datetime) -> None:
    """Deleting twice is deleting once."""
    with transaction() as session:
        event = _changeable(session, event_id)
        item = _find(event, item_id)
        if item is None:
            return
        hours = event.hours_by_day
        session.delete(item)
        _renew_calendar(session, event, hours, now=now)
        _note(session, "programme.removed", event, item, actor=actor, now=now)


def move_along(event: Event, former: Stretch) -> None:
    """Carry programme and workshops where the event went.

    They are kept as instants, like everything that has a time, and move in the
    transaction that moves the event: an organiser who puts a meeting off has nothing
    to do twice, and what only one end of the event passed over is never moved in
    silence. Raises `ProgrammeOutside` where that leaves an item outside.
    """
    there = event.stretch
    parts: list[ProgrammeItem | Workshop] = [*event.programme_items, *event.workshops]
    for part in parts:
        if part.starts_at:
            part.starts_at, part.ends_at = former.carry_part(
                part.starts_at, part.ends_at, there
            )
    _refuse_outside(event, event.programme_items)


def _changeable(session: Session, event_id: int) -> Event:
    event = lock_event(session, event_id)
    event.schedule.refuse_if_cancelled()
    return event


def _find(event: Event, item_id: int) -> ProgrammeItem | None:
    return next((each for each in event.programme_items if each.id == item_id), None)


def _renew_calendar(
    session: Session, event: Event, former: tuple[str, ...], *, now: datetime
) -> None:
    """Calendars keep the entry that they have until one comes with a higher number.

    They tell of a programme the hours of each day alone: what leaves those as they
    were is no change of the event itself, whose editors need not start again.
    """
    session.flush()
    session.expire(event, ["programme_items"])
    if event.hours_by_day != former:
        event.updated_at = now
        event.calendar_sequence += 1


def _write_sheet(event: Event, item: ProgrammeItem, sheet: ItemSheet) -> None:
    item.title = sheet.title
    item.starts_at, item.ends_at = sheet.starts_at, sheet.ends_at
    item.speakers, item.room = sheet.speakers, sheet.room
    item.description = sheet.description
    _refuse_outside(event, [item])


def _refuse_outside(event: Event, items: list[ProgrammeItem]) -> None:
    outside = [
        item.title
        for item in items
        if not event.stretch.holds(item.starts_at, item.ends_at)
    ]
    if outside:
        raise ProgrammeOutside(tuple(outside))


def _note(
    session: Session, action: str, event: Event, item: ProgrammeItem, **by: Any
) -> None:
    note(session, action, event, label=item.title, **by)
