"""Whatever phases a process is given, and whenever somebody asks."""

from datetime import UTC, datetime, timedelta
from itertools import combinations

import hypothesis.strategies as st
import pytest
from hypothesis import assume, given

from concertation.domain.phases import (
    SHORTEST,
    PhaseSpan,
    PhaseState,
    check_phases,
)
from concertation.domain.process_errors import (
    EnrolmentClosed,
    EnrolmentNotOpen,
    PhasesOverlap,
    PhaseTooShort,
    WindowOutside,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
HALF_A_DAY = timedelta(hours=12)
TICK = timedelta(microseconds=1)

steps = st.integers(0, 40)


@st.composite
def spans(draw, title):
    """Some of them too short, and some with a window that cannot be."""
    starts = draw(steps)
    ends = starts + draw(st.integers(1, 12))
    opens = draw(st.none() | st.integers(starts - 6, ends + 1))
    closes = draw(st.none() | st.integers(starts - 6, ends + 1))
    return PhaseSpan(
        title=title,
        starts_at=at(starts),
        ends_at=at(ends),
        enrolment_opens_at=None if opens is None else at(opens),
        enrolment_closes_at=None if closes is None else at(closes),
    )


def at(step):
    return START + step * HALF_A_DAY


phases = st.integers(0, 5).flatmap(
    lambda count: st.tuples(*(spans(str(number)) for number in range(count)))
)


@st.composite
def in_a_row(draw):
    """What may stand beside each other, with pauses or without."""
    row, step = [], 0
    for number in range(draw(st.integers(1, 5))):
        starts = step + draw(st.integers(0, 3))
        step = starts + draw(st.integers(2, 6))
        row.append(PhaseSpan(title=str(number), starts_at=at(starts), ends_at=at(step)))
    return draw(st.permutations(row))


def refusal_of(spans):
    try:
        check_phases(spans, "UTC")
    except (PhaseTooShort, WindowOutside, PhasesOverlap) as refusal:
        return refusal
    return None


def share_an_instant(one, other):
    return max(one.starts_at, other.starts_at) < min(one.ends_at, other.ends_at)


def is_too_short(span):
    return span.ends_at - span.starts_at < SHORTEST


def has_impossible_window(span):
    return not span.opens_at < span.closes_at <= span.ends_at


@given(phases, st.permutations(range(5)))
def test_what_is_refused_is_what_is_named(given_phases, order):
    """And nothing is refused that could stand; in whatever order phases come."""
    named = {span.title: span for span in given_phases}
    shuffled = sorted(given_phases, key=lambda span: order.index(int(span.title)))
    match refusal_of(shuffled):
        case PhaseTooShort(phase=title):
            assert is_too_short(named[title])
        case WindowOutside(phase=title):
            assert has_impossible_window(named[title])
        case PhasesOverlap(earlier=first, later=second):
            earlier, later = named[first], named[second]
            assert earlier is not later
            assert earlier.starts_at <= later.starts_at
            assert share_an_instant(earlier, later)
        case None:
            pairs = combinations(given_phases, 2)
            assert not any(share_an_instant(*pair) for pair in pairs)
            assert not any(map(is_too_short, given_phases))
            assert not any(map(has_impossible_window, given_phases))


@given(in_a_row())
def test_at_any_instant_at_most_one_phase_is_open(given_phases):
    """Looked at where something turns, and a moment before and after."""
    check_phases(given_phases, "UTC")

    turns = {turn for span in given_phases for turn in (span.starts_at, span.ends_at)}
    for now in (turn + step for turn in turns for step in (-TICK, 0 * TICK, TICK)):
        states = [span.state(now) for span in given_phases]
        assert states.count(PhaseState.OPEN) <= 1


@given(spans("the phase"))
def test_nobody_enrols_at_the_very_instant_of_the_end(span):
    assume(not is_too_short(span) and not has_impossible_window(span))

    with pytest.raises(EnrolmentClosed) as refused:
        span.refuse_unless_enrolling(span.closes_at)
    span.refuse_unless_enrolling(span.closes_at - TICK)
    span.refuse_unless_enrolling(span.opens_at)
    with pytest.raises(EnrolmentNotOpen) as too_early:
        span.refuse_unless_enrolling(span.opens_at - TICK)

    assert (refused.value.phase, refused.value.at) == ("the phase", span.closes_at)
    assert too_early.value.at == span.opens_at
