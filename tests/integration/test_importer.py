"""The program imports by itself what was started, also after it was killed."""

import threading

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.people_import import KEPT_FOR, ImportState
from concertation.models import PeopleImport, Registration
from concertation.running import importer
from concertation.running.importer import Importer
from concertation.services.import_run import AT_ONCE
from tests.factories import make_event
from tests.imports import found, send, start
from tests.programs import wait_until
from tests.sites import Site
from tests.tables_of_people import csv_file, people


def registered() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Registration.id)))


@pytest.mark.on_both_databases
def test_a_program_that_is_killed_goes_on_where_it_stopped(app, database_url, tmp_path):
    lines = 12 * AT_ONCE
    sent = send(make_event(capacity=None), csv_file(people(*range(lines))))
    site = Site(tmp_path / "instance", CONCERTATION_DATABASE_URL=database_url)
    start(sent)
    with site.running() as first:
        wait_until(lambda: registered() > 0)
        first.kill()
    assert registered() < lines
    assert registered() == found(sent.id).done

    with site.running() as second:
        wait_until(lambda: found(sent.id).state is ImportState.DONE)
        assert registered() == lines
        assert second.end() == 0


def test_old_files_are_swept_away_by_the_running_program(app, database_url, tmp_path):
    sent = send(make_event(), csv_file(people(1)))
    with transaction() as session:
        session.get_one(PeopleImport, sent.id).created_at = (
            utc_now() - KEPT_FOR - KEPT_FOR
        )
    site = Site(tmp_path / "instance", CONCERTATION_DATABASE_URL=database_url)

    with site.running() as running:
        wait_until(lambda: db.session.rollback() or not _imports())
        assert running.end() == 0


def _imports() -> int:
    return db.session.scalar(select(func.count(PeopleImport.id)))


def test_requests_go_first_and_who_is_told_to_stop_ends_its_lines(app):
    sent = send(make_event(capacity=None), csv_file(people(*range(3 * AT_ONCE))))
    start(sent)
    waits: list[int] = []

    def give_way(stopping: threading.Event) -> None:
        waits.append(registered())
        if len(waits) == 2:
            service.stop()

    service = Importer(app, give_way)
    service.run()

    assert waits == [0, AT_ONCE]
    assert registered() == 2 * AT_ONCE
    assert found(sent.id).state is ImportState.RUNNING


def test_a_database_that_is_away_is_waited_for(app, monkeypatch):
    service = Importer(app, lambda _stopping: None)
    asked = []

    def away_at_first() -> bool:
        asked.append(utc_now())
        if len(asked) == 1:
            raise OperationalError("SELECT", {}, OSError("gone"))
        service.stop()
        return False

    monkeypatch.setattr(importer, "is_import_running", away_at_first)
    monkeypatch.setattr(importer, "PAUSE_AFTER_ERROR_SECONDS", 0.01)

    service.run()

    assert len(asked) == 2
