"""A VTIMEZONE is right when a calendar that knows nothing else tells the time."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from concertation.exports.timezones import vtimezone

HOUR = timedelta(hours=1)

FRENCH_ZONES = [
    "America/Cayenne",
    "America/Guadeloupe",
    "America/Martinique",
    "America/Miquelon",
    "Europe/Paris",
    "Indian/Mayotte",
    "Indian/Reunion",
    "Pacific/Noumea",
    "Pacific/Tahiti",
    "Pacific/Wallis",
]
# Rules by the last and by the second Sunday, in the south, by half an hour, with a
# "negative" summer time, and those that cannot be stated or that changed meanwhile.
FOREIGN_ZONES = [
    "Africa/Cairo",
    "Africa/Casablanca",
    "America/Mexico_City",
    "America/New_York",
    "America/Santiago",
    "America/Sao_Paulo",
    "Asia/Jerusalem",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Australia/Sydney",
    "Europe/Dublin",
    "Europe/Istanbul",
    "Europe/Volgograd",
    "UTC",
]


def lines(zone, year):
    return vtimezone(zone, year).to_ical().decode().split("\r\n")


def onsets(component, until):
    """Yield each onset's UTC instant and offset, as RFC 5545 says to read them."""
    for observance in component.subcomponents:
        start = observance["DTSTART"].dt
        before = observance["TZOFFSETFROM"].td
        rule = observance.get("RRULE")
        locals_ = [start]
        if rule:
            locals_ = rrulestr(rule.to_ical().decode(), dtstart=start).between(
                start, until, inc=True
            )
        for local in locals_:
            yield (local - before).replace(tzinfo=UTC), observance["TZOFFSETTO"].td


def told_offset(known_onsets, instant):
    return max(onset for onset in known_onsets if onset[0] <= instant)[1]


def hours_worth_checking(tz, first_year, last_year):
    """Yield noon of each day, and each hour of the two days around a change."""
    day = datetime(first_year, 1, 1, tzinfo=UTC)
    while day.year <= last_year:
        yield day + 12 * HOUR
        if (
            day.astimezone(tz).utcoffset()
            != (day + 24 * HOUR).astimezone(tz).utcoffset()
        ):
            yield from (day + hour * HOUR for hour in range(-24, 48))
            yield from (day + minute * HOUR / 4 for minute in range(24 * 4))
        day += 24 * HOUR


def assert_tells_time(component, zone, first_year, last_year):
    tz = ZoneInfo(zone)
    known = list(onsets(component, datetime(last_year + 1, 12, 31)))  # noqa: DTZ001
    for instant in hours_worth_checking(tz, first_year, last_year):
        assert told_offset(known, instant) == instant.astimezone(tz).utcoffset(), (
            instant
        )


def test_paris_is_told_by_its_two_yearly_rules():
    assert lines("Europe/Paris", 2026) == [
        "BEGIN:VTIMEZONE",
        "TZID:Europe/Paris",
        "BEGIN:DAYLIGHT",
        "DTSTART:20250330T020000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3",
        "TZNAME:CEST",
        "TZOFFSETFROM:+0100",
        "TZOFFSETTO:+0200",
        "END:DAYLIGHT",
        "BEGIN:STANDARD",
        "DTSTART:20251026T030000",
        "RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10",
        "TZNAME:CET",
        "TZOFFSETFROM:+0200",
        "TZOFFSETTO:+0100",
        "END:STANDARD",
        "END:VTIMEZONE",
        "",
    ]


def test_miquelon_changes_on_numbered_sundays():
    text = lines("America/Miquelon", 2026)

    assert "RRULE:FREQ=YEARLY;BYDAY=2SU;BYMONTH=3" in text
    assert "RRULE:FREQ=YEARLY;BYDAY=1SU;BYMONTH=11" in text


@pytest.mark.parametrize("year", [2017, 2021, 2026, 2030])
def test_a_last_sunday_is_never_taken_for_a_fourth(year):
    assert not [line for line in lines("Europe/Paris", year) if "BYDAY=4SU" in line]


