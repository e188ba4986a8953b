"""The worker: reminds, sends what was promised, forgets what is kept too long."""

import logging
import threading
import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy.exc import DBAPIError

from concertation.clock import utc_now
from concertation.database import is_unavailable
from concertation.mailing.delivery import deliver_due
from concertation.services.guest_mails import remind_by_itself
from concertation.services.limits import sweep_limits
from concertation.services.purge import purge_everything
from concertation.services.reminders import send_due_reminders
from concertation.services.renewal import free_unconfirmed
from concertation.smtp_address import SmtpServer

IDLE_SECONDS = 1.0
PAUSE_AFTER_ERROR_SECONDS = 5.0
SECONDS_BETWEEN_HOUSEKEEPING = 3600.0
SECONDS_BETWEEN_REMINDERS = 60.0
log = logging.getLogger(__name__)


class Worker:
    """Works until it is told to stop, and always ends the mail that it is sending."""

    def __init__(
        self,
        app: Flask,
        server: SmtpServer,
        give_way: Callable[[threading.Event], None] = lambda _stopping: None,
    ) -> None:
        """`give_way` is called before each mail, and may wait until it is to stop."""
        self._app = app
        self._server = server
        self._give_way = give_way
        self._lease: timedelta = app.config["SETTINGS"].mail_lease
        self._stopping = threading.Event()
        self._next_housekeeping = 0.0
        self._next_reminders = 0.0

    def stop(self) -> None:
        self._stopping.set()

    def run(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._work_once())

    def _work_once(self) -> float:
        """Do what is due, and return how many seconds to rest."""
        try:
            with self._app.app_context():
                reminds = send_due_reminders(now=utc_now())
                self._look_at_terms()
                claimed = deliver_due(
                    self._server, lease=self._lease, may_send=self._may_send
                )
                # Last: mail leaves, whatever goes wrong with what is to be forgotten.
                self._keep_house()
        except DBAPIError as error:
            if not is_unavailable(error):
                raise
            # Nothing is lost, and it will be back.
            log.warning("database unavailable: %s", error.orig)
            return PAUSE_AFTER_ERROR_SECONDS
        return 0.0 if claimed or reminds else IDLE_SECONDS

    def _may_send(self) -> bool:
        self._give_way(self._stopping)
        return not self._stopping.is_set()

    def _keep_house(self) -> None:
        if self._stopping.is_set() or time.monotonic() < self._next_housekeeping:
            return
        self._next_housekeeping = time.monotonic() + SECONDS_BETWEEN_HOUSEKEEPING
        sweep_limits(now=utc_now())
        forgotten = purge_everything(now=utc_now())
        if forgotten:
            log.info("%d person(s) anonymised", forgotten)

    def _look_at_terms(self) -> None:
        """Remind guests who have not answered; give on seats that nobody confirmed."""
        if time.monotonic() < self._next_reminders:
            return
        self._next_reminders = time.monotonic() + SECONDS_BETWEEN_REMINDERS
        if reminded := remind_by_itself(now=utc_now()):
            log.info("%d guest(s) reminded", reminded)
        if freed := free_unconfirmed(now=utc_now()):
            log.info("seats that nobody confirmed given on in %d group(s)", freed)
