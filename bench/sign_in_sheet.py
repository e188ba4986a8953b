"""The sheet that five hundred attendees sign, from the request to its last byte."""

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

SHEET = f"/bureau/evenements/{SLUG}/inscrits/emargement.pdf"
MOST_SECONDS = 2
TIMES = 5


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            make_facilitator()
            fill(open_event(capacity=None), sizes.signing)
        with stack(place) as server, closing(Desk(server)) as desk:
            answers = [desk.download(SHEET) for _ in range(TIMES)]
    yield Figure(
        name=f"sign-in sheet of {sizes.signing:,}",
        measured=median(answer.seconds for answer in answers),
        unit="s",
        target=MOST_SECONDS,
    )
    wrong = sum(answer.status != 200 for answer in answers)
    yield none_of("sign-in sheet, errors", wrong)
