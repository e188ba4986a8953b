"""No name turns around what stands behind it."""

import pytest

from concertation.domain.typed_text import TURNS, clean_line, clean_text

RIGHT_TO_LEFT = "שלום, مرحبا"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
@pytest.mark.parametrize("turn", sorted(TURNS))
def test_what_turns_a_line_around_is_left_out(clean, turn):
    assert clean(f"Ada{turn}ecalevoL") == "AdaecalevoL"


@pytest.mark.parametrize("clean", [clean_line, clean_text])
def test_words_that_run_the_other_way_are_kept(clean):
    assert clean(RIGHT_TO_LEFT) == RIGHT_TO_LEFT
