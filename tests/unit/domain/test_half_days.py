"""Mornings and afternoons of an event, on the clock of its place."""

from datetime import UTC, date, datetime

import pytest

from concertation.domain.half_days import (
    HalfDay,
    half_days,
    half_days_of_parts,
    hours_by_day,
)

PARIS = "Europe/Paris"
MONDAY, TUESDAY = date(2026, 12, 28), date(2026, 12, 29)


def local(day: date, hour: int, minute: int = 0) -> datetime:
    """In winter Paris is an hour before UTC."""
    return datetime(day.year, day.month, day.day, hour - 1, minute, tzinfo=UTC)


@pytest.mark.parametrize(
    ("starts", "ends", "expected"),
    [
        (local(MONDAY, 9, 30), local(MONDAY, 11, 30), [HalfDay(MONDAY, True)]),
        (local(MONDAY, 9, 30), local(MONDAY, 13), [HalfDay(MONDAY, True)]),
        (local(MONDAY, 13), local(MONDAY, 17), [HalfDay(MONDAY, False)]),
        (
            local(MONDAY, 9),
            local(MONDAY, 17),
            [HalfDay(MONDAY, True), HalfDay(MONDAY, False)],
        ),
        (
            local(MONDAY, 14),
            local(TUESDAY, 12),
            [HalfDay(MONDAY, False), HalfDay(TUESDAY, True)],
        ),
        (
            local(MONDAY, 14),
            local(TUESDAY, 1),
            [HalfDay(MONDAY, False)] * 1 + [HalfDay(TUESDAY, True)],
        ),
    ],
)
def test_half_days_are_those_that_the_event_touches(starts, ends, expected):
    assert half_days(starts, ends, PARIS) == expected


def test_an_evening_that_ends_at_midnight_has_no_next_morning():
    midnight_in_paris = datetime(2026, 12, 28, 23, tzinfo=UTC)

    found = half_days(local(MONDAY, 18), midnight_in_paris, PARIS)

    assert found == [HalfDay(MONDAY, False)]


def test_the_zone_decides_what_is_morning():
    noon = datetime(2026, 12, 28, 12, tzinfo=UTC)

    [in_paris] = half_days(noon, noon.replace(hour=14), PARIS)
    [in_cayenne] = half_days(noon, noon.replace(hour=14), "America/Cayenne")

    assert (in_paris.is_morning, in_cayenne.is_morning) == (False, True)


class TestOfAProgramme:
    """A morning on Monday and an afternoon on Tuesday are two half-days, not four."""

    PARTS = (
        (local(TUESDAY, 14), local(TUESDAY, 16)),
        (local(MONDAY, 9), local(MONDAY, 10)),
        (local(MONDAY, 10), local(MONDAY, 12, 30)),
    )

    def test_only_half_days_in_which_something_happens_count(self):
        assert half_days_of_parts(self.PARTS, PARIS) == [
            HalfDay(MONDAY, True),
            HalfDay(TUESDAY, False),
        ]

    def test_what_has_no_end_counts_where_it_begins(self):
        assert half_days_of_parts([(local(MONDAY, 13), None)], PARIS) == [
            HalfDay(MONDAY, False)
        ]

    def test_each_day_has_its_hours(self):
        parts = (*self.PARTS, (local(MONDAY, 13), None))

        assert hours_by_day(parts, PARIS) == (
            f"{MONDAY:%d/%m/%Y} 09:00–13:00",
            f"{TUESDAY:%d/%m/%Y} 14:00–16:00",
        )
