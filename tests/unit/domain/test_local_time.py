"""From the clock on the wall to the instant, on the two odd days of the year."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.local_time import TimeDoesNotExist, YearIsASlip, instant_of

PARIS = "Europe/Paris"
ZONES = [PARIS, "America/Cayenne", "Pacific/Noumea", "Australia/Lord_Howe"]

wall = datetime.fromisoformat


def in_utc(text):
    return wall(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "local", "instant"),
    [
        (PARIS, "2026-01-15 09:30", "2026-01-15 08:30"),
        (PARIS, "2026-07-15 09:30", "2026-07-15 07:30"),
        ("Indian/Reunion", "2026-07-15 09:30", "2026-07-15 05:30"),
        ("America/Cayenne", "2026-01-15 22:00", "2026-01-16 01:00"),
    ],
)
def test_a_local_time_is_one_instant(zone, local, instant):
    assert instant_of(wall(local), zone) == in_utc(instant)


def test_the_instant_is_in_utc():
    assert instant_of(wall("2026-07-15 09:30"), PARIS).tzinfo is UTC


@pytest.mark.parametrize("jumped_over", ["02:00:00", "02:30:00", "02:59:59"])
def test_the_hour_that_spring_jumps_over_does_not_exist(jumped_over):
    with pytest.raises(TimeDoesNotExist):
        instant_of(wall(f"2026-03-29 {jumped_over}"), PARIS)


def test_the_hours_around_the_gap_meet_in_one_instant():
    before = instant_of(wall("2026-03-29 01:59:59"), PARIS)
    after = instant_of(wall("2026-03-29 03:00"), PARIS)

    assert after == in_utc("2026-03-29 01:00")
    assert after - before == timedelta(seconds=1)


def test_of_the_hour_that_autumn_repeats_the_first_is_meant():
    assert instant_of(wall("2026-10-25 02:30"), PARIS) == in_utc("2026-10-25 00:30")


def test_after_the_repeated_hour_it_is_winter():
    assert instant_of(wall("2026-10-25 03:00"), PARIS) == in_utc("2026-10-25 02:00")


@pytest.mark.parametrize(
    "slip", ["0001-01-01", "0017-06-19", "1969-12-31", "9999-12-31"]
)
def test_a_year_that_nobody_means_is_refused(slip):
    with pytest.raises(YearIsASlip):
        instant_of(wall(f"{slip} 09:30"), PARIS)


@pytest.mark.parametrize("zone", [PARIS, "Pacific/Noumea", "America/Cayenne"])
def test_the_first_and_the_last_year_have_all_their_hours(zone):
    for edge in ("1970-01-01 00:00", "2200-12-31 23:59"):
        assert instant_of(wall(edge), zone).tzinfo is UTC


@given(
    st.datetimes(wall("2000-01-01"), wall("2037-01-01")),
    st.sampled_from(ZONES),
)
def test_a_local_time_never_silently_becomes_another(local, zone):
    try:
        instant = instant_of(local, zone)
    except TimeDoesNotExist:
        return
    offset = local - instant.replace(tzinfo=None)

    # No clock on Earth is further from UTC, and every offset is in whole minutes.
    assert abs(offset) <= timedelta(hours=14)
    assert offset % timedelta(minutes=1) == timedelta(0)
