"""Names as people have them, compared, sorted and searched; and references."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.registration import (
    REFERENCE_ALPHABET,
    email_key,
    folded,
    new_reference,
    sort_key,
)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Maëlys-Anne d'Hœuf-Lefèbvre", "maelys-anne dhoeuf-lefebvre"),
        ("M'hamed", "mhamed"),
        ("M\u2019hamed", "mhamed"),
        ("Nguyễn", "nguyen"),
        ("Y", "y"),
        ("ŒUVRE", "oeuvre"),
        ("Lætitia", "laetitia"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("Çelik", "celik"),
        ("", ""),
    ],
)
def test_folding_takes_case_accents_and_ligatures_away(text, plain):
    assert folded(text) == plain


european = st.text(alphabet=st.characters(max_codepoint=0x17F))


@given(european)
def test_folding_twice_is_folding_once(text):
    assert folded(folded(text)) == folded(text)


@given(european)
def test_composed_and_decomposed_letters_fold_alike(text):
    composed = unicodedata.normalize("NFC", text)
    decomposed = unicodedata.normalize("NFD", text)

    assert folded(composed) == folded(decomposed)


def test_a_list_is_in_the_order_of_names_without_case_or_accents():
    people = [
        ("Ytier", "Zoé"),
        ("Y", "Élodie"),
        ("Nguyễn", "Anh"),
        ("d'Hœuf-Lefèbvre", "Maëlys-Anne"),
        ("Élan", "M'hamed"),
        ("nguyen", "Bao"),
    ]

    assert sorted(people, key=lambda person: sort_key(*person)) == [
        ("d'Hœuf-Lefèbvre", "Maëlys-Anne"),
        ("Élan", "M'hamed"),
        ("Nguyễn", "Anh"),
        ("nguyen", "Bao"),
        ("Y", "Élodie"),
        ("Ytier", "Zoé"),
    ]


def test_a_sort_key_fits_its_column_even_when_folding_makes_names_longer():
    assert len(sort_key("ﷺ" * 120, "ﬃ" * 120)) == 300


@pytest.mark.parametrize(
    "typed",
    [
        "maelys@example.org",
        "Maelys@Example.ORG",
        "  maelys@example.org\n",
    ],
)
def test_one_address_is_one_person_whatever_its_case_and_edges(typed):
    assert email_key(typed) == "maelys@example.org"


def test_the_same_accent_written_in_two_ways_is_the_same_address():
    assert email_key("ma\u00eblys@example.org") == email_key("mae\u0308lys@example.org")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("maelys@example.org", "maëlys@example.org"),
        ("m.aelys@example.org", "maelys@example.org"),
        ("maelys+1@example.org", "maelys@example.org"),
    ],
)
def test_addresses_that_may_be_two_people_stay_two(one, other):
    assert email_key(one) != email_key(other)


@given(st.emails())
def test_the_key_of_a_key_is_itself(email):
    assert email_key(email_key(email)) == email_key(email)


def test_a_reference_is_two_groups_of_four():
    first, dash, second = new_reference().partition("-")

    assert (len(first), dash, len(second)) == (4, "-", 4)
    assert set(first + second) <= set(REFERENCE_ALPHABET)


def test_no_two_letters_of_references_are_read_as_one_another():
    assert set("01OIL") & set(REFERENCE_ALPHABET) == set()
    assert len(set(REFERENCE_ALPHABET)) == len(REFERENCE_ALPHABET)


def test_no_reference_spells_a_word():
    assert set("AEIOUY") & set(REFERENCE_ALPHABET) == set()


def test_references_differ():
    assert len({new_reference() for _ in range(2000)}) == 2000
