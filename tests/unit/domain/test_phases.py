"""Whatever phases a process is given, and whenever somebody asks."""

from datetime import UTC, datetime, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

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


PARIS, SAO_PAULO = "Europe/Paris", "America/Sao_Paulo"


def lasting(starts_at, ends_at, **changes):
    return PhaseSpan(title="a day", starts_at=starts_at, ends_at=ends_at, **changes)


def wall(zone, *moment):
    return datetime(*moment, tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "starts", "ends"),
    [
        (PARIS, (2026, 3, 29), (2026, 3, 30)),  # 23 hours: clocks go forward.
        (PARIS, (2026, 10, 25), (2026, 10, 26)),  # 25 hours: they go back.
        (PARIS, (2026, 5, 4, 18), (2026, 5, 5, 18)),
        (SAO_PAULO, (2018, 11, 4, 1), (2018, 11, 5)),  # It has no midnight.
    ],
)
def test_a_day_on_the_clock_is_long_enough(zone, starts, ends):
    check_phases([lasting(wall(zone, *starts), wall(zone, *ends))], zone)


@pytest.mark.parametrize(
    ("zone", "starts", "ends"),
    [
        (PARIS, (2026, 5, 4), (2026, 5, 4, 23)),
        (PARIS, (2026, 10, 25), (2026, 10, 25, 23)),  # 24 hours, and not a day.
        (PARIS, (2026, 3, 29), (2026, 3, 29, 23)),
    ],
)
def test_less_than_a_day_on_the_clock_is_refused(zone, starts, ends):
    with pytest.raises(PhaseTooShort):
        check_phases([lasting(wall(zone, *starts), wall(zone, *ends))], zone)


@given(st.integers(-3, 30))
def test_when_its_process_is_ended_a_phase_is_over_whatever_its_dates_say(step):
    ended_at = at(step)
    span = lasting(at(0), at(20), enrolment_opens_at=at(-4), process_ended_at=ended_at)
    whole = lasting(at(0), at(20), enrolment_opens_at=at(-4))

    before = ended_at - TICK
    assert span.state(before) is whole.state(before)
    assert span.enrolment(before) is whole.enrolment(before)
    assert span.state(ended_at) is span.enrolment(ended_at) is PhaseState.OVER
    with pytest.raises(EnrolmentClosed) as refused:
        span.refuse_unless_enrolling(ended_at)
    assert refused.value.at == min(ended_at, at(20))
    assert span.never_begins is (step <= 0)
