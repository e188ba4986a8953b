"""Keep the public's busiest pages for a second, as bytes.

Everybody sees the same event page. In the opening minute it is asked a hundred times
more often than it changes, so one rendering serves a second of readers. A write by
this process is seen at once; one by another process, within that second. The number
of places on a page is a report: a seat is only ever given under the pool's lock.
"""

import time
from dataclasses import dataclass
from http import HTTPStatus

from flask import Flask, Response, g, request

from concertation.database import commits_by_this_process

PAGES = {"site_home.index", "site_events.show"}
SECONDS = 1.0
MOST_ENTRIES = 256

Key = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Entry:
    body: bytes
    headers: list[tuple[str, str]]
    expires: float
    commits: int


def register_micro_cache(app: Flask) -> None:
    entries: dict[Key, _Entry] = {}

    @app.before_request
    def recall() -> Response | None:
        if request.endpoint not in PAGES or request.method != "GET":
            return None
        entry = entries.get(_key())
        if entry is not None and _is_fresh(entry):
            return Response(entry.body, headers=entry.headers)
        # Counted before the page reads: a write meanwhile makes it stale from birth.
        g.commits_when_asked = commits_by_this_process()
        return None

    @app.after_request
    def remember(response: Response) -> Response:
        if "commits_when_asked" in g and _may_be_kept(response):
            if len(entries) >= MOST_ENTRIES:
                entries.clear()
            entries[_key()] = _Entry(
                body=response.get_data(),
                headers=list(response.headers),
                expires=time.monotonic() + SECONDS,
                commits=g.commits_when_asked,
            )
        return response


def _key() -> Key:
    language = request.headers.get("Accept-Language", "")
    return request.path, request.query_string.decode("latin-1"), language


def _is_fresh(entry: _Entry) -> bool:
    same_data = entry.commits == commits_by_this_process()
    return same_data and time.monotonic() < entry.expires


def _may_be_kept(response: Response) -> bool:
    return (
        response.status_code == HTTPStatus.OK and "Set-Cookie" not in response.headers
    )
