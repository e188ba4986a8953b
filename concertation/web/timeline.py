"""The phases of a process as a line in time: numbers for a template to draw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from concertation.domain.phases import PhaseState
from concertation.models import Phase

NEAR_AN_END = 12
"""Per cent of the line, within which a word no longer fits on both sides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """A phase on the line; lengths are per cent of the whole."""

    number: int
    """1 for the first phase."""
    state: PhaseState
    start: float
    length: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    starts_at: datetime
    ends_at: datetime
    stretches: Sequence[Stretch]
    today: float | None
    """Where today is; None: before the line begins, or after its end."""

    @property
    def anchor(self) -> str:
        """Which end of the word « today » stands at it, so that none is cut off."""
        if self.today is None or self.today < NEAR_AN_END:
            return "start"
        return "end" if self.today > 100 - NEAR_AN_END else "middle"


def timeline_of(phases: Sequence[Phase], now: datetime) -> Timeline | None:
    """Drawn to scale, with the pauses between phases; None without any phase."""
    if not phases:
        return None
    start, end = phases[0].starts_at, phases[-1].ends_at

    def place(instant: datetime) -> float:
        return round(100 * ((instant - start) / (end - start)), 2)

    return Timeline(
        starts_at=start,
        ends_at=end,
        stretches=[
            Stretch(
                number=number,
                state=phase.span.state(now),
                start=place(phase.starts_at),
                length=round(place(phase.ends_at) - place(phase.starts_at), 2),
            )
            for number, phase in enumerate(phases, start=1)
        ],
        today=place(now) if start <= now < end else None,
    )
