"""Which fourteen digits are the number of an establishment."""

import pytest

from concertation.domain.siret import (
    NotASiret,
    is_siret,
    siren_of,
    siret_of,
    written_siret,
)

INSEE_EXAMPLE = "20003452800014"
USUAL_EXAMPLE = "73282932000074"
HEAD_OFFICE_OF_LA_POSTE = "35600000000048"
POST_OFFICE = "35600000009075"


@pytest.mark.parametrize(
    "digits", [INSEE_EXAMPLE, USUAL_EXAMPLE, HEAD_OFFICE_OF_LA_POSTE, POST_OFFICE]
)
def test_real_numbers_are_known(digits):
    assert is_siret(digits)


@pytest.mark.parametrize(
    "digits",
    [
        "20003452800041",  # Two digits that changed places.
        "73282932000075",
        "35600000009076",  # Of La Poste, but adding up to 36.
        "00000000000000",
        "7328293200007",
        "732829320000740",
        "",
        "7328293200007a",
        "٧٣٢٨٢٩٣٢٠٠٠٠٧٤",
    ],
)
def test_others_are_not(digits):
    assert not is_siret(digits)


def test_the_number_of_the_organisation_itself_must_add_up_as_well():
    # The whole adds up, by Luhn; its first nine digits do not.
    assert not is_siret("73282932100072")


@pytest.mark.parametrize("position", range(14))
def test_one_mistyped_digit_is_always_noticed(position):
    digits = list(USUAL_EXAMPLE)
    for other in "0123456789":
        mistyped = "".join([*digits[:position], other, *digits[position + 1 :]])
        assert is_siret(mistyped) == (mistyped == USUAL_EXAMPLE)


@pytest.mark.parametrize(
    "typed",
    [
        "732 829 320 00074",
        "732\u00a0829\u202f320 00074",
        "732.829.320.00074",
        "732-829-320 00074 ",
        USUAL_EXAMPLE,
    ],
)
def test_what_people_type_between_the_digits_is_left_out(typed):
    assert siret_of(typed) == USUAL_EXAMPLE


def test_what_is_no_number_is_said_so():
    with pytest.raises(NotASiret):
        siret_of("732 829 320 00075")


def test_it_is_printed_in_groups():
    assert written_siret(USUAL_EXAMPLE) == "732\u202f829\u202f320\u202f00074"
    assert siren_of(USUAL_EXAMPLE) == "732829320"
