"""Keep the public's busiest pages for a second.

Everybody sees the same event page. In the opening minute it is asked a hundred times
more often than it changes, so one rendering serves a second of readers. The number of
places on a page is a report: a seat is only ever given under the pool's lock.

A cache between us and the readers may do the same: it is told for how long, and a
reader who comes back with the very page is told that it still holds (ADR 35).

An address with a key of somebody's own is asked by that person alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from types import TracebackType
from typing import Any, Self
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, request
from werkzeug.http import is_resource_modified, remove_entity_headers

from concertation.web.kept import Shelf
from concertation.web.private_events import KEY

PAGES = {
    "site_home.index",
    "site_events.show",
    "site_events.notice",
    "site_processes.show",
    "site_processes.notice",
    "site_groups.show",
    "site_pages.privacy",
    "site_pages.legal",
    "site_pages.accessibility",
}
FOR_A_SECOND = "public, max-age=0, must-revalidate, s-maxage=1"
"""Browsers ask each time whether it still holds; a proxy asks once a second."""
OFFERED = "concertation.offered"

# Whatever of a request may change the answer. The host is among it so that one which
# is not trusted finds nothing here, and is refused by Flask.
ASKED = (
    "REQUEST_METHOD",
    "wsgi.url_scheme",
    "HTTP_HOST",
    "SCRIPT_NAME",
    "PATH_INFO",
    "QUERY_STRING",
    "HTTP_ACCEPT_LANGUAGE",
)


def register_micro_cache(app: Flask) -> None:
    """Answer with a kept page before Flask begins: it costs more than the answer."""
    if not app.config["KEEPS_PAGES"]:
        return
    app.wsgi_app = _Keeper(app.wsgi_app)  # type: ignore[method-assign]

    @app.after_request
    def offer(response: Response) -> Response:
        is_asked_alike = request.method == "GET" and KEY not in request.args
        if request.endpoint in PAGES and is_asked_alike:
            request.environ[OFFERED] = response
        return response


@dataclass(frozen=True, slots=True)
class _Page:
    """What everybody gets who asks alike."""

    headers: list[tuple[str, str]]
    body: bytes
    etag: str

    @classmethod
    def of(cls, offered: Response, environ: WSGIEnvironment) -> Self:
        offered.headers["Cache-Control"] = FOR_A_SECOND
        offered.add_etag()
        return cls(
            headers=offered.get_wsgi_headers(environ).to_wsgi_list(),
            body=offered.get_data(),
            etag=offered.headers["ETag"],
        )

    def answer(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> list[bytes]:
        """Nothing but the headers for who has the page already (RFC 9110, 13.1.2)."""
        if "HTTP_IF_NONE_MATCH" in environ and not is_resource_modified(
            environ, etag=self.etag
        ):
            headers = [*self.headers]
            remove_entity_headers(headers)
            start_response("304 Not Modified", headers)
            return []
        start_response("200 OK", self.headers)
        return [self.body]


class _Keeper:
    """The application, with a shelf of pages in front of it."""

    def __init__(self, ask: WSGIApplication) -> None:
        self._ask = ask
        self._shelf = Shelf()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        key = tuple([environ.get(name, "") for name in ASKED])
        page: _Page | None = self._shelf.get(key)
        if page is None:
            beginning = _Beginning()
            answer = self._ask(environ, beginning)
            offered = environ.get(OFFERED)
            if offered is None or not _is_for_everybody(offered):
                start_response(*beginning.said)
                return answer
            page = _Page.of(offered, environ)
            offered.close()
            self._shelf.put(key, page)
        return page.answer(environ, start_response)


class _Beginning:
    """Holds back how an answer begins until it is known whether it is kept."""

    said: tuple[Any, ...] = ()

    def __call__(
        self,
        status: str,
        headers: list[tuple[str, str]],
        exc_info: tuple[type[BaseException], BaseException, TracebackType]
        | tuple[None, None, None]
        | None = None,
        /,
    ) -> Any:
        self.said = (status, headers, exc_info) if exc_info else (status, headers)


def _is_for_everybody(answer: Response) -> bool:
    """Flask has spoken its last word: a session that was as much as read shows here."""
    return (
        answer.status_code == HTTPStatus.OK
        and "Set-Cookie" not in answer.headers
        and not answer.cache_control.no_store
        and "Cookie" not in answer.vary
    )
