"""The desk's list of ten thousand attendees: paged through, searched, sorted."""

from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus
from typing import Any

from flask import Flask
from sqlalchemy import event

from bench.desk import Desk
from bench.figures import Figure, none_of, percentile
from bench.filling import fill
from bench.places import SLUG, Places, open_event, opened
from bench.servers import stack
from bench.sizes import Sizes
from concertation.database import db
from tests.factories import FACILITATOR, PASSWORD, make_facilitator

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


MOST_QUERIES = 12
OURS = "http://127.0.0.1"


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place) as app:
            make_facilitator()
            fill(open_event(capacity=None), sizes.listed)
            queries = max(queries_of(app, LIST + view.format(page=2)) for view in VIEWS)
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
    yield Figure(
        name="desk list, queries",
        measured=queries,
        unit="",
        target=MOST_QUERIES,
    )
    yield none_of("desk list, errors", wrong)


def queries_of(app: Flask, path: str) -> int:
    """How many statements one page sends, by somebody who is signed in."""
    browser, statements = app.test_client(), []
    app.config["WTF_CSRF_ENABLED"] = False  # Here alone: the server has its own.
    signing_in = {"email": FACILITATOR, "password": PASSWORD}
    browser.post("/bureau/connexion", data=signing_in, base_url=OURS)

    def noted(_connection: Any, _cursor: Any, statement: str, *_others: Any) -> None:
        statements.append(statement)

    event.listen(db.engine, "before_cursor_execute", noted)
    try:
        if browser.get(path, base_url=OURS).status_code != HTTPStatus.OK:
            raise RuntimeError(path)
    finally:
        event.remove(db.engine, "before_cursor_execute", noted)
    return len(statements)
