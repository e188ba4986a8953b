"""When a reminder goes out: wall clocks keep their time, hours their length."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.reminders import ReminderRule

PARIS = "Europe/Paris"


def in_paris(month, day, hour, minute=0, *, fold=0):
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(PARIS), fold=fold)


@pytest.mark.parametrize(
    ("starts_at", "rule", "expected"),
    [
        (in_paris(6, 19, 9), ReminderRule.days(2, time(18)), in_paris(6, 17, 18)),
        (in_paris(6, 19, 9), ReminderRule.days(0, time(7)), in_paris(6, 19, 7)),
        (in_paris(6, 19, 9), ReminderRule.hours(3), in_paris(6, 19, 6)),
        # Clocks go forward on 29 March, and back on 25 October.
        (in_paris(3, 30, 9), ReminderRule.days(2, time(9)), in_paris(3, 28, 9)),
        (in_paris(3, 29, 9), ReminderRule.hours(24), in_paris(3, 28, 8)),
        (in_paris(10, 26, 9), ReminderRule.days(2, time(9)), in_paris(10, 24, 9)),
        (in_paris(10, 25, 9), ReminderRule.hours(24), in_paris(10, 24, 10)),
        (in_paris(3, 30, 9), ReminderRule.days(1, time(2, 30)), in_paris(3, 29, 3, 30)),
        (
            in_paris(10, 26, 9),
            ReminderRule.days(1, time(2, 30)),
            in_paris(10, 25, 2, 30),
        ),
    ],
)
def test_when_it_goes_out(starts_at, rule, expected):
    assert rule.due_at(starts_at.astimezone(UTC), PARIS) == expected.astimezone(UTC)


def test_the_day_is_that_of_the_place():
    """At 23:00 UTC it is the next day in Paris, and not yet in Cayenne."""
    starts_at = datetime(2026, 6, 19, 23, tzinfo=UTC)
    rule = ReminderRule.days(1, time(9))

    assert rule.due_at(starts_at, PARIS) == datetime(2026, 6, 19, 7, tzinfo=UTC)
    assert rule.due_at(starts_at, "America/Cayenne") == datetime(
        2026, 6, 18, 12, tzinfo=UTC
    )


@given(
    day=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    days=st.integers(0, 60),
    at=st.times().map(lambda time: time.replace(second=0, microsecond=0)),
)
def test_a_time_of_the_clock_is_that_time_unless_clocks_jump_over_it(day, days, at):
    starts_at = datetime.combine(day, time(12), ZoneInfo(PARIS)).astimezone(UTC)

    due = ReminderRule.days(days, at).due_at(starts_at, PARIS)

    local = due.astimezone(ZoneInfo(PARIS))
    shown = datetime.combine(day - timedelta(days=days), at)
    missed = local.replace(tzinfo=None) - shown
    assert missed in {timedelta(), timedelta(hours=1)}
    assert local.fold == 0
    if missed:
        assert (local.month, at.hour) == (3, 2)
