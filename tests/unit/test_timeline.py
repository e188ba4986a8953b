"""The phases of a process, drawn to scale."""

from datetime import UTC, datetime, timedelta

import pytest

from concertation.domain.phases import PhaseState
from concertation.models import Phase, Process
from concertation.web.timeline import timeline_of

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


def phase(first: int, last: int) -> Phase:
    """Of a process that nobody has ended before its time."""
    starts_at, ends_at = (START + days * DAY for days in (first, last))
    return Phase(process=Process(), title="", starts_at=starts_at, ends_at=ends_at)


PHASES = [phase(0, 25), phase(50, 100)]


def test_lengths_and_pauses_are_to_scale():
    line = timeline_of(PHASES, START)

    assert [(each.start, each.length) for each in line.stretches] == [(0, 25), (50, 50)]


@pytest.mark.parametrize(
    ("day", "today", "anchor"),
    [
        (-1, None, "start"),
        (0, 0, "start"),
        (30, 30, "middle"),
        (95, 95, "end"),
        (100, None, "start"),
    ],
)
def test_today_stands_where_it_is_and_its_word_is_not_cut_off(day, today, anchor):
    line = timeline_of(PHASES, START + day * DAY)

    assert (line.today, line.anchor) == (today, anchor)


def test_each_phase_is_as_the_clock_says():
    states = [each.state for each in timeline_of(PHASES, START + 30 * DAY).stretches]

    assert states == [PhaseState.OVER, PhaseState.COMING]


def test_without_phases_there_is_no_line():
    assert timeline_of([], START) is None
