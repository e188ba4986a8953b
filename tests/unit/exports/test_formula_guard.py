"""The guard before formulas is put where it must be, and can be undone."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concertation.exports.formula_guard import guarded, unguarded

RISKY = st.text(alphabet="'=+-@＝\t \r\n\u200bAé", max_size=12)  # noqa: RUF001


@pytest.mark.parametrize("text", ["=1+1", "+33 6", "-", "@a", " =1", "\t", "'=1"])
def test_what_a_spreadsheet_could_run_is_guarded(text):
    assert guarded(text) == f"'{text}"


@pytest.mark.parametrize("text", ["", "d’Hœuf", "'t Hart", "''", "a=b", "1-2"])
def test_other_texts_are_left_alone_both_ways(text):
    assert guarded(text) == unguarded(text) == text


@given(st.one_of(RISKY, st.text()))
def test_the_guard_can_always_be_undone(text):
    assert unguarded(guarded(text)) == text


@given(st.one_of(RISKY, st.text(st.characters(exclude_categories=["Cc", "Cs"]))))
def test_it_is_undone_after_the_way_through_a_file(text):
    file = StringIO(newline="")
    csv.writer(file, delimiter=";").writerow([guarded(text), "end"])
    file.seek(0)

    [[cell, _end]] = csv.reader(file, delimiter=";", strict=True)

    assert unguarded(cell) == text
