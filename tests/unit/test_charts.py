"""Curves: round numbers beside them, and a line that stays inside of its frame."""

import re
from datetime import date, timedelta

import pytest

from concertation.queries.figures import Day
from concertation.web.charts import BOTTOM, HEIGHT, LEFT, RIGHT, TOP, WIDTH, curve_of


def days(*new: int) -> list[Day]:
    first = date(2026, 3, 2)
    return [
        Day(day=first + timedelta(days=n), new=one, total=sum(new[: n + 1]))
        for n, one in enumerate(new)
    ]


@pytest.mark.parametrize("new", [(), (5,)])
def test_one_day_makes_no_curve(new):
    assert curve_of(days(*new)) is None


@pytest.mark.parametrize(
    ("total", "levels"),
    [
        (1, [0, 1]),
        (3, [0, 1, 2, 3]),
        (5, [0, 2, 4, 6]),
        (17, [0, 5, 10, 15, 20]),
        (64, [0, 20, 40, 60, 80]),
        (100, [0, 50, 100]),
        (10_000, [0, 5000, 10_000]),
    ],
)
def test_levels_are_round_numbers_up_to_the_most(total, levels):
    found = [level for _y, level in curve_of(days(0, total)).levels]

    assert found == levels


@pytest.mark.parametrize("new", [(1, 1), (0, 3, 200), tuple(range(400))])
def test_the_line_stays_in_its_frame_and_never_falls(new):
    curve = curve_of(days(*new))

    heights = [float(y) for y in re.findall(r"V([\d.]+)", curve.path)]
    widths = [float(x) for x in re.findall(r"H([\d.]+)", curve.path)]
    assert heights == sorted(heights, reverse=True)
    assert widths == sorted(widths)
    assert min(heights) >= TOP
    assert max(heights) <= HEIGHT - BOTTOM
    assert widths[-1] == WIDTH - RIGHT
    assert widths[0] > LEFT


def test_the_dates_are_those_of_the_first_and_the_last_day():
    told = [(day, end) for _x, day, end in curve_of(days(1, 0, 2)).dates]

    assert told == [(date(2026, 3, 2), "start"), (date(2026, 3, 4), "end")]
