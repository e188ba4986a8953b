"""Run migrations on the application's own engine, each wholly or not at all."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Literal

from alembic import context
from flask import current_app
from sqlalchemy import Connection, text

from concertation.database import Base, UtcDateTime

# Any number, as long as it is only ours: whoever starts second waits for the first.
POSTGRESQL_LOCK = 2_017_061_901


def render_item(kind: str, item: Any, _context: object) -> str | Literal[False]:
    """Migrations name plain types: they must run when our own code has moved on."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    return False


def run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_item=render_item,
        transactional_ddl=True,
        **current_app.extensions["migrate"].configure_args,
    )
    with context.begin_transaction():
        if connection.dialect.name == "postgresql":
            connection.execute(
                text("SELECT pg_advisory_xact_lock(:key)"), {"key": POSTGRESQL_LOCK}
            )
        context.run_migrations()
        refuse_broken_references(connection)


@contextmanager
def tables_may_be_rebuilt(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by making it anew, while others refer to it.

    The pragma does nothing inside a transaction, so the driver is asked before one
    begins; what refers to nothing afterwards undoes the migration.
    """
    driver = connection.connection.driver_connection
    if connection.dialect.name != "sqlite" or driver is None:
        yield
        return
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def refuse_broken_references(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        if broken:
            raise RuntimeError(f"rows refer to what is not there: {broken[:5]}")


engine = current_app.extensions["migrate"].db.engine
with (
    engine.connect().execution_options(writes=True) as alone,
    tables_may_be_rebuilt(alone),
):
    run(alone)
