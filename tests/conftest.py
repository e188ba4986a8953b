"""An application on a database of its own, for every test that asks.

Both kinds of database are migrated once a process; a test gets a clone. A test runs
on SQLite unless it is marked with `on_both_databases`.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from contextvars import Context
from pathlib import Path
from unittest.mock import patch

import pytest
from argon2 import PasswordHasher
from flask import Flask, has_app_context
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings
from sqlalchemy import event

from concertation.application import create_app
from concertation.database import db
from concertation.queries import site
from concertation.queries.site import current_site, forget_site
from concertation.running.migrating import migrate_database
from concertation.services import passwords
from tests.factories import PASSWORD, make_facilitator, make_settings
from tests.quick_folder import empty, quick_folder
from tests.throwaway_postgres import (
    create_database,
    drop_database,
    throwaway_postgres,
)


class Browser(FlaskClient):
    """Gives each request a context of its own, as a server does.

    Otherwise the language and the account of the first request would stay for all.
    """

    def open(self, *args, **kwargs):
        kwargs.setdefault("buffered", True)
        response = Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.rollback()
            db.session.expire_all()  # The test reads next what the request left.
        return response


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "on_both_databases: SQLite, then PostgreSQL")
    config.addinivalue_line("markers", "long: takes half a minute, so it starts first")
    config.addinivalue_line("markers", "settings(**changes): how the app is set up")
    # Nothing timed is asserted: on a busy machine every example may take long.
    settings.register_profile(
        "any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
    )
    settings.load_profile("any machine")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that no process is left alone with it.

    Then what a browser does, and last what takes no time, to be shared out evenly.
    """
    items.sort(key=_rank)


def _rank(item: pytest.Item) -> int:
    if item.get_closest_marker("long"):
        return 0
    kinds = ("browser", "packaging", "integration")
    found = [1 + n for n, kind in enumerate(kinds) if f"tests/{kind}/" in item.nodeid]
    return found[0] if found else 1 + len(kinds)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "database_url" in metafunc.fixturenames:
        both = metafunc.definition.get_closest_marker("on_both_databases")
        kinds = ["sqlite", "postgresql"] if both else ["sqlite"]
        metafunc.parametrize("database_url", kinds, indirect=True)


SHIPPED_HASHER = passwords._hasher  # noqa: SLF001 -- nothing else may set it


@pytest.fixture(scope="session", autouse=True)
def quick_hasher() -> Iterator[None]:
    """Argon2id of next to no memory: most tests at the desk hash and check one."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with patch.object(passwords, "_hasher", quick):
        yield


@pytest.fixture
def shipped_hasher() -> Iterator[None]:
    """Argon2id as it is in earnest."""
    with patch.object(passwords, "_hasher", SHIPPED_HASHER):
        yield


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory) -> Path:
    """A migrated file that tests copy."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite"
    _migrate(f"sqlite:///{file}", file.parent)
    return file


@pytest.fixture(scope="session")
def postgres(tmp_path_factory) -> Iterator[str]:
    """A server of this process's own, with a migrated database that tests clone."""
    with throwaway_postgres() as url:
        _migrate(create_database(url, "empty"), tmp_path_factory.mktemp("pg"))
        yield url


@pytest.fixture(scope="session")
def workroom() -> Iterator[Path]:
    """Where the database and the shared instance of one test after the other lie."""
    with tempfile.TemporaryDirectory(prefix="tests-", dir=quick_folder()) as folder:
        yield Path(folder)


@pytest.fixture
def database_url(request, workroom) -> Iterator[str]:
    """A clone of the migrated database, always at the same address."""
    if request.param == "sqlite":
        file = workroom / "test.sqlite"
        for journal in workroom.glob("test.sqlite-*"):
            journal.unlink()
        shutil.copy(request.getfixturevalue("empty_sqlite"), file)
        yield f"sqlite:///{file}"
        return
    server = request.getfixturevalue("postgres")
    yield create_database(server, "test", template="empty")
    drop_database(server, "test")


@pytest.fixture(scope="session")
def shared_apps() -> dict[str, Flask]:
    """By the address of its database: building one costs more than most tests."""
    return {}


@pytest.fixture
def app(request, database_url, tmp_path, workroom, shared_apps) -> Iterator[Flask]:
    """The application, with its context pushed.

    A test that is marked with `settings` has one of its own, and may do to it what it
    wants. All others share one, which nothing of a test may stay in.
    """
    marker = request.node.get_closest_marker("settings")
    if marker:
        app = create_app(make_settings(tmp_path, database_url, **marker.kwargs))
    elif database_url in shared_apps:
        app = shared_apps[database_url]
    else:
        app = create_app(make_settings(workroom / "instance", database_url))
        shared_apps[database_url] = app
    app.test_client_class = Browser
    # The site is kept for a second: on a slow day that may end anywhere in a test.
    with patch.object(site, "SECONDS", 3600.0), app.app_context():
        forget_site()
        yield app
        db.session.remove()
        db.engine.dispose()
    empty(workroom / "instance")


@pytest.fixture
def client(app):
    return app.test_client()


@pytest.fixture
def desk(app, facilitator):
    """A browser that is signed in at the desk."""
    client = app.test_client()
    client.post("/bureau/connexion", data={"email": facilitator, "password": PASSWORD})
    return client


@pytest.fixture
def facilitator(app) -> str:
    return make_facilitator()


@pytest.fixture
def counted_queries(app):
    """A block in which every statement to the database is noted.

    But for the site's own settings, which are read once a second, whoever asks.
    """

    @contextmanager
    def counting() -> Iterator[list[str]]:
        current_site()
        statements: list[str] = []

        def note(_connection, _cursor, statement, *_others) -> None:
            statements.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        try:
            yield statements
        finally:
            event.remove(db.engine, "before_cursor_execute", note)

    return counting


@pytest.fixture
def commits(app) -> Iterator[Callable[[], int]]:
    """A number that moves whenever somebody has changed the database; SQLite's alone.

    To read all that is stored costs more than most requests.
    """
    with closing(sqlite3.connect(db.engine.url.database)) as onlooker:
        yield lambda: onlooker.execute("PRAGMA data_version").fetchone()[0]


def _migrate(url: str, instance: Path) -> None:
    with create_app(make_settings(instance, url)).app_context():
        migrate_database()
        db.session.remove()
        db.engine.dispose()
