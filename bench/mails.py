"""Wait until the catcher has every mail."""

import time
from collections.abc import Callable
from pathlib import Path

from concertation.mailing.mailbox import FOLDER

LOOKS_EVERY_SECONDS = 0.1
STALLED_AFTER_SECONDS = 60.0


def caught(instance: Path) -> int:
    folder = instance / FOLDER / "new"
    return sum(1 for _ in folder.iterdir()) if folder.is_dir() else 0


def seconds_until_caught(instance: Path, mails: int) -> float:
    return seconds_until_there(mails, lambda: caught(instance))


def seconds_until_there(mails: int, there: Callable[[], int]) -> float:
    """Give up when nothing arrives any more: whoever asked counts what is there."""
    started = last_arrival = time.monotonic()
    known = there()
    while known < mails and time.monotonic() - last_arrival < STALLED_AFTER_SECONDS:
        time.sleep(LOOKS_EVERY_SECONDS)
        now_there = there()
        if now_there != known:
            known, last_arrival = now_there, time.monotonic()
    return time.monotonic() - started
