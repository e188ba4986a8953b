"""What is printed for the day itself, from the request to its last byte."""

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

EVENT = f"/bureau/evenements/{SLUG}"
SHEET = f"{EVENT}/imprimer/emargement.pdf"
BADGES = f"{EVENT}/imprimer/badges.pdf?format=80x50"
MOST_SECONDS = {SHEET: 2, BADGES: 5}
TIMES = 5


def measure_sheet(places: Places, sizes: Sizes) -> Iterator[Figure]:
    name = f"sign-in sheet of {sizes.signing:,}"
    yield from _printed(places, SHEET, sizes.signing, name)


def measure_badges(places: Places, sizes: Sizes) -> Iterator[Figure]:
    name = f"{sizes.wearing:,} badges"
    yield from _printed(places, BADGES, sizes.wearing, name)


def _printed(places: Places, path: str, people: int, name: str) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            make_facilitator()
            fill(open_event(capacity=None), people)
        with stack(place) as server, closing(Desk(server)) as desk:
            answers = [desk.download(path) for _ in range(TIMES)]
    yield Figure(
        name=name,
        measured=median(answer.seconds for answer in answers),
        unit="s",
        target=MOST_SECONDS[path],
    )
    wrong = sum(answer.status != 200 for answer in answers)
    yield none_of(f"{name}, errors", wrong)
