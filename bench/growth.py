"""How registrations grow with web processes, on one event and on a hundred."""

from collections.abc import Iterator

from bench.figures import Figure, none_of
from bench.load import hammer
from bench.places import SLUG, Places, open_event, open_events, opened
from bench.registrations import FORM
from bench.servers import ceiling, stack
from bench.sizes import Sizes
from bench.visitors import EVENT, EVENTS, visit

PROCESSES = (1, 2, 4)
ONE_OF_MANY = FORM.replace(SLUG, f"{SLUG}-{EVENT}")


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    for processes in PROCESSES:
        yield from _with(processes, places, sizes)


def _with(processes: int, places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            open_event(capacity=None)
            open_events(EVENTS)
        with ceiling("insert", place, workers=processes) as bare:
            inserts = hammer(bare.url(), sizes.seconds_a_round, body="text=Maëlys")
        told = f"{processes} process{'es' * (processes > 1)}"
        yield none_of(f"one insert a request, {told}, errors", inserts.errors)
        with stack(place, workers=processes) as server:
            for name, form in (("one event", FORM), ("a hundred events", ONE_OF_MANY)):
                hammer(server.url(form.replace(EVENT, "0")), 1)
                visits = visit(
                    server.url(form),
                    sizes.people,
                    at_once=sizes.at_once,
                    seconds=sizes.growth_seconds,
                )
                yield Figure(
                    name=f"registrations, {name}, {told}",
                    measured=len(visits.journeys) / visits.seconds,
                    unit="/s",
                    ceiling=inserts.per_second,
                )
                yield none_of(
                    f"registrations, {name}, {told}, errors", len(visits.errors)
                )
