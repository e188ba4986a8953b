"""An event that moves as a whole takes along what happens in it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.local_time import nearest_instant_of
from concertation.domain.moving import Stretch

PARIS, CAYENNE = "Europe/Paris", "America/Cayenne"


def at(day, hour, minute=0, *, month=6, zone=PARIS):
    return datetime(2026, month, day, hour, minute, tzinfo=ZoneInfo(zone))


def stretch(starts_at, ends_at, zone=PARIS):
    return Stretch(starts_at=starts_at, ends_at=ends_at, timezone=zone)


JUNE = stretch(at(8, 9), at(8, 17))


@pytest.mark.parametrize(
    ("there", "expected"),
    [
        (stretch(at(8, 9), at(8, 17)), timedelta()),
        (stretch(at(15, 9), at(15, 17)), timedelta(days=7)),
        (stretch(at(8, 10), at(8, 18)), timedelta(hours=1)),
        (stretch(at(15, 9, 30), at(15, 16)), timedelta(days=7)),
        (stretch(at(8, 10), at(8, 17)), timedelta()),
        (stretch(at(8, 9), at(9, 17)), timedelta()),
        (stretch(at(7, 9), at(8, 17)), timedelta()),
    ],
    ids=[
        "stays",
        "a week later",
        "an hour later",
        "another day, other hours",
        "begins later",
        "a day more",
        "a day before",
    ],
)
def test_what_moves_as_a_whole(there, expected):
    assert JUNE.displacement_to(there) == expected


def test_hours_on_the_wall_are_kept_across_a_change_of_clock():
    winter = stretch(at(27, 9, month=3), at(27, 17, month=3))
    summer = stretch(at(30, 9, month=3), at(30, 17, month=3))

    carried = winter.carry(at(27, 10, 30, month=3), summer)

    assert carried == at(30, 10, 30, month=3)
    assert carried - at(27, 10, 30, month=3) == timedelta(days=3, hours=-1)


def test_hours_on_the_wall_are_kept_in_another_zone():
    there = stretch(at(8, 9, zone=CAYENNE), at(8, 17, zone=CAYENNE), CAYENNE)

    assert JUNE.carry(at(8, 11), there) == at(8, 11, zone=CAYENNE)


def test_what_lasts_an_hour_that_the_clocks_jump_over_keeps_a_length():
    before = stretch(at(28, 1, month=3), at(28, 5, month=3))
    night = stretch(at(29, 1, month=3), at(29, 5, month=3))

    starts_at, ends_at = before.carry_part(
        at(28, 2, 15, month=3), at(28, 3, 15, month=3), night
    )

    assert starts_at < ends_at


@pytest.mark.parametrize(
    ("local", "expected"),
    [
        ("2026-03-29T02:30", datetime(2026, 3, 29, 1, 30, tzinfo=UTC)),
        ("2026-10-25T02:30", datetime(2026, 10, 25, 0, 30, tzinfo=UTC)),
    ],
    ids=["does not exist: an hour later on the wall", "comes twice: the first"],
)
def test_an_hour_that_nobody_typed_is_resolved(local, expected):
    assert nearest_instant_of(datetime.fromisoformat(local), PARIS) == expected


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "is_held"),
    [
        (at(8, 9), None, True),
        (at(8, 17), None, False),
        (at(8, 16), at(8, 17), True),
        (at(8, 16), at(8, 17, 1), False),
        (at(8, 8, 59), at(8, 10), False),
    ],
)
def test_what_lies_within_is_half_open(starts_at, ends_at, is_held):
    assert JUNE.holds(starts_at, ends_at) is is_held


INSTANTS = st.integers(0, 2 * 365 * 24 * 60).map(
    lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)


@given(starts_at=INSTANTS, there_at=INSTANTS, minutes=st.integers(1, 5000))
def test_whatever_lay_within_lies_within_where_the_whole_went(
    starts_at, there_at, minutes
):
    """But for an hour that one of the two nights has and the other has not."""
    length = timedelta(minutes=minutes)
    here = stretch(starts_at, starts_at + length)
    there = stretch(
        there_at,
        nearest_instant_of(
            (there_at.astimezone(ZoneInfo(PARIS)) + length).replace(tzinfo=None), PARIS
        ),
    )
    carried = here.carry(starts_at, there)

    assert abs(carried - there_at) <= timedelta(hours=1) or (
        here.displacement_to(there) == timedelta()
    )
