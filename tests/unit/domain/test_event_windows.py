"""What the public and staff may do, at each instant of an event and just before."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from concertation.domain.errors import (
    EventCancelled,
    EventNotPublished,
    EventOver,
    RegistrationClosed,
    RegistrationNotOpen,
)
from concertation.domain.event import EventState, Schedule, Window

OPENS = datetime(2026, 5, 1, 8, 0, tzinfo=UTC)
CLOSES = OPENS + timedelta(days=20)
STARTS = OPENS + timedelta(days=25)
ENDS = STARTS + timedelta(hours=2)
A_MOMENT = timedelta(microseconds=1)


def schedule(**changes):
    defaults = {
        "state": EventState.PUBLISHED,
        "starts_at": STARTS,
        "ends_at": ENDS,
        "opens_at": OPENS,
        "closes_at": CLOSES,
        "capacity": 30,
    }
    return Schedule(**defaults | changes)


@pytest.mark.parametrize(
    ("instant", "before", "from_then_on"),
    [
        (OPENS, Window.NOT_OPEN, Window.OPEN),
        (CLOSES, Window.OPEN, Window.CLOSED),
        (STARTS, Window.CLOSED, Window.CLOSED),
        (ENDS, Window.CLOSED, Window.OVER),
    ],
)
def test_each_interval_is_half_open(instant, before, from_then_on):
    assert schedule().window(instant - A_MOMENT) is before
    assert schedule().window(instant) is from_then_on


def test_without_a_closing_instant_registration_closes_when_the_event_starts():
    event = schedule(closes_at=None)

    assert event.last_call == STARTS
    assert event.window(STARTS - A_MOMENT) is Window.OPEN
    assert event.window(STARTS) is Window.CLOSED


def test_without_an_opening_instant_a_published_event_is_open_at_once():
    assert schedule(opens_at=None).window(OPENS - timedelta(days=900)) is Window.OPEN


def test_registration_may_stay_open_while_the_event_runs():
    event = schedule(closes_at=ENDS)

    assert event.window(STARTS) is Window.OPEN
    assert event.window(ENDS - A_MOMENT) is Window.OPEN
    assert event.window(ENDS) is Window.OVER


def test_an_event_that_is_over_is_over_even_before_its_registration_closed():
    assert schedule(closes_at=ENDS + timedelta(1)).window(ENDS) is Window.OVER


def test_a_window_that_closes_before_it_opens_is_never_open():
    event = schedule(opens_at=CLOSES, closes_at=OPENS)

    assert event.window(CLOSES - A_MOMENT) is Window.NOT_OPEN
    assert event.window(CLOSES) is Window.CLOSED


def test_no_seat_at_all_is_closed_and_no_limit_is_open():
    assert schedule(capacity=0).window(OPENS) is Window.CLOSED
    assert schedule(capacity=None).window(OPENS) is Window.OPEN


@pytest.mark.parametrize(
    ("state", "window"),
    [
        (EventState.DRAFT, Window.NOT_PUBLISHED),
        (EventState.CANCELLED, Window.CANCELLED),
    ],
)
@pytest.mark.parametrize("now", [OPENS - A_MOMENT, OPENS, CLOSES, ENDS])
def test_a_draft_and_a_cancelled_event_are_so_at_every_instant(state, window, now):
    assert schedule(state=state).window(now) is window


def test_windows_follow_each_other_once():
    instants = [OPENS + timedelta(hours=h) for h in range(-24, 24 * 27)]
    windows = [schedule().window(now) for now in instants]

    changes = [after for before, after in pairwise(windows) if after is not before]
    assert changes == [Window.OPEN, Window.CLOSED, Window.OVER]


@pytest.mark.parametrize(
    ("changes", "now", "refusal"),
    [
        ({}, OPENS - A_MOMENT, RegistrationNotOpen),
        ({"state": EventState.DRAFT}, OPENS, RegistrationNotOpen),
        ({"state": EventState.CANCELLED}, OPENS, EventCancelled),
        ({}, CLOSES, RegistrationClosed),
        ({"capacity": 0}, OPENS, RegistrationClosed),
        ({}, ENDS, EventOver),
    ],
)
def test_the_public_is_refused_with_the_reason(changes, now, refusal):
    with pytest.raises(refusal):
        schedule(**changes).refuse_unless_open(now)


def test_the_public_is_let_in_while_it_is_open():
    schedule().refuse_unless_open(OPENS)
    schedule().refuse_unless_open(CLOSES - A_MOMENT)


@pytest.mark.parametrize("now", [OPENS - A_MOMENT, CLOSES, ENDS - A_MOMENT])
def test_staff_may_seat_people_until_the_end(now):
    schedule(capacity=0).refuse_unless_staff_may_seat(now)


def test_staff_seat_nobody_after_the_end_nor_where_there_is_no_event():
    with pytest.raises(EventOver):
        schedule().refuse_unless_staff_may_seat(ENDS)
    with pytest.raises(EventCancelled):
        schedule(state=EventState.CANCELLED).refuse_unless_staff_may_seat(OPENS)
    with pytest.raises(EventNotPublished):
        schedule(state=EventState.DRAFT).refuse_unless_staff_may_seat(OPENS)


def test_only_a_cancelled_event_is_refused_as_cancelled():
    for state in (EventState.DRAFT, EventState.PUBLISHED):
        schedule(state=state).refuse_if_cancelled()
    with pytest.raises(EventCancelled):
        schedule(state=EventState.CANCELLED).refuse_if_cancelled()


def test_a_draft_is_looked_at_as_if_it_were_published():
    draft = schedule(state=EventState.DRAFT)
    cancelled = schedule(state=EventState.CANCELLED)

    assert draft.as_published == schedule()
    assert schedule().as_published == schedule()
    assert cancelled.as_published == cancelled
