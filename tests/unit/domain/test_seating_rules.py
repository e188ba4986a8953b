"""`fill`: who of a waiting line is seated. Examples first, then what always holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.seating import (
    AdmissionState,
    Party,
    Room,
    fill,
    free_seats,
)

MORNING, AFTERNOON, UNKNOWN = 1, 2, 3


def seated(free, *parties, quotas=None):
    room = Room(free=free, free_in_quota=quotas or {})
    return [party.number for party in fill(room, line_of(*parties))]


def line_of(*parties):
    """Each party is a number of seats, or that and the quotas it counts in."""
    pairs = [(party, ()) if isinstance(party, int) else party for party in parties]
    return [
        Party(number=number, seats=seats, quotas=frozenset(quotas))
        for number, (seats, quotas) in enumerate(pairs, start=1)
    ]


def test_no_limit_seats_everyone():
    assert seated(None, 1, 50, 3) == [1, 2, 3]


@pytest.mark.parametrize("free", [0, -1, -40])
def test_nothing_free_seats_nobody(free):
    assert seated(free, 1, 1) == []


def test_the_first_come_are_served_first():
    assert seated(2, 1, 1, 1) == [1, 2]


def test_a_party_that_does_not_fit_is_passed_over_and_blocks_nobody():
    assert seated(2, 3, 1, 1) == [2, 3]


def test_a_party_sits_together_or_not_at_all():
    assert seated(4, 3, 2, 1) == [1, 3]


def test_the_last_seats_go_to_the_party_that_fills_them_exactly():
    assert seated(3, 3, 1) == [1]


def test_who_wants_a_full_quota_is_passed_over():
    line = [(1, [MORNING]), (1, [MORNING]), 1]

    assert seated(5, *line, quotas={MORNING: 1}) == [1, 3]


def test_a_quota_with_less_than_nothing_left_seats_nobody_of_it():
    assert seated(None, (1, [MORNING]), 1, quotas={MORNING: -2}) == [2]


def test_a_party_needs_room_in_each_of_its_quotas():
    line = [(1, [MORNING, AFTERNOON]), (1, [MORNING]), (1, [AFTERNOON])]

    assert seated(None, *line, quotas={MORNING: 1, AFTERNOON: 0}) == [2]


def test_who_is_passed_over_takes_nothing_from_any_quota():
    line = [(2, [MORNING, AFTERNOON]), (1, [MORNING]), (1, [AFTERNOON])]

    assert seated(None, *line, quotas={MORNING: 1, AFTERNOON: 5}) == [2, 3]


def test_a_quota_that_is_not_named_has_no_limit():
    assert seated(None, (9, [UNKNOWN]), quotas={MORNING: 1}) == [1]


def test_every_seat_of_a_party_counts_in_its_quota():
    line = [(2, [MORNING]), (2, [MORNING]), (1, [MORNING])]

    assert seated(10, *line, quotas={MORNING: 3}) == [1, 3]


@pytest.mark.parametrize(
    ("capacity", "taken", "free"), [(None, 5, None), (3, 1, 2), (3, 5, -2), (0, 0, 0)]
)
def test_free_seats_are_what_the_capacity_leaves(capacity, taken, free):
    assert free_seats(capacity, taken) == free


def test_a_state_holds_seats_or_is_over_or_waits():
    holding = {state for state in AdmissionState if state.holds_seats}
    over = {state for state in AdmissionState if state.is_over}

    assert holding == {AdmissionState.CONFIRMED, AdmissionState.OFFERED}
    assert set(AdmissionState) - holding - over == {
        AdmissionState.ASKED,
        AdmissionState.WAITLISTED,
    }


# What always holds, whatever the room and the line.

quota_sets = st.sets(st.sampled_from([MORNING, AFTERNOON, UNKNOWN]))
lines = st.lists(st.tuples(st.integers(1, 5), quota_sets), max_size=25).map(
    lambda parties: line_of(*parties)
)
rooms = st.builds(
    Room,
    free=st.none() | st.integers(-3, 20),
    free_in_quota=st.dictionaries(
        st.sampled_from([MORNING, AFTERNOON]), st.integers(-3, 8)
    ),
)


def seats_of(parties):
    return sum(party.seats for party in parties)


def left_in(room, parties):
    """What remains of the room when these have sat down."""
    free = None if room.free is None else room.free - seats_of(parties)
    quotas = {
        quota: left - seats_of(party for party in parties if quota in party.quotas)
        for quota, left in room.free_in_quota.items()
    }
    return free, quotas


def fits(party, free, quotas):
    wanted = [quotas[quota] for quota in party.quotas if quota in quotas]
    return all(party.seats <= left for left in [free, *wanted] if left is not None)


@given(rooms, lines)
def test_never_more_seats_than_are_free(room, line):
    given_seats = seats_of(fill(room, line))

    assert room.free is None or given_seats <= max(room.free, 0)


@given(rooms, lines)
def test_never_more_seats_than_any_hard_quota_has(room, line):
    found = list(fill(room, line))

    for quota, left in room.free_in_quota.items():
        taken = seats_of(party for party in found if quota in party.quotas)
        assert taken <= max(left, 0)


@given(rooms, lines)
def test_exactly_those_who_fit_at_their_turn_are_seated(room, line):
    found = list(fill(room, line))

    for place, party in enumerate(line):
        before = [other for other in line[:place] if other in found]
        assert (party in found) == fits(party, *left_in(room, before))


@given(rooms, lines)
def test_nobody_who_could_still_sit_down_is_left(room, line):
    found = list(fill(room, line))

    left = left_in(room, found)
    assert [p for p in line if p not in found and fits(p, *left)] == []


@given(rooms, lines)
def test_the_order_of_the_line_is_kept(room, line):
    found = [party.number for party in fill(room, line)]

    assert found == sorted(set(found))


@given(rooms, lines)
def test_the_line_is_read_no_further_than_the_last_free_seat(room, line):
    rest = iter(line)
    found = list(fill(room, rest))

    unread = list(rest)
    free, _ = left_in(room, found)
    if free is not None and free <= 0:
        last_read = line[: len(line) - len(unread)][-1:]
        assert last_read == found[-1:]
    else:
        assert unread == []


@given(rooms, lines)
def test_filling_changes_neither_the_room_nor_the_line(room, line):
    quotas, parties = dict(room.free_in_quota), list(line)

    list(fill(room, line))

    assert (room.free_in_quota, line) == (quotas, parties)
