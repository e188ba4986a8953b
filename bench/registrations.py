"""How many people can register in a second, and what it costs in memory."""

from collections.abc import Iterator

from bench.event_page import PAGE
from bench.figures import Figure, Sign, none_of, percentile
from bench.load import hammer
from bench.mails import caught, seconds_until_caught
from bench.memory import processor_seconds, resident
from bench.places import Places, open_event, opened
from bench.servers import Place, Server, ceiling, stack
from bench.sizes import Sizes
from bench.visitors import Visits, visit

FORM = f"{PAGE}/inscription"
LEAST_PER_SECOND = 100
MOST_MILLISECONDS = 500
MOST_MEGABYTES = 200


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            open_event(capacity=None)
        with ceiling("insert", place) as bare:
            inserts = hammer(bare.url(), sizes.seconds_a_round, body="text=Maëlys")
        with stack(place) as server:
            hammer(server.url(PAGE), 1)
            hammer(server.url(FORM), 1)
            yield from _memory(server, "after warm-up")
            before = processor_seconds(server.web_process())
            visits = visit(
                server.url(FORM),
                sizes.people,
                at_once=sizes.at_once,
                seconds=sizes.most_seconds,
            )
            worked = processor_seconds(server.web_process()) - before
            yield from _pace(visits, inserts.per_second)
            yield Figure(
                name="registration, processor time of the web process",
                measured=1000 * worked / max(1, len(visits.posts)),
                unit="ms",
            )
            yield from _after(server, place, visits)


def _pace(visits: Visits, ceiling_per_second: float) -> Iterator[Figure]:
    yield Figure(
        name="completed registrations, against one insert a request",
        measured=len(visits.journeys) / visits.seconds,
        unit="/s",
        ceiling=ceiling_per_second,
        target=LEAST_PER_SECOND,
        sign=Sign.AT_LEAST,
    )
    for share in (0.50, 0.95, 0.99):
        yield Figure(
            name=f"registration, POST, p{share * 100:.0f}",
            measured=percentile(visits.posts, share),
            unit="ms",
            target=MOST_MILLISECONDS if share == 0.99 else None,
        )
    yield Figure(
        name="registration, form to receipt, p99",
        measured=percentile(visits.journeys, 0.99),
        unit="ms",
    )
    yield none_of("registration, errors", len(visits.errors))


def _after(server: Server, place: Place, visits: Visits) -> Iterator[Figure]:
    mails = len(visits.posts)
    seconds_until_caught(place.instance, mails)
    yield none_of("registration, mails missing", mails - caught(place.instance))
    yield from _memory(server, "after load")
    yield none_of("registration, warnings in the log", server.complaints())


def _memory(server: Server, when: str) -> Iterator[Figure]:
    held = resident(server.processes())
    yield Figure(
        name=f"whole stack, RSS {when}",
        measured=held.rss,
        unit="MB",
        target=MOST_MEGABYTES,
    )
    yield Figure(name=f"whole stack, PSS {when}", measured=held.pss, unit="MB")
