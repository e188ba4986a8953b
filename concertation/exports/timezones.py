"""Time zones as calendars want them: yearly rules, not lists of dates.

A calendar file names its zone and must also describe it (RFC 5545, 3.6.5). Real
clients misread a description made of ``RDATE`` lists, so it is derived here from
the IANA data as "the last Sunday of March, each year".
"""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard
from icalendar.prop import vRecur

_YEARS_BEFORE = 1
"""January is still in the season that began in the autumn before."""
_YEARS_COMPARED = 7
"""Enough for every weekday to fall on a fifth week of its month at least once."""
_YEARS_SPELT_OUT = 3
"""The year before, the year itself, and the one in which a meeting may end."""
_DAY = 24 * 60 * 60
_LAST = -1
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Season:
    """What is the same each time that a zone enters one of its seasons."""

    offset_from: timedelta
    offset_to: timedelta
    name: str
    is_daylight: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class _Onset:
    """One moment at which the clocks change."""

    season: _Season
    local: datetime
    """Naive, on the clock as it was before the change: what DTSTART wants."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Observance:
    """A season, when it first begins, and the rule by which it comes back."""

    onset: _Onset
    rule: str | None = None


def vtimezone(zone: str, year: int) -> Timezone:
    """Describe ``zone`` for events of ``year``, and of the start of the next.

    A zone that keeps to yearly rules is right for later years too. One that does
    not (Morocco follows the moon) is spelt out for the year before, the year and
    the year after. Raises `zoneinfo.ZoneInfoNotFoundError` for an unknown zone.
    """
    component = Timezone()
    component.add("TZID", zone)
    for observance in _observances(zone, year):
        component.add_component(_subcomponent(observance))
    return component


@lru_cache(maxsize=256)
def _observances(zone: str, year: int) -> tuple[_Observance, ...]:
    tz = ZoneInfo(zone)
    first_year = year - _YEARS_BEFORE
    onsets = list(_onsets(tz, first_year, first_year + _YEARS_COMPARED))
    if not onsets:
        return (_Observance(onset=_as_found(tz, first_year)),)
    return _yearly(onsets) or (
        _Observance(onset=_as_found(tz, first_year)),
        *(
            _Observance(onset=onset)
            for onset in onsets
            if onset.local.year < first_year + _YEARS_SPELT_OUT
        ),
    )


def _yearly(onsets: Sequence[_Onset]) -> tuple[_Observance, ...] | None:
    """State two alternating seasons as rules, or give up."""
    seasons = dict.fromkeys(onset.season for onset in onsets)
    observances = []
    for season in seasons:
        turns = [onset for onset in onsets if onset.season == season]
        rule = _rule([onset.local for onset in turns])
        if rule is None:
            return None
        observances.append(_Observance(onset=turns[0], rule=rule))
    return tuple(observances)


def _rule(moments: Sequence[datetime]) -> str | None:
    """Find the yearly rule that gives exactly these local moments."""
    if len(moments) != _YEARS_COMPARED:
        return None
    patterns = {(m.month, m.weekday(), m.time()) for m in moments}
    if len(patterns) != 1:
        return None
    weeks = set.intersection(*(_weeks(moment) for moment in moments))
    if not weeks:
        return None
    month, weekday, _ = patterns.pop()
    return f"FREQ=YEARLY;BYMONTH={month};BYDAY={min(weeks)}{_WEEKDAYS[weekday]}"


def _weeks(moment: datetime) -> set[int]:
    """Say which of its weekday in its month a day is: the second, the last."""
    weeks = {(moment.day - 1) // 7 + 1}
    if moment.day + 7 > monthrange(moment.year, moment.month)[1]:
        weeks.add(_LAST)
    return weeks


def _onsets(tz: ZoneInfo, first_year: int, end_year: int) -> Iterator[_Onset]:
    """Find the changes of offset from one New Year (UTC) to another, in order."""
    start = int(datetime(first_year, 1, 1, tzinfo=UTC).timestamp())
    end = int(datetime(end_year, 1, 1, tzinfo=UTC).timestamp())
    for before in range(start, end, _DAY):
        after = min(before + _DAY, end)
        if _offset(tz, before) != _offset(tz, after):
            yield _onset(tz, _first_second_of_change(tz, before, after))


def _first_second_of_change(tz: ZoneInfo, before: int, after: int) -> int:
    old = _offset(tz, before)
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(tz, middle) == old:
            before = middle
        else:
            after = middle
    return after


def _onset(tz: ZoneInfo, second: int) -> _Onset:
    old = datetime.fromtimestamp(second - 1, tz)
    new = datetime.fromtimestamp(second, tz)
    offset_from, offset_to = _offset(tz, second - 1), _offset(tz, second)
    # Ireland and Morocco call their winter a negative daylight saving time, which
    # no calendar understands: the season with more light in the evening is DAYLIGHT.
    saves_daylight = any((old.dst(), new.dst()))
    season = _Season(
        offset_from=offset_from,
        offset_to=offset_to,
        name=new.tzname() or "",
        is_daylight=saves_daylight and offset_to > offset_from,
    )
    local = new.astimezone(UTC).replace(tzinfo=None) + offset_from
    return _Onset(season=season, local=local)


def _as_found(tz: ZoneInfo, year: int) -> _Onset:
    """Take the zone as it already was when ``year`` began."""
    new_year = datetime(year, 1, 1, tzinfo=tz)
    offset = _offset(tz, int(new_year.timestamp()))
    season = _Season(
        offset_from=offset,
        offset_to=offset,
        name=new_year.tzname() or "",
        is_daylight=(new_year.dst() or timedelta()) > timedelta(),
    )
    return _Onset(season=season, local=new_year.replace(tzinfo=None))


def _offset(tz: ZoneInfo, second: int) -> timedelta:
    return datetime.fromtimestamp(second, tz).utcoffset() or timedelta()


def _subcomponent(observance: _Observance) -> TimezoneDaylight | TimezoneStandard:
    season = observance.onset.season
    component = TimezoneDaylight() if season.is_daylight else TimezoneStandard()
    component.add("DTSTART", observance.onset.local)
    component.add("TZOFFSETFROM", season.offset_from)
    component.add("TZOFFSETTO", season.offset_to)
    component.add("TZNAME", season.name)
    if observance.rule:
        component.add("RRULE", vRecur.from_ical(observance.rule))
    return component
