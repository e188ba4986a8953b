"""The guides, walked through: an event from draft to figures, and a phase of a group.

`make guide` keeps the pictures that are taken on the way; every other time these tests
say whether the guides still name what stands on the pages. The second one is an
animator's journey and a pilot's, too: what they decide is looked for in the database.
"""

import os
import re
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page

from concertation.clock import utc_now
from tests.browser import (
    guide_filling,
    guide_group,
    guide_meeting,
    guide_pilot,
    guide_preparing,
)
from tests.browser.guide_story import make_consultation
from tests.browser.walk import Walk, plain

DOCS = Path(__file__).parents[2] / "docs"
FACILITATOR, ANIMATOR = "facilitateur", "animateur"
PICTURE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
NAMED = re.compile(r"\*\*(.+?)\*\*")
both = pytest.mark.parametrize("guide", [FACILITATOR, ANIMATOR])


@pytest.fixture
def walk_of(desk: Page) -> Callable[[str], Walk]:
    """Pictures go where the guide shows them from, or else nowhere."""
    kept = os.environ.get("GUIDE_PICTURES")
    return lambda guide: Walk(desk, Path(kept) / guide if kept else None)


def text_of(guide: str) -> str:
    return (DOCS / f"{guide}.md").read_text("utf-8")


def next_thursday() -> str:
    """Two months ahead, as a form wants it: far enough for every date before it."""
    day = utc_now().date() + timedelta(days=60)
    return (day + timedelta(days=(3 - day.weekday()) % 7)).isoformat()


def assert_tells(guide: str, walk: Walk) -> None:
    """What is named stands on a page that was seen; pictures come in their order."""
    text = text_of(guide)
    told = [plain(phrase) for phrase in NAMED.findall(text)]
    assert [phrase for phrase in told if phrase not in walk.read] == []
    assert [name for _, name in PICTURE.findall(text)] == [
        f"images/{guide}/{name}.png" for name in walk.pictures
    ]


def test_the_guide_tells_what_a_facilitator_sees(walk_of):
    walk = walk_of(FACILITATOR)
    guide_preparing.go_through(walk, next_thursday())
    guide_filling.go_through(walk)

    assert_tells(FACILITATOR, walk)


def test_the_guide_tells_what_an_animator_and_a_pilot_see(walk_of, facilitator):
    walk = walk_of(ANIMATOR)
    now, coming = make_consultation()
    guide_group.go_through(walk, now)
    guide_meeting.go_through(walk, now, coming)
    guide_pilot.go_through(walk, facilitator)

    assert_tells(ANIMATOR, walk)


@both
def test_every_picture_of_a_guide_is_there_and_no_other(guide):
    told = {Path(name).name for _, name in PICTURE.findall(text_of(guide))}

    assert told == {path.name for path in (DOCS / "images" / guide).iterdir()}


@both
def test_a_guide_is_reached_from_the_first_page(guide):
    assert f"docs/{guide}.md" in (DOCS.parent / "README.md").read_text("utf-8")
