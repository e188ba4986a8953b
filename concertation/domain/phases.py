"""Which phase of a process is open: computed from the clock when it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar

from concertation.domain.process_errors import (
    EnrolmentClosed,
    EnrolmentNotOpen,
    PhasesOverlap,
    PhaseTooShort,
    WindowOutside,
)

SHORTEST = timedelta(hours=23)
"""A day: the one on which clocks go forward has no more hours."""


class PhaseState(StrEnum):
    COMING = "coming"
    OPEN = "open"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpan:
    """The instants of one phase. Intervals are half-open: at its end it is over."""

    title: str
    starts_at: datetime
    ends_at: datetime
    enrolment_opens_at: datetime | None = None
    """None: when the phase starts. It may lie before."""
    enrolment_closes_at: datetime | None = None
    """None: when the phase ends."""

    @property
    def opens_at(self) -> datetime:
        return self.enrolment_opens_at or self.starts_at

    @property
    def closes_at(self) -> datetime:
        return self.enrolment_closes_at or self.ends_at

    def state(self, now: datetime) -> PhaseState:
        if now < self.starts_at:
            return PhaseState.COMING
        return PhaseState.OPEN if now < self.ends_at else PhaseState.OVER

    def enrolment(self, now: datetime) -> PhaseState:
        """Whether people can enrol: not yet, now, or no more."""
        if now < self.opens_at:
            return PhaseState.COMING
        return PhaseState.OPEN if now < self.closes_at else PhaseState.OVER

    def takes_enrolments(self, now: datetime) -> bool:
        return self.enrolment(now) is PhaseState.OPEN

    def refuse_unless_enrolling(self, now: datetime) -> None:
        """Raise `EnrolmentNotOpen` or `EnrolmentClosed`, with the instant of it."""
        match self.enrolment(now):
            case PhaseState.COMING:
                raise EnrolmentNotOpen(self.title, self.opens_at)
            case PhaseState.OVER:
                raise EnrolmentClosed(self.title, self.closes_at)
            case PhaseState.OPEN:
                return


class Dated(Protocol):
    """What lasts as long as a phase does."""

    @property
    def span(self) -> PhaseSpan: ...


Lasting = TypeVar("Lasting", bound=Dated)


def phase_at_hand(phases: Sequence[Lasting], now: datetime) -> Lasting | None:
    """The one that is open, or else the last that was, or else the first to come."""
    ordered = sorted(phases, key=lambda each: each.span.starts_at)
    begun = [each for each in ordered if each.span.starts_at <= now]
    return begun[-1] if begun else next(iter(ordered), None)


def state_of_all(phases: Sequence[Dated], now: datetime) -> PhaseState:
    """Of a whole process: under way from its first phase to its last, pauses too."""
    states = {each.span.state(now) for each in phases}
    if states <= {PhaseState.COMING}:
        return PhaseState.COMING
    return PhaseState.OVER if states == {PhaseState.OVER} else PhaseState.OPEN


def check_phases(spans: Sequence[PhaseSpan]) -> None:
    """Refuse phases of one process that cannot stand beside each other.

    Raises `PhaseTooShort`, `WindowOutside` for a window that ends after its phase or
    before it begins, and `PhasesOverlap` with the titles of both.
    """
    for span in spans:
        if span.ends_at - span.starts_at < SHORTEST:
            raise PhaseTooShort(span.title)
        if not span.opens_at < span.closes_at <= span.ends_at:
            raise WindowOutside(span.title)
    ordered = sorted(spans, key=lambda span: span.starts_at)
    for earlier, later in pairwise(ordered):
        if later.starts_at < earlier.ends_at:
            raise PhasesOverlap(earlier.title, later.title)
