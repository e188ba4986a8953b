"""The application on a port of its own, as a browser meets it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import socket

from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from concertation import create_app
from concertation.database import db
from tests.factories import make_settings

HOST = "127.0.0.1"


class QuietHandler(WSGIRequestHandler):
    def log(self, type, message, *args) -> None:  # noqa: A002 -- werkzeug's name
        """The tests say what went wrong."""


@contextmanager
def served(instance: Path, database_url: str) -> Iterator[Flask]:
    """Serve from a thread, with forms checked for their token, as in earnest."""
    with socket() as listening:
        # The port comes first: the application has to know its own address.
        listening.bind((HOST, 0))
        listening.listen()
        port = listening.getsockname()[1]
        address = {"public_url": f"http://{HOST}:{port}"}
        in_earnest = {"testing": False, "checks_csrf": True}
        app = create_app(make_settings(instance, database_url, **address, **in_earnest))
        server = make_server(
            HOST,
            port,
            app,
            threaded=True,
            request_handler=QuietHandler,
            fd=listening.fileno(),
        )
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield app
        finally:
            server.shutdown()
            thread.join()
            server.server_close()
            with app.app_context():
                db.engine.dispose()
