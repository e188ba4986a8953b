"""Many people at once: threads of this process, and processes of their own.

What processes run must be found by name in a module, so it stands here.
"""

import itertools
import os
import signal
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask

from concertation.application import create_app
from concertation.database import db
from concertation.models import Event
from concertation.services import registration
from concertation.services.receipts import Receipt
from concertation.services.registration import register_person
from tests.factories import NOW, make_settings, make_wish
from tests.forked import FORKED

THREADS = 16

Task = Callable[[], Any]


def all_at_once(
    app: Flask, tasks: Iterable[Task], threads: int = THREADS
) -> list[Future]:
    """Run each task in a context of its own, as requests do; wait for all."""

    def in_context(task: Task) -> Any:
        with app.app_context():
            return task()

    with ThreadPoolExecutor(threads) as pool:
        return [pool.submit(in_context, task) for task in tasks]


def clock_of(number: int) -> datetime:
    """Clocks of several machines differ by seconds, this way and that."""
    return NOW + timedelta(seconds=number * 7 % 60 - 30)


def register_number(event_id: int, number: int) -> Receipt:
    event = db.session.get_one(Event, event_id)
    return register_person(make_wish(event, number), now=clock_of(number))


def register_numbers(
    app: Flask, event_id: int, numbers: Iterable[int], threads: int = THREADS
) -> list[Receipt]:
    tasks = [lambda n=n: register_number(event_id, n) for n in numbers]
    return [future.result() for future in all_at_once(app, tasks, threads)]


def register_in_processes(
    database_url: str, instance: Path, event_id: int, shares: list[range]
) -> list[Receipt]:
    """Each share in a process of its own, all beginning together."""
    barrier = FORKED.Barrier(len(shares))
    with ProcessPoolExecutor(
        len(shares), mp_context=FORKED, initializer=_meet_at, initargs=(barrier,)
    ) as pool:
        work = [
            pool.submit(_register_share, database_url, instance, event_id, share)
            for share in shares
        ]
        return [receipt for future in work for receipt in future.result()]


def _meet_at(barrier: Any) -> None:
    global _barrier  # noqa: PLW0603 -- one process, one share, one barrier
    _barrier = barrier


def _register_share(
    database_url: str, instance: Path, event_id: int, numbers: range
) -> list[Receipt]:
    with app_on(database_url, instance) as app:
        _barrier.wait(30)
        return register_numbers(app, event_id, numbers, threads=6)


def register_until_killed(
    database_url: str, instance: Path, event_id: int, first: int
) -> None:
    with app_on(database_url, instance):
        for number in itertools.count(first):
            register_number(event_id, number)


def register_and_die_in(
    step: str, database_url: str, instance: Path, event_id: int, number: int
) -> None:
    """Be killed when this step of a registration begins."""
    with app_on(database_url, instance):
        setattr(registration, step, _die)
        register_number(event_id, number)


def _die(*_args: object, **_facts: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@contextmanager
def app_on(database_url: str, instance: Path) -> Any:
    app = create_app(make_settings(instance, database_url))
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
