"""What a web process runs: the application, and a watch on its parent."""

import multiprocessing
import os
import signal
import threading
from multiprocessing.process import BaseProcess

from flask import Flask

from concertation import create_app


def create_web_app() -> Flask:
    """Called once in each web process by the server."""
    if parent := multiprocessing.parent_process():
        threading.Thread(target=_leave_with, args=(parent,), daemon=True).start()
    return create_app()


def _leave_with(parent: BaseProcess) -> None:
    """End when the supervisor was killed: nobody else would end this process.

    It may have been before this process came so far as to watch it: a number (pid)
    of a parent, asked for now, could be that of whoever adopted us.
    """
    parent.join()
    os.kill(os.getpid(), signal.SIGTERM)
