"""Numbers about a group are told only where they give nobody away."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.composition import FEWEST, OTHERS, Part, tellable


def part(name: str, persons: int, unnamed: int | None = None) -> Part:
    hidden = persons if unnamed is None else unnamed
    return Part(name=name, persons=persons, unnamed=hidden)


def told(*parts: Part) -> dict[str, int]:
    return {each.name: each.persons for each in tellable(parts)}


def test_rows_with_enough_people_are_told_largest_first():
    rows = tellable([part("club", 4), part("museum", 9), part("school", 4)])

    assert [row.name for row in rows] == ["museum", "club", "school"]


def test_small_rows_stand_together_at_the_end():
    assert told(part("museum", 9), part("club", 2), part("school", 1)) == {
        "museum": 9,
        OTHERS: 3,
    }


def test_one_small_row_takes_the_smallest_other_along():
    """Alone it would be told all the same: it is what is missing from the total."""
    assert told(part("museum", 9), part("club", 4), part("school", 1)) == {
        "museum": 9,
        OTHERS: 5,
    }


def test_a_single_person_among_named_ones_is_not_told():
    """« Musées : 3 » with two museums named says what the third one is."""
    assert told(part("museum", 3, unnamed=1), part("club", 8)) == {OTHERS: 11}


def test_those_whose_organisations_are_named_are_told_however_few():
    assert told(part("museum", 1, unnamed=0), part("club", 3)) == {
        "club": 3,
        "museum": 1,
    }


@pytest.mark.parametrize(
    "parts",
    [
        [part("museum", 1)],
        [part("museum", 1), part("club", 1)],
        [part("museum", 5, unnamed=0), part("club", 2)],
        [],
    ],
)
def test_where_too_few_are_unnamed_nothing_is_told(parts):
    assert tellable(parts) == []


@st.composite
def groups(draw) -> list[Part]:
    sizes = draw(st.lists(st.integers(0, 8), max_size=8))
    return [
        part(f"kind-{number}", size, draw(st.integers(0, size)))
        for number, size in enumerate(sizes)
    ]


@given(groups())
def test_no_row_ever_tells_of_one_or_two_who_did_not_agree(parts):
    rows = tellable(parts)

    assert all(not row.unnamed or row.unnamed >= FEWEST for row in rows)


@given(groups())
def test_everybody_is_counted_once_or_nothing_is_told(parts):
    rows = tellable(parts)

    assert not rows or sum(row.persons for row in rows) == sum(p.persons for p in parts)


@given(groups())
def test_what_is_missing_from_the_rows_tells_no_more_than_they_do(parts):
    """Who knows the total subtracts the rows with a name: the rest is as anonymous."""
    rows = tellable(parts)

    rest = sum(row.unnamed for row in rows if row.name == OTHERS)
    assert rest == 0 or rest >= FEWEST