@pytest.mark.parametrize(
    ("zone", "name", "offset"),
    [
        ("Indian/Reunion", "+04", "+0400"),
        ("America/Martinique", "AST", "-0400"),
        ("Pacific/Noumea", "+11", "+1100"),
    ],
)
def test_a_zone_without_summer_time_has_one_standard_observance(zone, name, offset):
    component = vtimezone(zone, 2026)

    (observance,) = component.subcomponents
    assert observance.name == "STANDARD"
    assert "RRULE" not in observance
    text = lines(zone, 2026)
    assert f"TZNAME:{name}" in text
    assert f"TZOFFSETFROM:{offset}" in text
    assert f"TZOFFSETTO:{offset}" in text


def test_a_zone_that_follows_the_moon_is_spelt_out_without_rules():
    text = lines("Africa/Casablanca", 2026)

    assert "DTSTART:20260215T030000" in text
    assert "DTSTART:20260322T020000" in text
    assert not [line for line in text if line.startswith("RRULE")]


def test_a_rule_is_stated_only_if_later_years_keep_to_it():
    # Mexico gave up its summer time after 2022, Paris moved its winter in 1996.
    assert "RRULE" not in "".join(lines("America/Mexico_City", 2021))
    assert_tells_time(vtimezone("Europe/Paris", 1994), "Europe/Paris", 1994, 1995)
    assert_tells_time(vtimezone("Europe/Paris", 1996), "Europe/Paris", 1996, 1997)


def test_a_spelt_out_zone_may_begin_its_year_in_summer():
    first = vtimezone("America/Santiago", 2026).subcomponents[0]

    assert first.name == "DAYLIGHT"
    assert first["TZOFFSETTO"].td == -3 * HOUR


def test_summer_is_daylight_time_in_ireland_too():
    seasons = {
        each.name: each for each in vtimezone("Europe/Dublin", 2026).subcomponents
    }

    assert str(seasons["DAYLIGHT"]["TZNAME"]) == "IST"
    assert str(seasons["STANDARD"]["TZNAME"]) == "GMT"


@pytest.mark.parametrize("zone", FRENCH_ZONES + FOREIGN_ZONES)
def test_no_zone_uses_lists_of_dates(zone):
    assert not [line for line in lines(zone, 2026) if line.startswith("RDATE")]


@pytest.mark.parametrize("zone", FRENCH_ZONES)
def test_one_component_tells_the_time_of_french_zones_for_fourteen_years(zone):
    assert_tells_time(vtimezone(zone, 2017), zone, 2017, 2030)


@pytest.mark.parametrize("zone", FRENCH_ZONES + FOREIGN_ZONES)
def test_a_component_tells_the_time_of_its_own_year_and_the_new_year_after(zone):
    for year in range(2017, 2031):
        assert_tells_time(vtimezone(zone, year), zone, year, year)
        new_year = datetime(year + 1, 1, 2, tzinfo=UTC)
        known = list(onsets(vtimezone(zone, year), datetime(year + 2, 1, 1)))  # noqa: DTZ001
        assert told_offset(known, new_year) == (
            new_year.astimezone(ZoneInfo(zone)).utcoffset()
        ), year


@given(
    zone=st.sampled_from(FRENCH_ZONES + FOREIGN_ZONES),
    instant=st.datetimes(
        datetime(2017, 1, 2),  # noqa: DTZ001
        datetime(2030, 12, 30),  # noqa: DTZ001
        timezones=st.just(UTC),
    ),
)
def test_any_instant_has_the_offset_that_the_zone_says(zone, instant):
    year = instant.astimezone(ZoneInfo(zone)).year
    known = list(onsets(vtimezone(zone, year), datetime(2032, 1, 1)))  # noqa: DTZ001

    assert told_offset(known, instant) == instant.astimezone(ZoneInfo(zone)).utcoffset()


def test_an_unknown_zone_is_refused():
    with pytest.raises(ZoneInfoNotFoundError):
        vtimezone("Europe/Lille", 2026)


def test_components_are_not_shared_between_callers():
    first = vtimezone("Europe/Paris", 2026)
    first.subcomponents.clear()

    assert vtimezone("Europe/Paris", 2026).subcomponents
