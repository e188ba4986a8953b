"""A fresh installation for each measurement, thrown away after it."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from bench.servers import Place
from concertation.application import create_app
from concertation.database import db
from concertation.models import Event
from concertation.running.migrating import migrate_database
from tests.factories import make_event
from tests.throwaway_postgres import create_database, drop_database

SLUG = "ouverture"


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where installations are made: on SQLite, or on this PostgreSQL server."""

    postgres: str | None = None

    @contextmanager
    def fresh(self) -> Iterator[Place]:
        folder = Path(tempfile.mkdtemp(prefix="bench-"))
        try:
            if self.postgres is None:
                url = f"sqlite:///{folder / 'concertation.sqlite'}"
                yield Place(instance=folder, database_url=url)
                return
            url = create_database(self.postgres, "bench")
            yield Place(instance=folder, database_url=url)
            drop_database(self.postgres, "bench")
        finally:
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def opened(place: Place) -> Iterator[Flask]:
    """The installation's database in this process, for making and for checking."""
    app = create_app(place.settings())
    with app.app_context():
        migrate_database()
        yield app
        db.session.remove()
        db.engine.dispose()


def open_events(many: int) -> None:
    for number in range(many):
        open_event(capacity=None, slug=f"{SLUG}-{number}")


def open_event(*, capacity: int | None, slug: str = SLUG) -> Event:
    """A published event as the page of one looks: several paragraphs, a place."""
    return make_event(
        slug=slug,
        capacity=capacity,
        programme="\n\n".join(
            f"## Partie {part}\n\n- Accueil\n- **Échanges** avec la salle\n- Synthèse"
            for part in range(1, 4)
        ),
        access_notes="Métro ligne 1, arrêt 4 Cantons. Salle accessible.",
    )
