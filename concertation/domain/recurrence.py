"""The dates of a series, and the days on which nobody comes."""

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from enum import StrEnum
from itertools import islice, takewhile

MOST_DATES = 60
"""Events that one request writes in one transaction: more than a year of weeks."""
DAYS_OF_A_WEEK = 7


class Recurrence(StrEnum):
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_DATE = "monthly_date"
    """The same date of each month; the last day of a month that is too short."""
    MONTHLY_WEEKDAY = "monthly_weekday"
    """Such as each third Thursday; the last where a month has no fifth."""


def dates_after(
    first: date,
    rule: Recurrence,
    *,
    count: int | None = None,
    until: date | None = None,
) -> list[date]:
    """The dates that follow, the first not among them, ``until`` included.

    Never more than `MOST_DATES`.
    """
    dates: Iterator[date] = islice(_all_after(first, rule), MOST_DATES)
    if until is not None:
        dates = takewhile(lambda day: day <= until, dates)
    return list(islice(dates, count))


def _all_after(first: date, rule: Recurrence) -> Iterator[date]:
    for number in range(1, MOST_DATES + 1):
        match rule:
            case Recurrence.WEEKLY:
                yield first + timedelta(weeks=number)
            case Recurrence.FORTNIGHTLY:
                yield first + timedelta(weeks=2 * number)
            case Recurrence.MONTHLY_DATE:
                yield _same_date(first, number)
            case Recurrence.MONTHLY_WEEKDAY:
                yield _same_weekday(first, number)


def _same_date(first: date, months: int) -> date:
    year, month = _month_after(first, months)
    return date(year, month, min(first.day, monthrange(year, month)[1]))


def _same_weekday(first: date, months: int) -> date:
    year, month = _month_after(first, months)
    first_weekday, days = monthrange(year, month)
    day = 1 + (first.weekday() - first_weekday) % DAYS_OF_A_WEEK
    day += (first.day - 1) // DAYS_OF_A_WEEK * DAYS_OF_A_WEEK
    return date(year, month, day if day <= days else day - DAYS_OF_A_WEEK)


def _month_after(first: date, months: int) -> tuple[int, int]:
    years, month = divmod(first.month - 1 + months, 12)
    return first.year + years, month + 1


class PublicHoliday(StrEnum):
    """Those of France (article L3133-1 of the labour code)."""

    NEW_YEAR = "new_year"
    EASTER_MONDAY = "easter_monday"
    LABOUR_DAY = "labour_day"
    VICTORY_DAY = "victory_day"
    ASCENSION = "ascension"
    WHIT_MONDAY = "whit_monday"
    NATIONAL_DAY = "national_day"
    ASSUMPTION = "assumption"
    ALL_SAINTS = "all_saints"
    ARMISTICE = "armistice"
    CHRISTMAS = "christmas"


FIXED = {
    (1, 1): PublicHoliday.NEW_YEAR,
    (5, 1): PublicHoliday.LABOUR_DAY,
    (5, 8): PublicHoliday.VICTORY_DAY,
    (7, 14): PublicHoliday.NATIONAL_DAY,
    (8, 15): PublicHoliday.ASSUMPTION,
    (11, 1): PublicHoliday.ALL_SAINTS,
    (11, 11): PublicHoliday.ARMISTICE,
    (12, 25): PublicHoliday.CHRISTMAS,
}
AFTER_EASTER = {
    1: PublicHoliday.EASTER_MONDAY,
    39: PublicHoliday.ASCENSION,
    50: PublicHoliday.WHIT_MONDAY,
}


def holiday_on(day: date) -> PublicHoliday | None:
    moving = AFTER_EASTER.get((day - _easter(day.year)).days)
    return FIXED.get((day.month, day.day)) or moving


def _easter(year: int) -> date:
    """The Sunday after the first full moon of spring, as the church reckons it."""
    century, in_century = divmod(year, 100)
    golden = year % 19
    leap_centuries, rest = divmod(century, 4)
    moon_shift = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - moon_shift + 15) % 30
    leaps, left = divmod(in_century, 4)
    weekday = (32 + 2 * rest + 2 * leaps - epact - left) % 7
    late = (golden + 11 * epact + 22 * weekday) // 451
    month, day = divmod(epact + weekday - 7 * late + 114, 31)
    return date(year, month, day + 1)
