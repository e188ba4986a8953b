"""Two thousand people on two hundred places, all at once."""

from collections.abc import Iterator

from bench.figures import Figure, none_of, percentile
from bench.mails import caught, seconds_until_caught
from bench.outcome import outcome
from bench.places import Places, open_event, opened
from bench.registrations import FORM
from bench.servers import stack
from bench.sizes import Sizes
from bench.visitors import visit

NO_HURRY = 600.0


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            open_event(capacity=sizes.seats)
        with stack(place) as server:
            visits = visit(
                server.url(FORM), sizes.people, at_once=sizes.at_once, seconds=NO_HURRY
            )
            drain = seconds_until_caught(place.instance, sizes.people)
            complaints = server.complaints()
        per_second = len(visits.journeys) / visits.seconds
        yield Figure(name="stampede, people", measured=per_second, unit="/s")
        yield Figure(
            name="stampede, POST, p99",
            measured=percentile(visits.posts, 0.99),
            unit="ms",
        )
        errors = len(visits.errors) + complaints
        yield none_of("stampede, errors", errors)
        yield from outcome("stampede", place, people=sizes.people, seats=sizes.seats)
        missing = sizes.people - caught(place.instance)
        yield none_of("stampede, mails missing", missing)
        yield Figure(name="stampede, last mail after", measured=drain, unit="s")
