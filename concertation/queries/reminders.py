"""Which reminders there are, which is due, and whom it is for."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session, contains_eager

from concertation.database import db
from concertation.domain.event import EventState
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, Registration, Reminder, ReminderTold
from concertation.queries.restrictions import may_be_solicited
from concertation.queries.seating import HOLDS_SEATS


def reminders_of(event: Event) -> Sequence[Reminder]:
    """In the order in which they go out."""
    return db.session.scalars(
        select(Reminder)
        .where(Reminder.event_id == event.id)
        .order_by(Reminder.due_at, Reminder.id)
    ).all()


def find_reminder(event: Event, reminder_id: int) -> Reminder | None:
    return db.session.scalar(
        select(Reminder).where(
            Reminder.id == reminder_id, Reminder.event_id == event.id
        )
    )


def told_by_reminder(event: Event) -> dict[int, int]:
    """How many were told, by the id of each reminder that told somebody."""
    counted = (
        select(ReminderTold.reminder_id, func.count())
        .join(Reminder, Reminder.id == ReminderTold.reminder_id)
        .where(Reminder.event_id == event.id, Reminder.due_at == ReminderTold.due_at)
        .group_by(ReminderTold.reminder_id)
    )
    return {number: count for number, count in db.session.execute(counted)}


def first_due(*, now: datetime) -> Reminder | None:
    """The reminder that has waited longest; after the start of its event it is late."""
    return db.session.scalar(
        select(Reminder)
        .join(Event, Event.id == Reminder.event_id)
        .where(
            Reminder.finished_at.is_(None),
            Reminder.due_at <= now,
            Reminder.due_at > Reminder.set_at,
            Event.state == EventState.PUBLISHED,
            Event.starts_at > now,
        )
        .order_by(Reminder.due_at, Reminder.id)
        .limit(1)
    )


def people_to_remind(
    session: Session, reminder: Reminder, *, limit: int
) -> Sequence[Registration]:
    """Some of those who are not told yet, under the lock of the event's pool.

    Whoever registered, or got a seat, since the reminder was due was told all of it
    then. Another reminder that fell on the same instant, since the event moved or on a
    copy, has told it as well.
    """
    states = [*HOLDS_SEATS]
    if reminder.tells_waiting:
        states.append(AdmissionState.WAITLISTED)
    is_told = exists().where(
        ReminderTold.registration_id == Registration.id,
        ReminderTold.due_at == reminder.due_at,
    )
    return session.scalars(
        select(Registration)
        .join(Registration.admission)
        .where(
            Registration.event_id == reminder.event_id,
            Registration.ended_at.is_(None),
            Registration.anonymised_at.is_(None),
            Registration.created_at < reminder.due_at,
            Admission.state.in_(states),
            or_(Admission.decided_at.is_(None), Admission.decided_at < reminder.due_at),
            ~is_told,
            may_be_solicited(Registration.email_key),
        )
        .order_by(Registration.id)
        .limit(limit)
        .options(contains_eager(Registration.admission).selectinload(Admission.quotas))
        .execution_options(populate_existing=True)
    ).all()
