"""The last part of a page's address, made of its title."""

import re
from collections.abc import Iterator
from itertools import count

from concertation.domain.registration import folded

LONGEST_SLUG = 60


def slug_of(title: str, nameless: str = "") -> str:
    """Lower-case words and hyphens, cut between words: « réunion-d-ouverture ».

    A title without a letter or a digit makes the ``nameless`` one.
    """
    words = re.sub(r"[^a-z0-9]+", "-", folded(title)).strip("-")
    if len(words) > LONGEST_SLUG:
        words = words[: LONGEST_SLUG + 1].rpartition("-")[0] or words[:LONGEST_SLUG]
    return words or nameless


def slugs_of(title: str, nameless: str) -> Iterator[str]:
    """What the title makes, then the same with -2, -3 and so on, without an end."""
    slug = slug_of(title, nameless)
    yield slug
    yield from (f"{slug}-{number}" for number in count(2))
