"""A local SMTP server that keeps every mail: for trying the product, never for use."""

import asyncio
import socket
import threading
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

from aiosmtpd.handlers import Mailbox
from aiosmtpd.smtp import SMTP

from concertation.mailing.mailbox import FOLDER
from concertation.smtp_address import SmtpSecurity, SmtpServer

HOST = "127.0.0.1"


class Catcher:
    """Listens on a free port of this machine alone, while `run` runs."""

    def __init__(self, instance: Path) -> None:
        self._folder = instance / FOLDER
        self._port = _free_port()
        self._stopping = threading.Event()
        self._wake: Callable[[], object] = lambda: None

    @property
    def address(self) -> SmtpServer:
        return SmtpServer(security=SmtpSecurity.PLAIN, host=HOST, port=self._port)

    def run(self) -> None:
        asyncio.run(self._listen())

    async def _listen(self) -> None:
        loop, mails = asyncio.get_running_loop(), Mailbox(self._folder)
        stopped = asyncio.Event()
        self._wake = partial(loop.call_soon_threadsafe, stopped.set)
        if self._stopping.is_set():
            return
        listener = await loop.create_server(
            lambda: SMTP(mails, hostname=HOST, loop=loop), HOST, self._port
        )
        async with listener:
            await stopped.wait()

    def stop(self) -> None:
        # No thread of an executor waits in here: the interpreter would wait for it at
        # its end, before anybody has told it to stop.
        self._stopping.set()
        with suppress(RuntimeError):  # It may have ended by itself.
            self._wake()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
    return port
