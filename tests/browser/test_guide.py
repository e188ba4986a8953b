"""The facilitators' guide, walked through: one whole event, from draft to figures.

`make guide` keeps the pictures that are taken on the way; every other time this test
says whether docs/facilitateur.md still names what stands on the pages.
"""

import os
import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from concertation.clock import utc_now
from tests.browser import guide_filling, guide_preparing
from tests.browser.walk import Walk, plain

DOCS = Path(__file__).parents[2] / "docs"
GUIDE = DOCS / "facilitateur.md"
PICTURES = "images/facilitateur"
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
NAMED = re.compile(r"\*\*(.+?)\*\*")


@pytest.fixture
def walk(desk: Page, tmp_path) -> Walk:
    kept = os.environ.get("GUIDE_PICTURES")
    return Walk(desk, Path(kept) if kept else tmp_path)


def next_thursday() -> str:
    """Two months ahead, as a form wants it: far enough for every date before it."""
    day = utc_now().date() + timedelta(days=60)
    return (day + timedelta(days=(3 - day.weekday()) % 7)).isoformat()


def test_the_guide_tells_what_a_facilitator_sees(walk):
    guide_preparing.go_through(walk, next_thursday())
    guide_filling.go_through(walk)

    text = GUIDE.read_text("utf-8")
    told = [plain(phrase) for phrase in NAMED.findall(text)]
    assert [phrase for phrase in told if phrase not in walk.read] == []
    assert [name for _, name in PICTURE.findall(text)] == [
        f"{PICTURES}/{name}.png" for name in walk.pictures
    ]


def test_every_picture_of_the_guide_is_there_and_no_other():
    told = {Path(name).name for _, name in PICTURE.findall(GUIDE.read_text("utf-8"))}

    assert told == {path.name for path in (DOCS / PICTURES).iterdir()}


def test_the_guide_is_reached_from_the_first_page():
    assert "docs/facilitateur.md" in (DOCS.parent / "README.md").read_text("utf-8")
