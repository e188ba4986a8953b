"""What `concertation run` becomes when all is prepared: the keeper of web processes.

It imports nothing of the application, for its memory would come on top of theirs.
"""

import multiprocessing
import os
import sys
from typing import NoReturn

from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

THREADS = 8
BACKPRESSURE = 1024
"""Requests that wait inside a process before the kernel queues the next ones."""
SECONDS_TO_END = 30


def become_supervisor(*, host: str, port: int, workers: int) -> NoReturn:
    """Give back the memory of this process, and keep its number (pid) and its terminal.

    The host is an address: the server knows no names.
    """
    sys.stdout.flush()
    # The interpreter's lock lets one thread allocate at a time: an arena for each of
    # them is memory that nobody uses (glibc, `man mallopt`).
    os.environ.setdefault("MALLOC_ARENA_MAX", "2")
    arguments = ["-P", "-m", __name__, host, str(port), str(workers)]
    os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 -- ourselves


def supervise(host: str, port: int, workers: int) -> None:
    """Serve until told to stop; exit with 1 when web processes keep dying.

    SIGTERM ends it gently: requests first, then the mail that is being sent.
    """
    # A fork would inherit our signal handlers: told to end at its birth, it would not.
    multiprocessing.set_start_method("spawn")
    MPServer(
        "concertation.running.web:create_web_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        factory=True,
        respawn_failed_workers=True,
        workers_kill_timeout=SECONDS_TO_END,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    supervise(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
