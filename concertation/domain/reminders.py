"""When people are reminded of an event."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Self

from concertation.domain.local_time import local_time_of, nearest_instant_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRule:
    """Either some days before at a time of the clock, or some hours before."""

    days_before: int | None = None
    at_time: time | None = None
    hours_before: int | None = None

    @classmethod
    def days(cls, count: int, at_time: time) -> Self:
        return cls(days_before=count, at_time=at_time)

    @classmethod
    def hours(cls, count: int) -> Self:
        return cls(hours_before=count)

    def due_at(self, starts_at: datetime, zone: str) -> datetime:
        """The instant at which it goes out.

        Days are those of the calendar, and the time is what the clock of the place
        shows, whatever became of the clock in between. Hours are as long as they last.
        """
        if self.hours_before is not None:
            return starts_at - timedelta(hours=self.hours_before)
        if self.days_before is None or self.at_time is None:
            raise ValueError("a reminder needs days and a time, or hours")
        day = local_time_of(starts_at, zone).date() - timedelta(days=self.days_before)
        return nearest_instant_of(datetime.combine(day, self.at_time), zone)
