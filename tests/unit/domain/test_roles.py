"""Which role carries which right, and where: the pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.roles import (
    RIGHTS,
    WHOLE_SITE,
    Grant,
    Place,
    Right,
    Role,
    Scope,
    can_be_given,
    may,
    reach_of,
)

HERE, ELSEWHERE = Place(event="ouverture"), Place(event="autre")
PROCESS, OTHER_PROCESS = Place(process="csti"), Place(process="eau")
GROUP = Place(process="csti", group="diffusion")
OTHER_GROUP = Place(process="csti", group="production")
NAMESAKE = Place(process="eau", group="diffusion")
PLACES = (
    WHOLE_SITE,
    HERE,
    ELSEWHERE,
    PROCESS,
    OTHER_PROCESS,
    GROUP,
    OTHER_GROUP,
    NAMESAKE,
    Place(event="plenary", process="csti"),
    Place(event="meeting", process="csti", group="diffusion"),
    Place(event="other-meeting", process="csti", group="production"),
    Place(event="meeting-of-namesake", process="eau", group="diffusion"),
)
places = st.sampled_from(PLACES)
given_places = st.sampled_from(
    [each for each in PLACES if not (each.event and each.process)]
)
grants = st.lists(st.builds(Grant, st.sampled_from(Role), given_places), max_size=5)
rights = st.sampled_from(Right)


def test_every_role_has_its_rights():
    assert {
        Role.ADMINISTRATOR: set(Right),
        Role.FACILITATOR: {Right.PREPARE, Right.FILL, Right.READ, Right.WELCOME},
        Role.READER: {Right.READ, Right.WELCOME},
        Role.WELCOMER: {Right.WELCOME},
        Role.DATA_OFFICER: {Right.PROTECT},
    } == RIGHTS


@pytest.mark.parametrize("role", Role)
def test_a_role_on_the_whole_site_is_good_at_every_event(role):
    for right in RIGHTS[role]:
        assert may([Grant(role)], right)
        assert all(may([Grant(role)], right, place) for place in PLACES)


@pytest.mark.parametrize("role", Role)
def test_a_role_at_one_event_is_good_there_and_nowhere_else(role):
    held = [Grant(role, HERE)]
    for right in RIGHTS[role]:
        assert reached(held, right) == {HERE}


def test_an_event_is_the_same_whoevers_meeting_it_is():
    meeting = Place(event="meeting", process="csti", group="diffusion")

    assert may([Grant(Role.READER, Place(event="meeting"))], Right.READ, meeting)


def test_a_role_in_a_process_is_good_for_all_that_belongs_to_it():
    assert reached([Grant(Role.FACILITATOR, PROCESS)], Right.PREPARE) == {
        place for place in PLACES if place.process == "csti"
    }


def test_a_role_in_a_group_is_good_for_the_group_and_its_meetings_and_nothing_else():
    assert reached([Grant(Role.FACILITATOR, GROUP)], Right.READ) == {
        GROUP,
        Place(event="meeting", process="csti", group="diffusion"),
    }


def test_who_has_no_role_may_nothing():
    assert not any(may([], right, place) for right in Right for place in PLACES)
    assert not reach_of([], Right.WELCOME)


@given(grants, grants, rights, places)
def test_rights_add_up(some, others, right, place):
    either = may(some, right, place) or may(others, right, place)

    assert may(some + others, right, place) == either


@given(grants, rights)
def test_whoever_may_on_the_whole_site_may_everywhere(held, right):
    assert may(held, right) == reach_of(held, right).is_everywhere
    if may(held, right):
        assert reached(held, right) == set(PLACES)


@given(grants, rights, places)
def test_a_reach_says_by_its_parts_what_is_in_it(held, right, place):
    reach = reach_of(held, right)
    by_parts = (
        reach.is_everywhere
        or place.event in reach.events
        or place.process in reach.processes
        or (place.process, place.group) in reach.groups
    )

    assert (place in reach) == by_parts


def test_the_site_has_no_part_to_administer_and_who_welcomes_is_at_one_event():
    given = {
        scope: {role for role in Role if can_be_given(role, scope)} for scope in Scope
    }

    assert given == {
        Scope.SITE: set(Role) - {Role.WELCOMER},
        Scope.PROCESS: {Role.FACILITATOR, Role.READER},
        Scope.GROUP: {Role.FACILITATOR, Role.READER},
        Scope.EVENT: {Role.FACILITATOR, Role.READER, Role.WELCOMER},
    }


def reached(held, right):
    return {place for place in PLACES if may(held, right, place)}
