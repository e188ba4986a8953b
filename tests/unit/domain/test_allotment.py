"""Whatever people wish for, and however little room there is."""

from copy import deepcopy

import hypothesis.strategies as st
from hypothesis import given

from concertation.domain.allotment import GroupRoom, Wish, Wisher, allot
from concertation.domain.enrolment import Obstacle

MUSEUMS = {1: Obstacle.CATEGORY, 2: Obstacle.DEPARTEMENT}
GROUPS = range(4)


def room(free, quotas=None, *, keeps_line=True):
    return GroupRoom(
        free=free, free_in_quota=quotas or {}, kinds=MUSEUMS, keeps_line=keeps_line
    )


def wisher(number, *groups, quotas=(), organisation=None):
    wishes = tuple(Wish(group=g, quotas=frozenset(quotas)) for g in groups)
    return Wisher(number=number, wishes=wishes, organisation=organisation)


seats = st.none() | st.integers(0, 4)
rooms_of = st.fixed_dictionaries(
    {
        group: st.builds(
            room,
            seats,
            st.dictionaries(st.integers(1, 2), st.integers(0, 3)),
            keeps_line=st.booleans(),
        )
        for group in GROUPS
    }
)
people = st.lists(
    st.tuples(
        st.lists(st.sampled_from(GROUPS), min_size=1, max_size=4, unique=True),
        st.frozensets(st.integers(1, 2)),
        st.none() | st.integers(1, 3),
    ),
    max_size=25,
).map(
    lambda told: [
        wisher(n, *groups, quotas=quotas, organisation=organisation)
        for n, (groups, quotas, organisation) in enumerate(told)
    ]
)


def allotted(wishers, rooms):
    return allot(wishers, deepcopy(rooms))


def test_the_second_wish_is_granted_where_the_first_is_full():
    outcome = allotted([wisher(1, 0), wisher(2, 0, 1)], {0: room(1), 1: room(1)})

    assert [(each.group, each.place) for each in outcome] == [(0, 1), (1, 2)]
    assert outcome[1].passed == ((0, Obstacle.FULL),)


def test_a_first_wish_goes_before_the_second_wish_of_who_asked_earlier():
    earlier, later = wisher(1, 0, 1), wisher(2, 1)

    outcome = allotted([earlier, later], {0: room(0), 1: room(1)})

    assert [each.group for each in outcome] == [None, 1]


def test_an_organisation_gets_one_seat_in_a_group():
    both = [wisher(1, 0, organisation=7), wisher(2, 0, 1, organisation=7)]

    outcome = allotted(both, {0: room(5), 1: room(5)})

    assert [each.group for each in outcome] == [0, 1]
    assert outcome[1].passed == ((0, Obstacle.ORGANISATION),)


def test_whoever_got_nothing_waits_only_where_a_line_is_kept():
    rooms = {0: room(0), 1: room(0, keeps_line=False)}

    mixed, over = allotted([wisher(1, 0, 1), wisher(2, 1)], rooms)

    assert (mixed.waits_in, mixed.is_over) == ({0}, False)
    assert (over.waits_in, over.deputy_in, over.is_over) == (set(), set(), True)


def test_a_deputy_needs_somebody_to_stand_in_for():
    """Nobody of the organisation waits where no line is kept."""
    both = [wisher(1, 0, organisation=7), wisher(2, 0, organisation=7)]

    outcome = allotted(both, {0: room(0, keeps_line=False)})

    assert [each.is_over for each in outcome] == [True, True]


@given(people, rooms_of)
def test_whoever_got_nothing_is_told_where_they_stand(wishers, rooms):
    left = deepcopy(rooms)
    outcome = allot(wishers, left)

    speaks: dict[int, set[int]] = {g: set(r.organisations) for g, r in left.items()}
    for w, each in zip(wishers, outcome, strict=True):
        wished = {wish.group for wish in w.wishes}
        assert each.waits_in | each.deputy_in <= wished
        assert not each.waits_in & each.deputy_in
        if each.group is not None:
            assert not each.waits_in | each.deputy_in
            continue
        assert all(rooms[group].keeps_line for group in each.waits_in)
        for group in wished:
            is_spoken_for = w.organisation in speaks[group]
            assert (group in each.deputy_in) == is_spoken_for
            waits = not is_spoken_for and rooms[group].keeps_line
            assert (group in each.waits_in) == waits
            if waits and w.organisation:
                speaks[group].add(w.organisation)


@given(people, rooms_of)
def test_nobody_gets_what_there_is_not_or_what_they_did_not_wish_for(wishers, rooms):
    outcome = allotted(wishers, rooms)

    for group, before in rooms.items():
        inside = [
            w for w, each in zip(wishers, outcome, strict=True) if each.group == group
        ]
        assert before.free is None or len(inside) <= before.free
        for quota, most in before.free_in_quota.items():
            count = sum(quota in w.wishes[0].quotas for w in inside)
            assert count <= most
        spoken_for = [w.organisation for w in inside if w.organisation]
        assert len(spoken_for) == len(set(spoken_for))
    for w, each in zip(wishers, outcome, strict=True):
        if each.place is not None:
            assert w.wishes[each.place - 1].group == each.group
            assert [group for group, _why in each.passed] == [
                wish.group for wish in w.wishes[: each.place - 1]
            ]


@given(people, rooms_of)
def test_no_seat_stays_free_that_somebody_without_one_could_have(wishers, rooms):
    left = deepcopy(rooms)
    outcome = allot(wishers, left)

    for w, each in zip(wishers, outcome, strict=True):
        for wish in w.wishes if each.place is None else w.wishes[: each.place - 1]:
            space = left[wish.group]
            has_seat = w.organisation in space.organisations
            is_full = space.free is not None and space.free <= 0
            quota_full = any(
                space.free_in_quota.get(quota, 1) <= 0 for quota in wish.quotas
            )
            assert has_seat or is_full or quota_full


@given(people, rooms_of)
def test_nobody_is_passed_over_for_who_wished_less_or_asked_later(wishers, rooms):
    """In a group without quotas, where nobody's organisation counts."""
    plain = [Wisher(number=w.number, wishes=w.wishes) for w in wishers]
    bare = {group: GroupRoom(free=each.free) for group, each in rooms.items()}

    outcome = allotted(plain, bare)

    seated = {(each.group, each.place, each.number) for each in outcome if each.place}
    for w, each in zip(plain, outcome, strict=True):
        for place, wish in enumerate(w.wishes, start=1):
            if each.place is not None and place >= each.place:
                break
            inside = [key for key in seated if key[0] == wish.group]
            assert all(
                (rank, number) < (place, w.number) for _g, rank, number in inside
            )


@given(people, rooms_of)
def test_the_same_question_has_the_same_answer(wishers, rooms):
    assert allotted(wishers, rooms) == allotted(wishers, rooms)
