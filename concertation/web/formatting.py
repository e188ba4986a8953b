"""Dates and texts as people read them; filters for the templates."""

import re
from datetime import date, datetime, time
from functools import lru_cache
from itertools import zip_longest
from math import floor
from zoneinfo import ZoneInfo

from babel.dates import format_date, format_datetime, format_time, get_timezone_location
from babel.numbers import format_decimal, format_percent
from flask import Flask
from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.domain.messages import RegistrationMessage
from concertation.domain.siret import written_siret
from concertation.models import Event, Workshop
from concertation.web.markdown import excerpt, markdown_to_html

# "9 h 30" with narrow no-break spaces, as French typography wants it.
FIRST_OF_MONTH = re.compile(r"\b1(?= [^\W\d]+)")
FRENCH_TIME = "H\u202f'h'\u202fmm"
FRENCH_FULL_HOUR = "H\u202f'h'"
CEDEX = re.compile(r"\s+cedex\b.*", re.IGNORECASE)


def register_filters(app: Flask) -> None:
    app.jinja_env.filters.update(
        long_date=long_date,
        medium_date=medium_date,
        date_time=date_time,
        short_date_time=short_date_time,
        time=time_of_day,
        time_span=time_span,
        workshop_time=workshop_time,
        workshops_in_words=workshops_in_words,
        written_day=written_day,
        iso=iso,
        day=day_in_words,
        full_day=full_day,
        day_number=lambda when, zone: _format_date(when, zone, "d"),
        weekday=lambda when, zone: _format_date(when, zone, "EEEE"),
        month=lambda when, zone: _format_date(when, zone, "MMM"),
        month_and_year=lambda when, zone: _format_date(when, zone, "MMM y"),
        capitalised=capitalised,
        year=lambda when, zone: _format_date(when, zone, "y"),
        zone_city=zone_city,
        number=number,
        decimal=decimal,
        percent=percent,
        without_cedex=without_cedex,
        markdown=markdown_to_html,
        siret=written_siret,
        excerpt=excerpt,
    )


def long_date(when: datetime, zone: str) -> str:
    """The local day: « lundi 19 juin 2017 »."""
    return _format_date(when, zone, "full")


def date_time(when: datetime, zone: str) -> str:
    """The local day and time, in words: « 19 juin 2017 à 9 h 30 »."""
    day, time = _format_date(when, zone, "long"), time_of_day(when, zone)
    return str(_("%(day)s at %(time)s", day=day, time=time))


def short_date_time(when: datetime, zone: str) -> str:
    """For tables: « 19/06/2017 09:30 »."""
    return format_datetime(_there(when, zone), "dd/MM/y HH:mm", locale=_locale())


def day_in_words(day: date) -> str:
    """« 19 juin 2017 »."""
    text = _written_date(day, "long", _locale())
    return FIRST_OF_MONTH.sub("1er", text) if _is_french() else text


def full_day(day: date) -> str:
    """« lundi 19 juin 2017 »."""
    text = _written_date(day, "full", _locale())
    return FIRST_OF_MONTH.sub("1er", text) if _is_french() else text


def time_of_day(when: datetime, zone: str) -> str:
    there = _there(when, zone).time()
    if not _is_french():
        return _written_time(there, "short", _locale())
    pattern = FRENCH_TIME if there.minute else FRENCH_FULL_HOUR
    return _written_time(there, pattern, _locale())


def time_span(starts_at: datetime | None, ends_at: datetime | None, zone: str) -> str:
    """« 14 h – 15 h 30 »; nothing for what has no time of its own."""
    times = [time_of_day(each, zone) for each in (starts_at, ends_at) if each]
    return " – ".join(times)


def workshop_time(workshop: Workshop, event: Event) -> str:
    """Its hours, and its day where the event has more than one to choose from."""
    hours = time_span(workshop.starts_at, workshop.ends_at, event.timezone)
    when = workshop.starts_at or workshop.ends_at
    if when is None or not event.has_several_days:
        return hours
    return f"{long_date(when, event.timezone)}, {hours}"


def workshops_in_words(message: RegistrationMessage) -> str:
    """« Lin (lundi 19 juin 2017, 9 h 30), Verre »: each with its time if it is told."""
    zone = message.meeting.timezone
    named = zip_longest(message.workshops, message.workshop_starts, fillvalue="")
    return ", ".join(
        f"{title} ({_day_and_time(datetime.fromisoformat(starts), zone)})"
        if starts
        else title
        for title, starts in named
    )


def _day_and_time(when: datetime, zone: str) -> str:
    return f"{long_date(when, zone)}, {time_of_day(when, zone)}"


def written_day(day: str) -> str:
    """« 31 décembre 2026 » for a day that stands in a text as ISO 8601."""
    written = _written_date(date.fromisoformat(day), "long", _locale())
    return FIRST_OF_MONTH.sub("1er", written) if _is_french() else written


def iso(when: datetime, zone: str) -> str:
    return _there(when, zone).isoformat()


def zone_city(zone: str) -> str:
    """« Paris », for « heure de Paris »."""
    return get_timezone_location(zone, locale=_locale(), return_city=True)


def without_cedex(city: str) -> str:
    """The town itself: maps know nothing of the post's own distribution (CEDEX)."""
    return CEDEX.sub("", city)


def capitalised(text: str) -> str:
    """With a capital letter, where it begins a sentence; the rest stays as it is."""
    return text[:1].upper() + text[1:]


def number(count: int) -> str:
    """« 10 000 »."""
    return format_decimal(count, locale=_locale())


def decimal(ratio: float) -> str:
    """« 4,49 »: cut off, so that what is too little never looks enough."""
    return format_decimal(floor(ratio * 100) / 100, "0.0#", locale=_locale())


def percent(ratio: float) -> str:
    """« 69 % », rounded to the whole."""
    pattern = "#,##0\u202f%" if _is_french() else "#,##0%"
    return format_percent(ratio, pattern, locale=_locale())


def medium_date(when: datetime, zone: str) -> str:
    """« 19 juin 2017 », shorter where a month has a short name."""
    return _format_date(when, zone, "medium")


def _format_date(when: datetime, zone: str, pattern: str) -> str:
    day = _written_date(_there(when, zone).date(), pattern, _locale())
    return FIRST_OF_MONTH.sub("1er", day) if _is_french() else day


@lru_cache(maxsize=1024)
def _written_date(day: date, pattern: str, locale: str) -> str:
    return format_date(day, pattern, locale=locale)


@lru_cache(maxsize=1024)
def _written_time(when: time, pattern: str, locale: str) -> str:
    return format_time(when, pattern, locale=locale)


def _there(when: datetime, zone: str) -> datetime:
    return when.astimezone(ZoneInfo(zone))


def _locale() -> str:
    """English as Europe writes dates: the day first."""
    return "fr" if _is_french() else "en_GB"


def _is_french() -> bool:
    return str(get_locale()) == "fr"
