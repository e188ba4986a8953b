"""A service in a thread of its own, started again whenever it dies."""

import logging
import threading
import time
from typing import Protocol

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
log = logging.getLogger(__name__)


class Service(Protocol):
    def run(self) -> None: ...
    def stop(self) -> None: ...


class Supervised:
    """Keeps a service running until `stop`.

    One that keeps dying is started again less and less often, but for ever: people
    can still register while no mail leaves, and what was promised is kept.
    """

    def __init__(self, name: str, service: Service) -> None:
        self._name = name
        self._service = service
        self._stopping = threading.Event()
        self._keeper = threading.Thread(target=self._keep, name=f"keep-{name}")

    def start(self) -> None:
        self._keeper.start()

    def stop(self) -> None:
        """Let the service end what it is doing, and wait for it."""
        self._stopping.set()
        self._service.stop()
        self._keeper.join()

    def _keep(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            started = time.monotonic()
            thread = threading.Thread(target=self._service.run, name=self._name)
            thread.start()
            thread.join()
            if self._stopping.is_set():
                return
            if time.monotonic() - started > LONGEST_PAUSE_SECONDS:
                pause = FIRST_PAUSE_SECONDS
            log.error("the %s died: started again in %d s", self._name, pause)
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
