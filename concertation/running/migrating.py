"""Bring the database to the shape that this version expects."""

import logging

from flask_migrate import upgrade

QUIET = (
    "alembic",
    "alembic.runtime.migration",
    "alembic.runtime.plugins",
    "flask_migrate",
)


def migrate_database() -> None:
    """Run what is missing; safe when several processes start together."""
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    upgrade()
