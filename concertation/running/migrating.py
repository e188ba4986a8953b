"""Bring the database to the shape that this version expects.

Only commands do it: Alembic would take eleven megabytes of every web process.
"""

import logging

from flask import Flask, current_app
from flask_migrate import Migrate, upgrade

from concertation.application import create_app, folder
from concertation.database import db

QUIET = (
    "alembic",
    "alembic.runtime.migration",
    "alembic.runtime.plugins",
    "flask_migrate",
)


def app_that_migrates() -> Flask:
    """Raises `InvalidSettings`, as `create_app` does."""
    app = create_app()
    know_migrations(app)
    return app


def know_migrations(app: Flask) -> None:
    Migrate(
        app,
        db,
        directory=str(folder("migrations")),
        render_as_batch=True,
        compare_type=True,
    )


def migrate_database() -> None:
    """Run what is missing; safe when several processes start together."""
    if "migrate" not in current_app.extensions:
        know_migrations(current_app)
    for name in QUIET:
        logging.getLogger(name).setLevel(logging.WARNING)
    upgrade()
