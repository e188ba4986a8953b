"""A curve as numbers for a template to draw: no script, no picture from elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from concertation.queries.figures import Day

WIDTH, HEIGHT = 360, 200
"""As wide as a telephone: what is written in it stays readable there."""
LEFT, RIGHT, TOP, BOTTOM = 38, 14, 12, 24
STEPS = (1, 2, 5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    path: str
    last: tuple[float, float]
    """Where the curve ends."""
    levels: Sequence[tuple[float, int]]
    """Lines across, from below, and what each stands for."""
    dates: Sequence[tuple[float, date, str]]
    """Where a date is written, and which end of it stands there."""


def curve_of(days: Sequence[Day]) -> Curve | None:
    """How registrations grew: a step a day. One day alone makes no curve."""
    if len(days) < 2:  # noqa: PLR2004 -- a line has two ends
        return None
    levels = _levels(days[-1].total)
    high = levels[-1]
    across = (WIDTH - LEFT - RIGHT) / len(days)

    def x(number: int) -> float:
        return round(LEFT + number * across, 1)

    def y(total: int) -> float:
        return round(HEIGHT - BOTTOM - total / high * (HEIGHT - TOP - BOTTOM), 1)

    steps = [f"V{y(day.total)}H{x(number + 1)}" for number, day in enumerate(days)]
    dates = [(x(0), days[0].day, "start"), (x(len(days)), days[-1].day, "end")]
    return Curve(
        path=f"M{x(0)} {y(0)}{''.join(steps)}",
        last=(x(len(days)), y(days[-1].total)),
        levels=[(y(level), level) for level in levels],
        dates=dates,
    )


def _levels(most: int) -> list[int]:
    """Round numbers from nought up to above the most: four or five of them."""
    step, power = 1, 1
    while step * 4 < most:
        for each in STEPS:
            step = each * power
            if step * 4 >= most:
                break
        power *= 10
    return [step * number for number in range(-(-most // step) + 1)]
