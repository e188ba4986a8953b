"""Remind people of an event, once each, at instants relative to its start."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.errors import ReminderTooLate
from concertation.domain.event import EventState
from concertation.domain.messages import EventReminder
from concertation.domain.reminders import ReminderRule
from concertation.models import Event, Registration, Reminder, ReminderTold
from concertation.queries.reminders import first_due, people_to_remind
from concertation.services.announcements import tell
from concertation.services.audit import note
from concertation.services.places import lock_event

BATCH = 100
"""People in one transaction: whoever registers meanwhile waits for no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSheet:
    rule: ReminderRule
    tells_waiting: bool = False


def add_reminder(
    event_id: int, sheet: ReminderSheet, *, actor: str, now: datetime
) -> int:
    """Return its id. Two at the same instant would write twice: the first one stays.

    Raises `ReminderTooLate` for an instant that is past, or not before the start.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        event.schedule.refuse_if_cancelled()
        due_at = sheet.rule.due_at(event.starts_at, event.timezone)
        if not now < due_at < event.starts_at:
            raise ReminderTooLate
        for there in _reminders(session, event):
            if there.due_at == due_at:
                return there.id
        rule = sheet.rule
        reminder = Reminder(
            event_id=event.id,
            days_before=rule.days_before,
            at_time=rule.at_time,
            hours_before=rule.hours_before,
            tells_waiting=sheet.tells_waiting,
            due_at=due_at,
            set_at=now,
        )
        session.add(reminder)
        session.flush()
        _note(session, "reminder.added", event, reminder, actor=actor, now=now)
        return reminder.id


def delete_reminder(
    event_id: int, reminder_id: int, *, actor: str, now: datetime
) -> None:
    """Whoever it told was told. Deleting twice is deleting once."""
    with transaction() as session:
        event = lock_event(session, event_id)
        reminder = session.get(Reminder, reminder_id, populate_existing=True)
        if reminder is None or reminder.event_id != event.id:
            return
        told = ReminderTold.reminder_id == reminder.id
        session.execute(delete(ReminderTold).where(told))
        session.delete(reminder)
        _note(session, "reminder.removed", event, reminder, actor=actor, now=now)


def set_reminders_anew(session: Session, event: Event, *, now: datetime) -> None:
    """Move the reminders with the start of the event, in the caller's transaction.

    Who was told of the former date is told again only where the new instant is still
    to come: the date in their first reminder is wrong by now. An instant that the move
    puts into the past says nothing, for the notice of the move has just said it all.
    """
    for reminder in _reminders(session, event):
        due_at = reminder.rule.due_at(event.starts_at, event.timezone)
        if due_at != reminder.due_at:
            reminder.due_at, reminder.set_at = due_at, now
            reminder.finished_at = None


def send_due_reminders(*, now: datetime) -> bool:
    """Promise one batch of the reminder that has waited longest; False: none is due.

    The lock of the event keeps out a second worker, and whoever cancels meanwhile;
    the mails and the rows that say who was told are one transaction, so that a crash
    leaves both or neither.
    """
    due = first_due(now=now)
    if due is None:
        return False
    with transaction() as session:
        event = lock_event(session, due.event_id)
        reminder = session.get(Reminder, due.id, populate_existing=True)
        if reminder and _is_still_due(reminder, event, now=now):
            people = people_to_remind(session, reminder, limit=BATCH)
            for registration in people:
                _remind(session, reminder, registration, now=now)
            if len(people) < BATCH:
                reminder.finished_at = now
    return True


def _is_still_due(reminder: Reminder, event: Event, *, now: datetime) -> bool:
    """It was looked up without the lock."""
    is_due = reminder.set_at < reminder.due_at <= now < event.starts_at
    is_open = reminder.finished_at is None
    return is_due and is_open and event.state is EventState.PUBLISHED


def _remind(
    session: Session, reminder: Reminder, registration: Registration, *, now: datetime
) -> None:
    event = registration.event
    session.execute(
        insert(table_of(ReminderTold)),
        {
            "reminder_id": reminder.id,
            "registration_id": registration.id,
            "due_at": reminder.due_at,
            "told_at": now,
        },
    )
    tell(
        session,
        EventReminder,
        registration,
        now=now,
        has_seat=registration.admission.state.holds_seats,
        access_notes=event.access_notes,
        has_programme=event.has_programme,
    )


def _reminders(session: Session, event: Event) -> list[Reminder]:
    return list(
        session.scalars(
            select(Reminder)
            .where(Reminder.event_id == event.id)
            .order_by(Reminder.id)
            .execution_options(populate_existing=True)
        )
    )


def _note(
    session: Session, action: str, event: Event, reminder: Reminder, **by: Any
) -> None:
    note(session, action, event, label=_in_short(reminder.rule), **by)


def _in_short(rule: ReminderRule) -> str:
    """For the journal, which keeps what it is told in one language only."""
    if rule.at_time:
        return f"-{rule.days_before} d {rule.at_time:%H:%M}"
    return f"-{rule.hours_before} h"
