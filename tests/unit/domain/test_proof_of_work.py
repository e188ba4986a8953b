"""What was worked out, one look tells: a browser found the same words."""

import pytest

from concertation.domain import proof_of_work
from concertation.domain.proof_of_work import PARTS_A_SECOND, ROUNDS, is_done

CHALLENGE, ADDRESS = "challenge", "maëlys@example.org"
WORDS = ["273", "293", "102", "405"]
"""The first that fit, one for each part."""


def done(challenge=CHALLENGE, address=ADDRESS, words=WORDS, *, parts=4, rounds=ROUNDS):
    return is_done(challenge, address, words, parts=parts, rounds=rounds)


def test_a_second_of_work_is_known_when_it_is_done():
    assert len(WORDS) == PARTS_A_SECOND
    assert done()


@pytest.mark.parametrize(
    "changed",
    [
        {"challenge": "another"},
        {"address": "maelys@example.org"},
        {"words": ["274", *WORDS[1:]]},
        {"words": [*WORDS[:3], "406"]},
        {"words": WORDS[::-1]},
        {"words": [WORDS[0]] * 4},
        {"words": WORDS[:3]},
        {"words": [*WORDS, "0"]},
        {"words": []},
        {"words": ["9" * 400] * 4},
        {"words": ["\0", "\U0001f600", "-1", "٣"]},
        {"parts": 8},
        {"rounds": ROUNDS - 1},
    ],
)
def test_nothing_else_is_taken_for_it(changed):
    assert not done(**changed)


def test_no_part_behind_a_wrong_one_costs_anything(monkeypatch):
    looked = []

    def derive(*arguments, **named):
        looked.append(arguments)
        return b"\1"

    monkeypatch.setattr(proof_of_work, "pbkdf2_hmac", derive)

    assert not done(words=["1"] * 40, parts=40)
    assert len(looked) == 1


def test_a_proof_of_another_length_is_not_even_looked_at(monkeypatch):
    monkeypatch.setattr(proof_of_work, "pbkdf2_hmac", None)

    assert not done(words=WORDS * 100)
