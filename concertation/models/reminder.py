"""What reminds people of an event, and who was reminded already."""

from datetime import datetime, time

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from concertation.database import Base
from concertation.domain.reminders import ReminderRule


class Reminder(Base):
    __tablename__ = "event_reminder"
    __table_args__ = (
        CheckConstraint("days_before >= 0", name="days_not_negative"),
        CheckConstraint("hours_before > 0", name="hours_positive"),
        CheckConstraint(
            "(days_before IS NULL) <> (hours_before IS NULL)", name="days_or_hours"
        ),
        CheckConstraint(
            "(days_before IS NULL) = (at_time IS NULL)", name="days_have_a_time"
        ),
        Index("ix_event_reminder_due", "finished_at", "due_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    days_before: Mapped[int | None]
    at_time: Mapped[time | None]
    hours_before: Mapped[int | None]
    tells_waiting: Mapped[bool] = mapped_column(default=False)
    """Whether those on the waiting list are reminded as well."""
    due_at: Mapped[datetime]
    """Made of the rule and of the start of the event, anew whenever that moves."""
    set_at: Mapped[datetime]
    """When that was. A reminder that was already due then never goes out: whoever set
    it, or moved the event, has just told people, or means somebody else."""
    finished_at: Mapped[datetime | None]
    """When the last one was told; nobody is from then on."""

    @property
    def rule(self) -> ReminderRule:
        return ReminderRule(
            days_before=self.days_before,
            at_time=self.at_time,
            hours_before=self.hours_before,
        )

    @property
    def comes_too_late(self) -> bool:
        return self.due_at <= self.set_at


class ReminderTold(Base):
    """One person told once: written in the transaction that promises the mail."""

    __tablename__ = "reminder_told"

    reminder_id: Mapped[int] = mapped_column(
        ForeignKey("event_reminder.id"), primary_key=True
    )
    registration_id: Mapped[int] = mapped_column(
        ForeignKey("registration.id"), primary_key=True, index=True
    )
    due_at: Mapped[datetime] = mapped_column(primary_key=True)
    """For which instant: an event that moves is another date to be reminded of."""
    told_at: Mapped[datetime]
