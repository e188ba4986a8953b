"""A thousand badges, from the request to their last byte."""

from collections.abc import Iterator
from contextlib import closing
from statistics import median

from bench.desk import Desk
from bench.figures import Figure, none_of
from bench.filling import fill
from bench.places import SLUG, Places, open_event, opened
from bench.servers import stack
from bench.sizes import Sizes
from tests.factories import make_facilitator

BADGES = f"/bureau/evenements/{SLUG}/imprimer/badges.pdf?format=80x50"
MOST_SECONDS = 5
TIMES = 3


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            make_facilitator()
            fill(open_event(capacity=None), sizes.wearing)
        with stack(place) as server, closing(Desk(server)) as desk:
            answers = [desk.download(BADGES) for _ in range(TIMES)]
    yield Figure(
        name=f"{sizes.wearing:,} badges",
        measured=median(answer.seconds for answer in answers),
        unit="s",
        target=MOST_SECONDS,
    )
    yield none_of("badges, errors", sum(answer.status != 200 for answer in answers))
