"""What a web process runs: the application, its background services, a watch."""

import gc
import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess

from flask import Flask

from concertation.application import create_app
from concertation.config import Settings
from concertation.running.catcher import Catcher
from concertation.running.importer import Importer
from concertation.running.supervised import Supervised
from concertation.running.traffic import Traffic
from concertation.running.worker import Worker

ALLOCATIONS_BETWEEN_COLLECTIONS = 20_000


def create_web_app() -> Flask:
    """Called once in each web process by the server."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    app = create_app()
    traffic = Traffic(app.wsgi_app)
    app.wsgi_app = traffic  # type: ignore[method-assign]
    _settle_memory()
    services = _services(app, traffic)
    for service in services:
        service.start()
    threading.Thread(target=_stop_after_requests, args=(services,)).start()
    return app


def _settle_memory() -> None:
    """What was built so far lives as long as the process: no collector looks again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(ALLOCATIONS_BETWEEN_COLLECTIONS)


def _services(app: Flask, traffic: Traffic) -> list[Supervised]:
    """The workers, and without a mail server the catcher that stands in for one."""
    settings: Settings = app.config["SETTINGS"]
    importer = Supervised("importer", Importer(app, traffic.give_way))
    if not settings.mails_itself:
        return [importer]
    if settings.smtp is not None:
        worker = Worker(app, settings.smtp, traffic.give_way)
        return [importer, Supervised("worker", worker)]
    catcher = Catcher(settings.instance)
    return [
        importer,
        Supervised("mail catcher", catcher),
        Supervised("worker", Worker(app, catcher.address, traffic.give_way)),
    ]


def _stop_after_requests(services: list[Supervised]) -> None:
    """The main thread serves; once it has ended, the mail being sent is the last."""
    threading.main_thread().join()
    for service in reversed(services):
        service.stop()


def _leave_with(parent: BaseProcess) -> None:
    """End when the supervisor was killed: nobody else would end this process.

    It may have been before this process came so far as to watch it: a number (pid)
    of a parent, asked for now, could be that of whoever adopted us.
    """
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
