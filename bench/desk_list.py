"""The desk's list of ten thousand attendees: paged through, searched, sorted."""

from collections.abc import Iterator
from contextlib import closing

from bench.desk import Desk
from bench.figures import Figure, none_of, percentile
from bench.filling import fill
from bench.places import SLUG, Places, open_event, opened
from bench.servers import stack
from bench.sizes import Sizes
from tests.factories import make_facilitator

LIST = f"/bureau/evenements/{SLUG}/inscrits"
VIEWS = (
    "?page={page}",
    "?q=lefebvre+{page}",
    "?q=musee&page={page}",
    "?order=organisation&page={page}",
    "?order=latest&page={page}",
    "?order=line&page={page}",
    "?category=museum&page={page}",
    "?state=confirmed&page={page}",
)
MOST_MILLISECONDS = {0.50: None, 0.95: 150}


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            make_facilitator()
            fill(open_event(capacity=None), sizes.listed)
        with stack(place) as server, closing(Desk(server)) as desk:
            answers = [
                desk.download(LIST + VIEWS[number % len(VIEWS)].format(page=number + 1))
                for number in range(sizes.asked)
            ]
    wrong = sum(answer.status != 200 for answer in answers)
    milliseconds = [1000 * answer.seconds for answer in answers]
    for share, most in MOST_MILLISECONDS.items():
        yield Figure(
            name=f"desk list of {sizes.listed:,}, p{share * 100:.0f}",
            measured=percentile(milliseconds, share),
            unit="ms",
            target=most,
        )
    yield none_of("desk list, errors", wrong)
