"""The database handle: one declarative base, one session, one way to write."""

import fcntl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from sqlite3 import Connection as SqliteConnection
from typing import Any, cast

from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    Connection,
    DateTime,
    Dialect,
    Engine,
    Enum,
    MetaData,
    Table,
    event,
    func,
    select,
)
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.orm import DeclarativeBase, Session, registry
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in and out, on every database; SQLite alone would drop the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is not None and value.tzinfo is None:
            raise ValueError("naive datetime: pass an aware one")
        return value and value.astimezone(UTC)

    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        if value is None or value.tzinfo is not None:
            return value and value.astimezone(UTC)
        return value.replace(tzinfo=UTC)


class Base(DeclarativeBase):
    # A registry, not a bare type_annotation_map: Flask-SQLAlchemy 3.1 copies this
    # class, and SQLAlchemy refuses a copied map.
    registry = registry(
        type_annotation_map={datetime: UtcDateTime},
        metadata=MetaData(
            naming_convention={
                "ix": "ix_%(column_0_label)s",
                "uq": "uq_%(table_name)s_%(column_0_name)s",
                "ck": "ck_%(table_name)s_%(constraint_name)s",
                "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
                "pk": "pk_%(table_name)s",
            }
        ),
    )


def table_of(model: type[Base]) -> Table:
    """For a row that is written and not looked at: the unit of work is spared."""
    return cast(Table, model.__table__)


db = SQLAlchemy(model_class=Base, session_options={"expire_on_commit": False})

READ_ONLY = "25006"
"""What PostgreSQL says of a write to a standby, or to a database that is shut so."""
_turn_of_this_process = threading.Lock()


def word(values: type[StrEnum], name: str) -> Enum:
    """A column that holds one of a few words, checked by the database as well."""
    return Enum(
        values,
        name=name,
        native_enum=False,
        create_constraint=True,
        length=20,
        values_callable=lambda members: [member.value for member in members],
    )


@contextmanager
def transaction() -> Iterator[Session]:
    """Commit when the block succeeds, roll back when it raises. Never nest.

    On SQLite the block holds the one write lock from its first statement
    (``BEGIN IMMEDIATE``), so what it reads cannot change before it writes.
    """
    session = db.session()
    if session.info.get("writing"):
        raise RuntimeError("transaction() blocks must not be nested")
    if session.new or session.dirty or session.deleted:
        raise RuntimeError("something was changed outside of transaction()")
    session.commit()  # Ends the reads that came before: a view may have looked first.
    session.info["writing"] = True
    try:
        with _turn_to_write(session):
            session.connection(execution_options={"writes": True})
            yield session
            session.commit()
    except BaseException:
        session.rollback()
        raise
    finally:
        session.info["writing"] = False


@contextmanager
def _turn_to_write(session: Session) -> Iterator[None]:
    """Let SQLite's writers queue here, where they wait in order.

    SQLite's own busy handler polls: under load some callers wait a hundred times
    longer than others. A thread lock orders this process, a file lock the machine.
    """
    url = session.get_bind().engine.url
    if url.get_backend_name() != "sqlite" or not url.database:
        yield
        return
    with _turn_of_this_process, Path(f"{url.database}.turn").open("ab") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield


def is_unavailable(error: DBAPIError) -> bool:
    """Away, locked, full or read-only: whoever runs the database mends it."""
    if isinstance(error, (OperationalError, InterfaceError)):
        return True
    return getattr(error.orig, "sqlstate", None) == READ_ONLY


def locks_rows(session: Session) -> bool:
    """Whether writers may meet: SQLite has one at a time, and locks nothing else."""
    return session.get_bind().dialect.name == "postgresql"


def take_turns(session: Session, name: str) -> None:
    """Let transactions about the same name follow each other until they end.

    For a rule that counts rows before it adds one: PostgreSQL would let two count at
    the same time.
    """
    if locks_rows(session):
        key = func.hashtextextended(name, 0)
        session.execute(select(func.pg_advisory_xact_lock(key)))


def engine_options(
    database_url: str, *, pools_transactions: bool = False
) -> dict[str, Any]:
    """How connections are kept: enough for one process of eight threads."""
    if database_url.startswith("sqlite"):
        return {"pool_size": 16, "max_overflow": 0}
    options: dict[str, Any] = {
        "pool_size": 8,
        "max_overflow": 8,
        "pool_pre_ping": True,
    }
    if pools_transactions:
        options["connect_args"] = {"prepare_threshold": None}
    return options


def prepare_engine(engine: Engine, *, synchronous: str) -> None:
    """Give SQLite the pragmas and the explicit BEGIN that its driver hides."""
    if engine.dialect.name != "sqlite":
        return
    pragmas = (
        "journal_mode=WAL",
        f"synchronous={synchronous}",
        "foreign_keys=ON",
        "busy_timeout=15000",
    )

    @event.listens_for(engine, "connect")
    def set_pragmas(connection: SqliteConnection, _record: object) -> None:
        connection.isolation_level = None
        for pragma in pragmas:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writes = connection.get_execution_options().get("writes", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
