"""The event page against a bare Flask "hello" on the same server, and its weight."""

import re
import urllib.request
from collections.abc import Iterator
from statistics import median

from bench.figures import Figure, Sign, none_of
from bench.load import hammer
from bench.places import SLUG, Places, open_event, opened
from bench.servers import Server, ceiling, stack
from bench.sizes import Sizes

PAGE = f"/evenements/{SLUG}"
LEAST_RATIO = 0.5
MOST_KILOBYTES = 60
PARTS = re.compile(r'<link rel="(?:icon|stylesheet)" href="([^"]+)"')


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            open_event(capacity=200)
        with stack(place) as ours, ceiling("hello", place) as bare:
            yield from _compared(ours, bare, sizes)
            yield Figure(
                name="event page, styles and icon, transferred",
                measured=_transferred(ours) / 1000,
                unit="kB",
                target=MOST_KILOBYTES,
            )


def _compared(ours: Server, bare: Server, sizes: Sizes) -> Iterator[Figure]:
    """Turn by turn, so that a busy minute of the machine is a busy one for both."""
    pages, hellos, errors = [], [], 0
    for server, path in ((ours, PAGE), (bare, "/")):
        hammer(server.url(path), sizes.seconds_a_round)
    for _ in range(sizes.rounds):
        page = hammer(ours.url(PAGE), sizes.seconds_a_round)
        hello = hammer(bare.url(), sizes.seconds_a_round)
        pages.append(page.per_second)
        hellos.append(hello.per_second)
        errors += page.errors + hello.errors
    yield Figure(
        name="event page, against a bare Flask hello",
        measured=median(pages),
        unit="/s",
        ceiling=median(hellos),
        target=LEAST_RATIO,
        sign=Sign.AT_LEAST,
        judges_ratio=True,
    )
    yield none_of("event page, errors", errors)


def _transferred(server: Server) -> int:
    """Bodies and heads of the page and of what its head asks for."""
    page, size = _fetched(server.url(PAGE))
    return size + sum(
        _fetched(server.url(part))[1] for part in PARTS.findall(page.decode())
    )


def _fetched(url: str) -> tuple[bytes, int]:
    headers = {"Accept-Language": "fr", "Accept-Encoding": "gzip"}
    asked = urllib.request.Request(url, headers=headers)  # noqa: S310
    with urllib.request.urlopen(asked) as answer:  # noqa: S310 -- our own server
        body: bytes = answer.read()
        return body, len(body) + len(bytes(answer.headers))
