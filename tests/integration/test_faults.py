"""What breaks around the program is told clearly, and nothing is half-written."""

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import URL, event, func, make_url, select

from concertation.database import db
from concertation.models import OutboxMail, Registration
from concertation.queries.seating import miscounts
from tests.factories import FORM, make_event
from tests.sites import TOKEN
from tests.throwaway_postgres import drop_database

PAGE = "/evenements/ouverture/inscription"


READ_ONLY = {"sqlite": "PRAGMA query_only=1", "postgresql": "SET TRANSACTION READ ONLY"}
WRITABLE = {"sqlite": ["PRAGMA query_only=0"], "postgresql": []}
TINY = "192k"
SAYS_DISK_FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE 'could not extend file' USING ERRCODE = 'disk_full';
END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON outbox_mail
  FOR EACH ROW EXECUTE FUNCTION full_disk();
"""
"""When seat and registration are written already, and the mail is promised."""


def said_to(url: str | URL, statement: str) -> None:
    plain = make_url(url).set(drivername="postgresql")
    db.session.remove()
    with psycopg.connect(
        plain.render_as_string(hide_password=False), autocommit=True
    ) as connection:
        connection.execute(statement)


def mount(*words: str) -> bool:
    """Only root may, and not in every container."""
    done = subprocess.run(["mount", *words], check=False, capture_output=True)
    return done.returncode == 0


def server_folder(url: str) -> str:
    return str(make_url(url).query["host"])


@pytest.fixture
def every_connection(app):
    """Say something to the database on each connection that is taken."""
    said: list[str] = []

    def tell(connection, _record, _proxy) -> None:
        for statement in said:
            connection.execute(statement)

    event.listen(db.engine, "checkout", tell)
    yield said
    event.remove(db.engine, "checkout", tell)


def rows(model) -> int:
    db.session.remove()
    return db.session.scalar(select(func.count()).select_from(model))


def pages_of_the_database() -> int:
    return db.session.execute(db.text("PRAGMA page_count")).scalar()


def register(client, number: int):
    return client.post(PAGE, data=FORM | {"email": f"person{number}@example.org"})


def assert_told(answer) -> None:
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "10"
    assert "n’a pas été conservé" in answer.text
    assert answer.headers["X-Request-ID"] in answer.text


def test_a_full_disk_refuses_whom_it_cannot_keep(client, every_connection):
    make_event(capacity=None)
    db.session.remove()
    every_connection.append(f"PRAGMA max_page_count={pages_of_the_database()}")
    db.session.remove()
    answers = [register(client, number) for number in range(200)]
    every_connection[:] = ["PRAGMA max_page_count=1000000"]

    told = [answer for answer in answers if answer.status_code != 303]
    kept = len(answers) - len(told)
    assert told, "the disk was not full"
    for answer in told:
        assert_told(answer)
    assert rows(Registration) == rows(OutboxMail) == kept
    assert not miscounts(db.session())
    assert register(client, 201).status_code == 303


@pytest.fixture
def full_disk(app, postgres) -> Iterator[Callable[[str], None]]:
    """A file system for the promised mails alone; called with another size of it."""
    with tempfile.TemporaryDirectory(dir=server_folder(postgres)) as folder:
        mounted = mount("-t", "tmpfs", "-o", f"size={TINY},mode=777", "tiny", folder)
        if not mounted:
            pytest.skip("no file system can be mounted here")
        try:
            space = Path(folder, "space")
            space.mkdir()
            shutil.chown(space, user="postgres")
            said_to(postgres, f"CREATE TABLESPACE tiny LOCATION '{space}'")
            said_to(db.engine.url, "ALTER TABLE outbox_mail SET TABLESPACE tiny")
            yield lambda size: mount("-o", f"remount,size={size}", folder)
            said_to(db.engine.url, "ALTER TABLE outbox_mail SET TABLESPACE pg_default")
            said_to(postgres, "DROP TABLESPACE tiny")
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@pytest.mark.on_both_databases
def test_a_full_disk_under_postgresql_refuses_whom_it_cannot_keep(
    client, database_url, request, caplog
):
    if not database_url.startswith("postgresql"):
        pytest.skip("a file’s own test stands above")
    make_event(capacity=None)
    resize = request.getfixturevalue("full_disk")
    answers = [register(client, number) for number in range(300)]
    told = [answer for answer in answers if answer.status_code != 303]
    kept = len(answers) - len(told)

    assert kept
    assert told, "the disk was not full"
    for answer in told:
        assert_told(answer)
    assert rows(Registration) == rows(OutboxMail) == kept
    assert not miscounts(db.session())
    assert "database unavailable" in caplog.text
    assert "No space left on device" in caplog.text
    assert client.get(PAGE).status_code == 200
    assert resize("64m")
    assert register(client, 301).status_code == 303


@pytest.mark.on_both_databases
def test_a_disk_that_is_full_half_way_leaves_nothing_behind(
    client, database_url, caplog
):
    if not database_url.startswith("postgresql"):
        pytest.skip("only PostgreSQL can be made to say so")
    make_event()
    said_to(db.engine.url, SAYS_DISK_FULL)
    refused = register(client, 1)
    said_to(db.engine.url, "DROP TRIGGER full_disk ON outbox_mail")

    assert_told(refused)
    assert "could not extend file" in caplog.text
    assert rows(Registration) == rows(OutboxMail) == 0
    assert not miscounts(db.session())
    assert register(client, 1).status_code == 303


@pytest.mark.on_both_databases
def test_a_read_only_database_is_read_and_says_so(client, every_connection):
    make_event()
    database = db.engine.dialect.name
    db.session.remove()
    every_connection.append(READ_ONLY[database])
    assert client.get("/evenements/ouverture").status_code == 200
    refused = register(client, 1)
    every_connection[:] = WRITABLE[database]

    assert_told(refused)
    assert rows(Registration) == 0
    assert register(client, 1).status_code == 303


@pytest.mark.on_both_databases
def test_a_database_that_went_away_is_told_on_a_page(client, database_url, request):
    if not database_url.startswith("postgresql"):
        pytest.skip("a file does not go away")
    make_event()
    db.session.remove()
    drop_database(request.getfixturevalue("postgres"), "test")

    answer = client.get("/evenements/ouverture")

    assert_told(answer)
    assert client.get("/healthz").status_code == 200


@pytest.mark.settings(checks_csrf=True)
def test_a_form_that_was_open_meanwhile_is_still_good(client, every_connection):
    make_event()
    token = TOKEN.search(client.get(PAGE).text)[1]
    every_connection.append(READ_ONLY["sqlite"])
    refused = client.post(PAGE, data=FORM | {"csrf_token": token})
    every_connection[:] = WRITABLE["sqlite"]

    assert_told(refused)
    again = client.post(PAGE, data=FORM | {"csrf_token": token})
    assert again.status_code == 303
