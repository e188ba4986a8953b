"""The opening minute: five thousand people come, and the mail server is slow.

Meanwhile somebody at the desk looks at the list once a second.
"""

import sys
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from types import TracebackType
from typing import Self

from bench.arrivals import arrive
from bench.desk import Desk, Download
from bench.desk_list import LIST
from bench.event_page import PAGE
from bench.figures import Figure, none_of, percentile
from bench.load import hammer
from bench.mails import seconds_until_there
from bench.memory import processor_seconds
from bench.outcome import outcome
from bench.places import Places, open_event, opened
from bench.registrations import FORM
from bench.servers import Server, stack
from bench.sizes import Sizes
from bench.visitors import Visits
from tests.factories import make_facilitator
from tests.smtp_server import MailServer, mail_server

PROCESSES = 2
"""As the guide for administrators proposes before an opening: one for each core."""
SECONDS_A_MAIL = 0.075
DESK_MILLISECONDS = 500
LOOKS_EVERY_SECONDS = 1.0


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place, mail_server() as mails:
        mails.seconds_a_mail = SECONDS_A_MAIL
        with opened(place):
            make_facilitator()
            open_event(capacity=sizes.opening_seats)
        # As behind a proxy: everybody comes from a network of their own.
        settings = {"SMTP_URL": mails.url, "PROXIES": "1"}
        with stack(place, workers=PROCESSES, settings=settings) as server:
            hammer(server.url(PAGE), 1)
            hammer(server.url(FORM), 1)
            before = _worked(server)
            with closing(Desk(server)) as desk, Onlooker(desk) as onlooker:
                visits = arrive(
                    server.url(FORM), sizes.opening, seconds=sizes.opening_seconds
                )
            worked = _worked(server) - before
            drain = seconds_until_there(sizes.opening, lambda: len(_reached(mails)))
            complaints = server.complaints()
        for error, times in Counter(visits.errors).most_common(5):
            print(f"{times} times {error}", file=sys.stderr)
        yield from _answers(visits, complaints)
        yield Figure(
            name="opening, processor time a person",
            measured=1000 * worked / sizes.opening,
            unit="ms",
        )
        yield from _desk(onlooker.seen)
        yield from outcome(
            "opening", place, people=sizes.opening, seats=sizes.opening_seats
        )
        yield from _mails(mails, sizes.opening, drain)


class Onlooker:
    """Somebody who has the list of the event open, and looks at it anew."""

    def __init__(self, desk: Desk) -> None:
        self.seen: list[Download] = []
        self._desk = desk
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._over.set()
        self._thread.join()

    def _look(self) -> None:
        next_look = time.monotonic()
        while not self._over.wait(max(0.0, next_look - time.monotonic())):
            next_look += LOOKS_EVERY_SECONDS
            self.seen.append(self._desk.download(LIST))


def _answers(visits: Visits, complaints: int) -> Iterator[Figure]:
    per_second = len(visits.journeys) / visits.seconds
    yield Figure(name="opening, people", measured=per_second, unit="/s")
    for share in (0.50, 0.95, 0.99):
        yield Figure(
            name=f"opening, POST, p{share * 100:.0f}",
            measured=percentile(visits.posts, share),
            unit="ms",
        )
    yield Figure(
        name="opening, form to receipt, p99",
        measured=percentile(visits.journeys, 0.99),
        unit="ms",
    )
    yield none_of("opening, errors", len(visits.errors) + complaints)


def _desk(seen: list[Download]) -> Iterator[Figure]:
    yield Figure(
        name="opening, list at the desk meanwhile, p95",
        measured=percentile([1000 * each.seconds for each in seen], 0.95),
        unit="ms",
        target=DESK_MILLISECONDS,
    )
    wrong = sum(each.status != HTTPStatus.OK for each in seen)
    yield none_of("opening, errors at the desk", wrong)


def _mails(mails: MailServer, people: int, drain: float) -> Iterator[Figure]:
    yield none_of("opening, mails missing", people - len(_reached(mails)))
    repeated = len(mails.recipients) - len(_reached(mails))
    yield none_of("opening, mails that came twice", repeated)
    yield Figure(name="opening, last mail after", measured=drain, unit="s")


def _worked(server: Server) -> float:
    """Processor time of all its processes, mails included."""
    return sum(map(processor_seconds, server.processes()))


def _reached(mails: MailServer) -> set[str]:
    return set(mails.recipients)
