"""Which role carries which right, and where: the pure rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.roles import (
    RIGHTS,
    Grant,
    Right,
    Role,
    can_be_given,
    events_open_to,
    may,
)

SLUGS = ("ouverture", "autre", "cloture")
slugs = st.sampled_from(SLUGS)
grants = st.lists(
    st.builds(Grant, st.sampled_from(Role), st.one_of(st.none(), slugs)), max_size=5
)
rights = st.sampled_from(Right)


def test_every_role_has_its_rights():
    assert {
        Role.ADMINISTRATOR: set(Right),
        Role.FACILITATOR: {Right.PREPARE, Right.FILL, Right.READ, Right.WELCOME},
        Role.READER: {Right.READ, Right.WELCOME},
        Role.WELCOMER: {Right.WELCOME},
    } == RIGHTS


@pytest.mark.parametrize("role", Role)
def test_a_role_on_the_whole_site_is_good_at_every_event(role):
    for right in RIGHTS[role]:
        assert may([Grant(role)], right)
        assert may([Grant(role)], right, "ouverture")


@pytest.mark.parametrize("role", Role)
def test_a_role_at_one_event_is_good_there_and_nowhere_else(role):
    held = [Grant(role, "ouverture")]
    for right in RIGHTS[role]:
        assert may(held, right, "ouverture")
        assert not may(held, right, "autre")
        assert not may(held, right)


def test_who_has_no_role_may_nothing():
    assert not any(may([], right) for right in Right)
    assert events_open_to([], Right.WELCOME) == frozenset()


@given(grants, grants, rights, st.one_of(st.none(), slugs))
def test_rights_add_up(some, others, right, event):
    either = may(some, right, event) or may(others, right, event)

    assert may(some + others, right, event) == either


@given(grants, rights)
def test_whoever_may_on_the_whole_site_may_at_every_event(held, right):
    if may(held, right):
        assert all(may(held, right, slug) for slug in SLUGS)


@given(grants, rights)
def test_the_events_in_reach_are_those_where_one_may(held, right):
    reached = events_open_to(held, right)

    for slug in SLUGS:
        assert may(held, right, slug) == (reached is None or slug in reached)
    assert may(held, right) == (reached is None)


def test_the_site_has_no_part_to_administer_and_nobody_welcomes_everywhere():
    at_events = {role for role in Role if can_be_given(role, at_one_event=True)}
    on_the_site = {role for role in Role if can_be_given(role, at_one_event=False)}

    assert at_events == set(Role) - {Role.ADMINISTRATOR}
    assert on_the_site == set(Role) - {Role.WELCOMER}
