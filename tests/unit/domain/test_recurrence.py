"""The dates of a series."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.recurrence import (
    MOST_DATES,
    PublicHoliday,
    Recurrence,
    dates_after,
    holiday_on,
)

WEEKLY, FORTNIGHTLY, MONTHLY_DATE, MONTHLY_WEEKDAY = Recurrence
DAYS = st.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("first", "rule", "expected"),
    [
        ("2026-12-24", WEEKLY, ["2026-12-31", "2027-01-07", "2027-01-14"]),
        ("2026-12-24", FORTNIGHTLY, ["2027-01-07", "2027-01-21", "2027-02-04"]),
        ("2027-12-31", MONTHLY_DATE, ["2028-01-31", "2028-02-29", "2028-03-31"]),
        # The third Thursday; the fifth, or the last where there is none.
        ("2026-11-19", MONTHLY_WEEKDAY, ["2026-12-17", "2027-01-21", "2027-02-18"]),
        ("2026-10-29", MONTHLY_WEEKDAY, ["2026-11-26", "2026-12-31", "2027-01-28"]),
    ],
)
def test_the_dates_that_follow(first, rule, expected):
    dates = dates_after(date.fromisoformat(first), rule, count=3)

    assert [day.isoformat() for day in dates] == expected


def test_until_a_day_that_counts_itself():
    first = date(2026, 6, 5)
    weeks = [first + timedelta(weeks=number) for number in (1, 2)]

    assert dates_after(first, WEEKLY, until=weeks[1]) == weeks
    assert dates_after(first, WEEKLY, until=weeks[1] - timedelta(days=1)) == weeks[:1]
    assert dates_after(first, WEEKLY, count=1, until=weeks[1]) == weeks[:1]
    assert dates_after(first, WEEKLY, until=first) == []


@given(first=DAYS, rule=st.sampled_from(Recurrence))
def test_dates_only_go_on_and_are_never_too_many(first, rule):
    dates = dates_after(first, rule)

    assert len(dates) == MOST_DATES
    assert [first, *dates] == sorted({first, *dates})


@given(first=DAYS, rule=st.sampled_from([WEEKLY, FORTNIGHTLY, MONTHLY_WEEKDAY]))
def test_a_weekday_stays_the_same(first, rule):
    assert {day.weekday() for day in dates_after(first, rule)} == {first.weekday()}


@pytest.mark.parametrize(
    ("day", "holiday"),
    [
        ("2026-05-01", PublicHoliday.LABOUR_DAY),
        ("2026-04-06", PublicHoliday.EASTER_MONDAY),
        ("2026-05-14", PublicHoliday.ASCENSION),
        ("2026-05-25", PublicHoliday.WHIT_MONDAY),
        ("2027-03-29", PublicHoliday.EASTER_MONDAY),
        ("2038-04-26", PublicHoliday.EASTER_MONDAY),
        ("2026-05-02", None),
        ("2026-04-05", None),
    ],
)
def test_public_holidays_of_france(day, holiday):
    assert holiday_on(date.fromisoformat(day)) is holiday
