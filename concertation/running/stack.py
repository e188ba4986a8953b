"""The web server, the worker and the local catcher, supervised together."""

import multiprocessing
import socket
import sys

from flask import Flask
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from concertation.config import Settings
from concertation.running.catcher import Catcher
from concertation.running.supervised import Supervised
from concertation.running.worker import Worker

THREADS = 8
BACKPRESSURE = 1024
"""Requests that wait inside a process before the kernel queues the next ones."""


class Stack:
    """Everything that one machine runs. SIGTERM ends it gently: requests, then mails.

    The server keeps its web processes alive; the worker and the catcher are threads
    of this process, which does nothing else.
    """

    def __init__(
        self, app: Flask, settings: Settings, *, host: str, port: int, workers: int
    ) -> None:
        self._services: list[Supervised] = []
        mail_server = settings.smtp
        if mail_server is None:
            catcher = Catcher(settings.instance)
            mail_server = catcher.address
            self._supervise("mail catcher", catcher)
        self._supervise("worker", Worker(app, mail_server))
        self._host, self._port = host, port
        self._server = _server(host, port, workers)
        self._server.on_startup(self._start_services)
        self._server.on_shutdown(self._stop_services)

    def run(self) -> None:
        """Serve until told to stop; exit with 1 when web processes keep dying."""
        _leave_unless_free(self._host, self._port)
        self._server.serve()

    def _supervise(self, name: str, service: Worker | Catcher) -> None:
        self._services.append(Supervised(name, service))

    def _start_services(self) -> None:
        for service in self._services:
            service.start()

    def _stop_services(self) -> None:
        for service in reversed(self._services):
            service.stop()


def _leave_unless_free(host: str, port: int) -> None:
    """Say in a line what the server would say in a hundred."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            sys.exit(f"cannot listen on {host}, port {port}: {error.strerror}")


def _server(host: str, port: int, workers: int) -> MPServer:
    # Threads run in this process already when a web process is started: a fork would
    # copy their locks, held for ever.
    multiprocessing.set_start_method("spawn", force=True)
    return MPServer(
        "concertation.running.web:create_web_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
        websockets=False,
        log_level=LogLevels.error,
    )
