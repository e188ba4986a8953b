"""Take a hundred thousand attendees away, from a desk that is in use."""

from collections.abc import Iterator
from contextlib import closing

from bench.desk import Desk
from bench.figures import Figure, none_of
from bench.filling import fill
from bench.memory import Growth, processor_seconds
from bench.places import SLUG, Places, open_event, opened
from bench.servers import Place, Server, stack
from bench.sizes import Sizes
from concertation.exports.columns import COLUMNS as COLUMNS_OF_LISTS
from tests.factories import make_event, make_facilitator, register

WARM = "reunion-preparatoire"
EXPORT = "/bureau/evenements/{}/exporter"
COLUMNS = [column.key for column in COLUMNS_OF_LISTS if column.by_default]
MOST_SECONDS = {"csv": 5, "xlsx": 15}
MOST_MEGABYTES = 50


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        _fill(place, sizes.exported)
        with stack(place) as server, closing(Desk(server)) as desk:
            for kind in MOST_SECONDS:
                desk.download(_ordered(desk, WARM, kind))
            for kind in MOST_SECONDS:
                yield from _exported(server, desk, kind, sizes.exported)


def _ordered(desk: Desk, slug: str, kind: str) -> str:
    columns = [("columns", key) for key in COLUMNS]
    return desk.send(EXPORT.format(slug), [("format", kind), *columns])


def _fill(place: Place, people: int) -> None:
    with opened(place):
        make_facilitator()
        fill(open_event(capacity=None), people)
        register(make_event(slug=WARM))


def _exported(server: Server, desk: Desk, kind: str, people: int) -> Iterator[Figure]:
    name = f"{kind.upper()} of {people:,} attendees"
    web = server.web_process()
    ordered = _ordered(desk, SLUG, kind)
    before = processor_seconds(web)
    with Growth(web) as growth:
        download = desk.download(ordered)
    worked = processor_seconds(web) - before
    yield Figure(
        name=name,
        measured=download.seconds,
        unit="s",
        target=MOST_SECONDS[kind],
    )
    yield Figure(name=f"{name}, processor time", measured=worked, unit="s")
    yield Figure(
        name=f"{name}, memory growth",
        measured=growth.megabytes,
        unit="MB",
        target=MOST_MEGABYTES,
    )
    if kind == "csv":
        missing = people + 1 - download.lines
        yield none_of(f"{name}, lines missing", missing)
    else:
        yield Figure(name=f"{name}, size", measured=download.size / 1e6, unit="MB")
