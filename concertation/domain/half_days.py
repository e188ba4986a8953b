"""Mornings and afternoons: what people sign for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

MIDDAY = time(13)
"""A morning that runs over lunch is still one half-day."""
A_MOMENT = timedelta(minutes=1)


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


def half_days_of_parts(
    parts: Iterable[tuple[datetime, datetime | None]], zone: str
) -> list[HalfDay]:
    """Every half-day in which something begins, goes on or ends, in order.

    What has no end counts where it begins.
    """
    touched = {
        half
        for starts_at, ends_at in parts
        for half in half_days(starts_at, ends_at or starts_at + A_MOMENT, zone)
    }
    return sorted(touched, key=lambda half: (half.day, not half.is_morning))


def hours_by_day(
    parts: Iterable[tuple[datetime, datetime | None]], zone: str
) -> tuple[str, ...]:
    """From when until when each day lasts, as every language reads it."""
    days: dict[date, list[datetime]] = {}
    for starts_at, ends_at in sorted(parts, key=lambda part: part[0]):
        for instant in (starts_at, ends_at):
            if instant:
                local = instant.astimezone(ZoneInfo(zone))
                days.setdefault(local.date(), []).append(local)
    return tuple(
        f"{day:%d/%m/%Y} {min(times):%H:%M}–{max(times):%H:%M}"
        for day, times in sorted(days.items())
    )


def _local(day: date, at: time, tz: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tz)
