"""An accent can be read wherever it is used, on light pages and on dark ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.domain.colour import (
    LEAST_CONTRAST,
    accent_contrast,
    as_colour,
    contrast,
    dark_accent,
    dark_contrast,
    is_readable,
    readable_accent,
    tinted,
)
from concertation.domain.site import SHIPPED_ACCENT

colours = st.integers(0, 0xFFFFFF).map("#{:06x}".format)


@pytest.mark.parametrize(
    ("typed", "colour"),
    [
        ("#00586B", "#00586b"),
        (" 00586b ", "#00586b"),
        ("#abc", "#aabbcc"),
        ("abc", "#aabbcc"),
        ("#00586", None),
        ("#00586g", None),
        ("teal", None),
        ("", None),
        ("#\u0660\u0660\u0660\u0660\u0660\u0660", None),
        ("#000;}", None),
    ],
)
def test_a_colour_is_written_in_one_way(typed, colour):
    assert as_colour(typed) == colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        ("#777777", "#ffffff", 4.48),
        ("#767676", "#ffffff", 4.54),
        ("#ff0000", "#ffffff", 4.0),
    ],
)
def test_contrast_is_what_wcag_counts(one, other, ratio):
    assert contrast(one, other) == pytest.approx(ratio, abs=0.005)
    assert contrast(other, one) == contrast(one, other)


def test_the_tint_decides_over_white():
    """4.54 on white is enough there, and too little on its own tint."""
    assert contrast("#767676", "#ffffff") > LEAST_CONTRAST
    assert not is_readable("#767676")
    assert tinted("#767676", "#ffffff") == "#f2f2f2"


def test_what_the_program_comes_with_can_be_read():
    assert is_readable(SHIPPED_ACCENT)


@given(colours)
def test_the_proposal_can_be_read_and_is_the_nearest(colour):
    proposed = readable_accent(colour)

    assert is_readable(proposed)
    if is_readable(colour):
        assert proposed == colour
    else:
        assert accent_contrast(proposed) < LEAST_CONTRAST + 0.25


@given(colours)
def test_every_accent_can_be_read_on_dark_pages(colour):
    assert dark_contrast(colour) >= LEAST_CONTRAST
    assert contrast(dark_accent(colour), "#0d1113") >= LEAST_CONTRAST
