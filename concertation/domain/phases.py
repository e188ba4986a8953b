"""Which phase of a process is open: computed from the clock when it is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import Protocol, TypeVar

from concertation.domain.local_time import local_time_of
from concertation.domain.process_errors import (
    EnrolmentClosed,
    EnrolmentNotOpen,
    PhasesOverlap,
    PhaseTooShort,
    WindowOutside,
)

SHORTEST = timedelta(days=1)
"""On the clock of the process: the day on which it goes forward has 23 hours."""
AN_INSTANT = timedelta(microseconds=1)


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
    process_ended_at: datetime | None = None
    """When the whole process was ended, before its time or after."""

    @property
    def opens_at(self) -> datetime:
        return self.enrolment_opens_at or self.starts_at

    @property
    def closes_at(self) -> datetime:
        return self.enrolment_closes_at or self.ends_at

    @property
    def over_at(self) -> datetime:
        """Its end, or that of its process where it was ended before."""
        return min(self.ends_at, self.process_ended_at or self.ends_at)

    @property
    def enrolment_over_at(self) -> datetime:
        return min(self.closes_at, self.over_at)

    @property
    def never_begins(self) -> bool:
        """Its process was ended before."""
        ended_at = self.process_ended_at
        return ended_at is not None and ended_at <= self.starts_at

    def state(self, now: datetime) -> PhaseState:
        """One that was to come when its process was ended is over as well."""
        if now >= self.over_at:
            return PhaseState.OVER
        return PhaseState.COMING if now < self.starts_at else PhaseState.OPEN

    def enrolment(self, now: datetime) -> PhaseState:
        """Whether people can enrol: not yet, now, or no more."""
        if now >= self.enrolment_over_at:
            return PhaseState.OVER
        return PhaseState.COMING if now < self.opens_at else PhaseState.OPEN

    def takes_enrolments(self, now: datetime) -> bool:
        return self.enrolment(now) is PhaseState.OPEN

    def refuse_unless_enrolling(self, now: datetime) -> None:
        """Raise `EnrolmentNotOpen` or `EnrolmentClosed`, with the instant of it."""
        match self.enrolment(now):
            case PhaseState.COMING:
                raise EnrolmentNotOpen(self.title, self.opens_at)
            case PhaseState.OVER:
                raise EnrolmentClosed(self.title, self.enrolment_over_at)
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


def check_phases(spans: Sequence[PhaseSpan], zone: str) -> None:
    """Refuse phases of one process that cannot stand beside each other.

    A day is one on the clock of the ``zone``. Raises `PhaseTooShort`, `WindowOutside`
    for a window that ends after its phase or before it begins, and `PhasesOverlap` with
    the titles of both.
    """
    for span in spans:
        lasts = _on_the_clock(span.ends_at, zone) - _on_the_clock(span.starts_at, zone)
        if lasts < SHORTEST:
            raise PhaseTooShort(span.title)
        if not span.opens_at < span.closes_at <= span.ends_at:
            raise WindowOutside(span.title)
    ordered = sorted(spans, key=lambda span: span.starts_at)
    for earlier, later in pairwise(ordered):
        if later.starts_at < earlier.ends_at:
            raise PhasesOverlap(earlier.title, later.title)


def _on_the_clock(instant: datetime, zone: str) -> datetime:
    """What the wall shows; the first hour of a day that has no midnight is one."""
    local = local_time_of(instant, zone)
    before = local_time_of(instant - AN_INSTANT, zone)
    if before.date() < local.date():
        return datetime.combine(local.date(), time())
    return local
