"""Registers the people of imported files, beside the requests of everybody else."""

import logging
import threading
from collections.abc import Callable

from flask import Flask
from sqlalchemy.exc import DBAPIError

from concertation.clock import utc_now
from concertation.database import is_unavailable
from concertation.queries.people_imports import is_import_running
from concertation.services.import_run import advance_import

IDLE_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 5.0
log = logging.getLogger(__name__)


class Importer:
    """Works until it is told to stop, and always ends the lines that it is at.

    A thread of its own: no mail server that answers slowly holds back an import, and
    no import holds back the mails.
    """

    def __init__(self, app: Flask, give_way: Callable[[threading.Event], None]) -> None:
        """`give_way` is called before some lines, and may wait until it is to stop."""
        self._app = app
        self._give_way = give_way
        self._stopping = threading.Event()

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._work_once())

    def _work_once(self) -> float:
        """Deal with some lines, and return how many seconds to rest."""
        try:
            with self._app.app_context():
                if not is_import_running():
                    return IDLE_SECONDS
                self._give_way(self._stopping)
                is_busy = advance_import(now=utc_now())
        except DBAPIError as error:
            if not is_unavailable(error):
                raise
            # Nothing is lost, and it will be back.
            log.warning("database unavailable: %s", error.orig)
            return PAUSE_AFTER_ERROR_SECONDS
        return 0.0 if is_busy else IDLE_SECONDS
