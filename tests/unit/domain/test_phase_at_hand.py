from datetime import UTC, datetime, timedelta

import pytest

from concertation.domain.phases import (
    PhaseSpan,
    PhaseState,
    phase_at_hand,
    state_of_all,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)


class Phase:
    def __init__(self, title: str, first: int, last: int) -> None:
        self.span = PhaseSpan(
            title=title, starts_at=START + first * DAY, ends_at=START + last * DAY
        )


PHASES = [Phase("second", 20, 30), Phase("first", 0, 10)]


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (-1, "first"),
        (0, "first"),
        (9, "first"),
        (10, "first"),
        (19, "first"),
        (20, "second"),
        (30, "second"),
        (99, "second"),
    ],
)
def test_it_is_the_open_one_or_the_last_or_the_first_to_come(day, title):
    assert phase_at_hand(PHASES, START + day * DAY).span.title == title


def test_without_phases_there_is_none():
    assert phase_at_hand([], START) is None


@pytest.mark.parametrize(
    ("day", "state"),
    [
        (-1, PhaseState.COMING),
        (0, PhaseState.OPEN),
        (15, PhaseState.OPEN),
        (29, PhaseState.OPEN),
        (30, PhaseState.OVER),
    ],
)
def test_a_process_is_under_way_from_its_first_phase_to_its_last(day, state):
    assert state_of_all(PHASES, START + day * DAY) is state


def test_a_process_without_phases_is_to_come():
    assert state_of_all([], START) is PhaseState.COMING
