"""What places in groups are called, in both languages."""

import pytest
from flask_babel import force_locale

from concertation.domain.enrolment import EndReason, Obstacle, Standing
from concertation.wording.enrolment import (
    end_reason_name,
    obstacle_name,
    ordinal,
    standing_name,
    standing_text,
)

pytestmark = pytest.mark.usefixtures("app")


def in_both(name, word):
    said = []
    for locale in ("fr", "en"):
        with force_locale(locale):
            said.append(name(word))
    return said


@pytest.mark.parametrize(
    ("name", "word"),
    [
        *((standing_name, word) for word in Standing),
        *((end_reason_name, word) for word in EndReason),
        *((obstacle_name, word) for word in Obstacle),
    ],
)
def test_every_word_has_a_name_in_each_language(name, word):
    french, english = in_both(name, word)

    assert french != english
    assert in_both(name, word.value) == [french, english]


@pytest.mark.parametrize(
    ("rank", "french", "english"),
    [
        (1, "En tête de la liste d’attente", "First on the waiting list"),
        (2, "2e de la liste d’attente", "2nd on the waiting list"),
        (None, "Sur la liste d’attente", "On the waiting list"),
    ],
)
def test_who_waits_is_told_their_rank(rank, french, english):
    def name(word):
        return standing_text(word, rank)

    assert in_both(name, Standing.WAITING) == [french, english]
    assert in_both(name, Standing.SEAT) == ["Place confirmée", "Confirmed place"]


@pytest.mark.parametrize(
    ("number", "french", "english"),
    [
        (1, "1er", "1st"),
        (2, "2e", "2nd"),
        (3, "3e", "3rd"),
        (4, "4e", "4th"),
        (11, "11e", "11th"),
        (12, "12e", "12th"),
        (13, "13e", "13th"),
        (21, "21e", "21st"),
        (112, "112e", "112th"),
    ],
)
def test_ordinals_are_those_of_the_language(number, french, english):
    assert in_both(ordinal, number) == [french, english]
