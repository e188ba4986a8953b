"""Keep the public's busiest pages for a second.

Everybody sees the same event page. In the opening minute it is asked a hundred times
more often than it changes, so one rendering serves a second of readers. The number of
places on a page is a report: a seat is only ever given under the pool's lock.

An address with a key of somebody's own is asked by that person alone.
"""

from collections.abc import Iterable
from http import HTTPStatus
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, Response, request

from concertation.web.kept import Shelf
from concertation.web.private_events import KEY

PAGES = {
    "site_home.index",
    "site_events.show",
    "site_processes.show",
    "site_groups.show",
}
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


class _Keeper:
    """The application, with a shelf of pages in front of it."""

    def __init__(self, ask: WSGIApplication) -> None:
        self._ask = ask
        self._shelf = Shelf()

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        key = tuple([environ.get(name, "") for name in ASKED])
        page = self._shelf.get(key)
        if page is not None:
            headers, body = page
            start_response("200 OK", headers)
            return [body]
        answer = self._ask(environ, start_response)
        offered = environ.get(OFFERED)
        if offered is not None and _is_for_everybody(offered):
            headers = offered.get_wsgi_headers(environ).to_wsgi_list()
            self._shelf.put(key, (headers, offered.get_data()))
        return answer


def _is_for_everybody(answer: Response) -> bool:
    """Flask has spoken its last word: a session that was as much as read shows here."""
    return (
        answer.status_code == HTTPStatus.OK
        and "Set-Cookie" not in answer.headers
        and not answer.cache_control.no_store
        and "Cookie" not in answer.vary
    )
