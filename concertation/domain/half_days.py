"""Mornings and afternoons: what people sign for."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDDAY = time(13)
"""A morning that runs over lunch is still one half-day."""


@dataclass(frozen=True, slots=True)
class HalfDay:
    day: date
    """On the clock of the place."""
    is_morning: bool


def half_days(starts_at: datetime, ends_at: datetime, zone: str) -> list[HalfDay]:
    """Every half-day that the stretch of time touches, in order."""
    tz = ZoneInfo(zone)
    starts, ends = starts_at.astimezone(tz), ends_at.astimezone(tz)
    found = []
    day = starts.date()
    while day <= ends.date():
        dawn, midday = _local(day, time(), tz), _local(day, MIDDAY, tz)
        night = _local(day + timedelta(days=1), time(), tz)
        if starts < midday and ends > dawn:
            found.append(HalfDay(day, is_morning=True))
        if starts < night and ends > midday:
            found.append(HalfDay(day, is_morning=False))
        day += timedelta(days=1)
    return found


def _local(day: date, at: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tz)
