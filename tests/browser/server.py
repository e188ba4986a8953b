"""The application on a port, as a browser meets it."""

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket
from typing import Any

import axe_playwright_python
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from concertation.application import create_app
from concertation.database import db
from concertation.queries.site import forget_site
from tests.factories import make_settings

HOST = "127.0.0.1"
LOOK = b"\n".join(
    (
        (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_bytes(),
        Path(__file__).with_name("look.js").read_bytes(),
    )
)
LOOK_PATH = "/look.js"
LOOK_HEADERS = [
    ("Content-Type", "text/javascript"),
    ("Content-Length", str(len(LOOK))),
    ("Cache-Control", "max-age=3600"),
]
"""A script that a browser may keep, it keeps compiled: axe is half a megabyte."""


class Stage:
    """One address, on which one application after the other plays.

    A browser that stays at one address keeps its pages, which are slow to open.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._app: Flask | None = None
        self._apps: dict[tuple[Any, ...], Flask] = {}

    def __call__(self, environ, start_response) -> Iterable[bytes]:
        if environ["PATH_INFO"] == LOOK_PATH:
            start_response("200 OK", LOOK_HEADERS)
            return [LOOK]
        if self._app is None:
            raise RuntimeError("nobody is on the stage")
        return self._app(environ, start_response)

    @contextmanager
    def playing(
        self, instance: Path, database_url: str, **changes: Any
    ) -> Iterator[Flask]:
        """Whoever comes to a database again finds the application of before.

        Forms are checked for their token, and bugs have a page, as in earnest.
        """
        in_earnest = {"testing": False, "checks_csrf": True, "idle_hours": 4, **changes}
        known = (database_url, *changes.items())
        if known not in self._apps:
            self._apps[known] = create_app(
                make_settings(instance, database_url, public_url=self.url, **in_earnest)
            )
        self._app = app = self._apps[known]
        try:
            yield app
        finally:
            self._app = None
            with app.app_context():
                forget_site()
                db.session.remove()
                db.engine.dispose()


class QuietHandler(WSGIRequestHandler):
    def log(self, type, message, *args) -> None:  # noqa: A002 -- werkzeug's name
        """The tests say what went wrong."""


@contextmanager
def open_stage() -> Iterator[Stage]:
    """Serve from a thread. The port comes first: pages have to know their address."""
    with socket() as listening:
        listening.bind((HOST, 0))
        listening.listen()
        port = listening.getsockname()[1]
        stage = Stage(f"http://{HOST}:{port}")
        server = make_server(
            HOST,
            port,
            stage,
            threaded=True,
            request_handler=QuietHandler,
            fd=listening.fileno(),
        )
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield stage
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
