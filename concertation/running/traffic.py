"""Who waits at a screen goes before a mail.

The worker shares the interpreter with the requests. In the minute of an opening it
lets them pass, and sends what was promised as soon as they leave it a moment.
"""

import threading
import time
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

LONGEST_WAIT_SECONDS = 1.0
GLANCE_SECONDS = 0.01


class Traffic:
    """An application around another, which counts the requests being answered."""

    def __init__(self, answer: WSGIApplication) -> None:
        self._answer = answer
        self._lock = threading.Lock()
        self._in_flight = 0

    def __call__(
        self, environ: WSGIEnvironment, start_response: StartResponse
    ) -> Iterable[bytes]:
        with self._lock:
            self._in_flight += 1
        try:
            return self._answer(environ, start_response)
        finally:
            with self._lock:
                self._in_flight -= 1

    def give_way(self, stopping: threading.Event) -> None:
        """Wait for a moment without requests, but not for ever: mails must leave.

        Who is told to stop waits no longer.
        """
        until = time.monotonic() + LONGEST_WAIT_SECONDS
        while self._in_flight and time.monotonic() < until and not stopping.is_set():
            time.sleep(GLANCE_SECONDS)
