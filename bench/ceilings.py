"""The least that a Flask program can do, on our server: what ours is held against.

python -m bench.ceilings hello|insert PORT WORKERS
"""

import fcntl
import multiprocessing
import os
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask, request
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import URL, Engine, String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from concertation.database import engine_options, prepare_engine
from concertation.running.supervisor import BACKPRESSURE, THREADS

DATABASE = "BENCH_DATABASE_URL"
SYNCHRONOUS = "BENCH_SQLITE_SYNCHRONOUS"
WORKERS = "BENCH_WORKERS"


class _Base(DeclarativeBase):
    pass


class Line(_Base):
    __tablename__ = "bench_line"

    id: Mapped[int] = mapped_column(primary_key=True)
    text: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]


def hello() -> Flask:
    app = Flask(__name__)

    @app.get("/")
    def say() -> str:
        return "Hello"

    return app


def insert() -> Flask:
    """One row a request, committed, with the settings of our own database."""
    engine = _engine()
    app = Flask(__name__)
    queues = engine.dialect.name == "sqlite"
    turn = _turn_to_write(engine.url) if queues else nullcontext

    @app.post("/")
    def write() -> str:
        with turn(), Session(engine) as session:
            session.connection(execution_options={"writes": True})
            session.add(Line(text=request.form["text"], at=datetime.now(UTC)))
            session.commit()
        return "Written"

    return app


def _engine() -> Engine:
    url = os.environ[DATABASE]
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine, synchronous=os.environ[SYNCHRONOUS])
    return engine


def _turn_to_write(url: URL) -> Callable[[], AbstractContextManager[object]]:
    """SQLite has one writer: without a queue its busy handler's polling is measured."""
    thread, file = threading.Lock(), Path(f"{url.database}.bench-turn")

    @contextmanager
    def turn() -> Iterator[None]:
        with thread, file.open("ab") as queue:
            fcntl.flock(queue, fcntl.LOCK_EX)
            yield

    return turn if int(os.environ[WORKERS]) > 1 else lambda: thread


def serve(app: str, port: int, workers: int) -> None:
    """As `concertation run` does, without worker and catcher."""
    os.environ[WORKERS] = str(workers)
    # Here alone: two processes would both find that it is missing.
    engine = _engine()
    _Base.metadata.create_all(engine)
    engine.dispose()
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        f"bench.ceilings:{app}",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        factory=True,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
