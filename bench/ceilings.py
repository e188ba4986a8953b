"""The least that a Flask program can do, on our server: what ours is held against.

python -m bench.ceilings hello|insert PORT
"""

import multiprocessing
import os
import sys
import threading
from datetime import UTC, datetime

from flask import Flask, request
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from sqlalchemy import String, create_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column

from concertation.database import engine_options, prepare_engine
from concertation.running.supervisor import BACKPRESSURE, THREADS

DATABASE = "BENCH_DATABASE_URL"
SYNCHRONOUS = "BENCH_SQLITE_SYNCHRONOUS"


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
    url = os.environ[DATABASE]
    engine = create_engine(url, **engine_options(url))
    prepare_engine(engine, synchronous=os.environ[SYNCHRONOUS])
    _Base.metadata.create_all(engine)
    app = Flask(__name__)
    # SQLite has one writer: without a queue the busy handler's polling is measured.
    turn = (
        threading.Lock() if engine.dialect.name == "sqlite" else threading.Semaphore(99)
    )

    @app.post("/")
    def write() -> str:
        with turn, Session(engine) as session:
            session.connection(execution_options={"writes": True})
            session.add(Line(text=request.form["text"], at=datetime.now(UTC)))
            session.commit()
        return "Written"

    return app


def serve(app: str, port: int) -> None:
    """As `concertation run --workers 1` does, without worker and catcher."""
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        f"bench.ceilings:{app}",
        address="127.0.0.1",
        port=port,
        interface=Interfaces.WSGI,
        workers=1,
        blocking_threads=THREADS,
        backpressure=BACKPRESSURE,
        factory=True,
        websockets=False,
        log_level=LogLevels.error,
    ).serve()


if __name__ == "__main__":
    serve(sys.argv[1], int(sys.argv[2]))
