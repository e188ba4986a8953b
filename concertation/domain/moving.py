"""An event that moves as a whole takes along what happens in it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from concertation.domain.local_time import local_time_of, nearest_instant_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """From when until when, on the clock of which place."""

    starts_at: datetime
    ends_at: datetime
    timezone: str

    def holds(self, starts_at: datetime, ends_at: datetime | None = None) -> bool:
        """Whether something of this time lies within it."""
        is_begun = self.starts_at <= starts_at < self.ends_at
        return is_begun and (ends_at is None or ends_at <= self.ends_at)

    def displacement_to(self, there: Self) -> timedelta:
        """By how much clock time the whole moved; nothing where only one end did.

        Distances are those that clocks on the wall show, across a change of clock and
        into another zone. A day that begins or ends at another hour after it was put
        on another date has still moved there.
        """
        starts = self._local(there.starts_at, there) - self._local(self.starts_at, self)
        ends = self._local(there.ends_at, there) - self._local(self.ends_at, self)
        if starts == ends:
            return starts
        days = self._days_between(self.starts_at, there.starts_at, there)
        is_whole = days == self._days_between(self.ends_at, there.ends_at, there)
        return timedelta(days=days) if is_whole else timedelta()

    def carry(self, instant: datetime, there: Self) -> datetime:
        """Where something that stood at this instant of the one stands in the other."""
        local = self._local(instant, self) + self.displacement_to(there)
        return nearest_instant_of(local, there.timezone)

    def carry_part(
        self, starts_at: datetime, ends_at: datetime | None, there: Self
    ) -> tuple[datetime, datetime | None]:
        """The same for what lasts; a change of clock never leaves it without length."""
        begins = self.carry(starts_at, there)
        if ends_at is None:
            return begins, None
        ends = self.carry(ends_at, there)
        return begins, ends if ends > begins else begins + (ends_at - starts_at)

    def _days_between(self, here: datetime, at: datetime, there: Self) -> int:
        days = self._local(at, there).date() - self._local(here, self).date()
        return days.days

    @staticmethod
    def _local(instant: datetime, stretch: "Stretch") -> datetime:
        return local_time_of(instant, stretch.timezone)
