"""Run migrations on the application's own engine, each wholly or not at all."""

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


engine = current_app.extensions["migrate"].db.engine
with engine.connect().execution_options(writes=True) as alone:
    run(alone)
