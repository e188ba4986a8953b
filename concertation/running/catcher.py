"""A local SMTP server that keeps every mail: for trying the product, never for use."""

import asyncio
import socket
from pathlib import Path

from aiosmtpd.controller import UnthreadedController
from aiosmtpd.handlers import Mailbox

from concertation.config import SmtpSecurity, SmtpServer
from concertation.mailing.mailbox import FOLDER

HOST = "127.0.0.1"


class Catcher:
    """Listens on a free port of this machine alone, while `run` runs."""

    def __init__(self, instance: Path) -> None:
        self._folder = instance / FOLDER
        self._port = _free_port()
        self._loop = asyncio.new_event_loop()

    @property
    def address(self) -> SmtpServer:
        return SmtpServer(security=SmtpSecurity.PLAIN, host=HOST, port=self._port)

    def run(self) -> None:
        self._loop = asyncio.new_event_loop()
        controller = UnthreadedController(
            Mailbox(self._folder),
            hostname=HOST,
            port=self._port,
            loop=self._loop,
        )
        controller.begin()
        try:
            self._loop.run_forever()
        finally:
            controller.end()
            self._loop.close()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
