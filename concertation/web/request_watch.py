"""Every request gets an id, is timed and counted, and leaves a line in the log."""

import logging
import re
import secrets
import time
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from flask import Flask, request

from concertation.logs import REQUEST_ID, REQUESTS
from concertation.web.request_figures import count_request

HEADER = "X-Request-ID"
RULE, BLUEPRINT = "concertation.rule", "concertation.blueprint"
FIT = re.compile(r"[A-Za-z0-9-]{8,64}")
log = logging.getLogger(REQUESTS)


def register_request_watch(app: Flask) -> None:
    """In front of everything: also what is answered before Flask begins is counted."""
    app.wsgi_app = _Watch(  # type: ignore[method-assign]
        app.wsgi_app, trusts=app.config["SETTINGS"].proxies > 0
    )

    @app.before_request
    def say_where() -> None:
        request.environ[BLUEPRINT] = request.blueprint or ""
        # Never the address itself: it may hold the key of somebody's own link.
        request.environ[RULE] = request.url_rule.rule if request.url_rule else ""


class _Watch:
    def __init__(self, answer: WSGIApplication, *, trusts: bool) -> None:
        """`trusts` that a proxy before us wrote the id, if there is one."""
        self._answer = answer
        self._trusts = trusts

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        started = time.perf_counter()
        own = self._id_of(environ)
        before = REQUEST_ID.set(own)
        status = ["500"]

        def start(said: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            status[0] = said[:3]
            return start_response(said, [*headers, (HEADER, own)], *rest)

        try:
            return self._answer(environ, start)
        finally:
            self._note(environ, int(status[0]), time.perf_counter() - started)
            REQUEST_ID.reset(before)

    def _id_of(self, environ: WSGIEnvironment) -> str:
        given = environ.get("HTTP_X_REQUEST_ID", "") if self._trusts else ""
        return given if FIT.fullmatch(given) else secrets.token_hex(8)

    def _note(self, environ: WSGIEnvironment, status: int, seconds: float) -> None:
        method = environ["REQUEST_METHOD"]
        where = environ.get(BLUEPRINT, "kept page")
        count_request(where, method, status, seconds)
        if not log.isEnabledFor(logging.INFO):
            return
        log.info(
            "request",
            extra={
                "method": method,
                "rule": environ.get(RULE, ""),
                "status": status,
                "milliseconds": round(1000 * seconds, 1),
            },
        )
