"""What a web process runs: the application, and a watch on its parent."""

import os
import signal
import threading
import time

from flask import Flask

from concertation import create_app

WATCH_SECONDS = 1.0


def create_web_app() -> Flask:
    """Called once in each web process by the server."""
    threading.Thread(
        target=_leave_with_parent, args=(os.getppid(),), daemon=True
    ).start()
    return create_app()


def _leave_with_parent(parent: int) -> None:
    """End when the supervisor was killed: nobody else would end this process."""
    while os.getppid() == parent:
        time.sleep(WATCH_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
