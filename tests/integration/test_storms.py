"""Ten times as many people as places, all at once: in threads and in processes."""

import time
from collections import Counter
from contextlib import contextmanager, nullcontext

import pytest
from sqlalchemy import event as engine_event
from sqlalchemy import func, select

from concertation import database
from concertation.database import db
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, OutboxMail, Registration
from concertation.queries.seating import miscounts
from concertation.services import registration
from tests.factories import make_event
from tests.storm import (
    all_at_once,
    register_in_processes,
    register_number,
    register_numbers,
)

pytestmark = pytest.mark.on_both_databases

PLACES = 20
PEOPLE = range(10 * PLACES)
CONFIRMED, WAITING = AdmissionState.CONFIRMED, AdmissionState.WAITLISTED


def line_of(event_id):
    """The registrations that wait, as they are served."""
    return db.session.scalars(
        select(Registration.id)
        .join(Registration.admission)
        .where(Registration.event_id == event_id, Admission.state == WAITING)
        .order_by(Admission.priority, Admission.queued_at, Admission.id)
    ).all()


def count_of(state):
    query = select(func.coalesce(func.sum(Admission.seats), 0))
    return db.session.scalar(query.where(Admission.state == state))


def mails_by_registration():
    return Counter(db.session.scalars(select(OutboxMail.registration_id)).all())


def assert_that_exactly_the_places_were_given(event_id, receipts):
    ranks = {r.registration_id: r.rank for r in receipts if r.state is WAITING}
    assert len(receipts) == len(PEOPLE)
    assert all(receipt.is_new for receipt in receipts)
    assert [r.state for r in receipts].count(CONFIRMED) == count_of(CONFIRMED) == PLACES
    assert ranks == {id_: rank for rank, id_ in enumerate(line_of(event_id), start=1)}
    assert miscounts(db.session()) == []
    assert mails_by_registration() == {r.registration_id: 1 for r in receipts}


def test_twenty_places_go_to_twenty_of_two_hundred_people_in_threads(app):
    event_id = make_event(capacity=PLACES).id

    receipts = register_numbers(app, event_id, PEOPLE)

    assert_that_exactly_the_places_were_given(event_id, receipts)


def test_twenty_places_go_to_twenty_of_two_hundred_people_in_processes(
    app, database_url, tmp_path
):
    event_id = make_event(capacity=PLACES).id
    shares = [PEOPLE[n::3] for n in range(3)]

    receipts = register_in_processes(database_url, tmp_path, event_id, shares)

    assert_that_exactly_the_places_were_given(event_id, receipts)


@contextmanager
def no_locks(monkeypatch):
    """Registration as it would be if it only read before it decides."""

    def only_read(session, event_id):
        event = session.get_one(Event, event_id)
        time.sleep(0.02)
        return event

    def begin_without_lock(_conn, _cursor, statement, parameters, _context, _many):
        return statement.replace("BEGIN IMMEDIATE", "BEGIN"), parameters

    monkeypatch.setattr(registration, "lock_event", only_read)
    monkeypatch.setattr(database, "_turn_to_write", nullcontext)
    hook = (db.engine, "before_cursor_execute", begin_without_lock)
    engine_event.listen(*hook, retval=True)
    try:
        yield
    finally:
        engine_event.remove(*hook)


def test_the_same_storm_without_locks_does_harm(app, monkeypatch):
    # The storms above prove something only as long as this one fails.
    event_id = make_event(capacity=PLACES).id
    tasks = [lambda n=n: register_number(event_id, n) for n in PEOPLE[:60]]

    with no_locks(monkeypatch):
        errors = [f.exception() for f in all_at_once(app, tasks) if f.exception()]

    assert errors or miscounts(db.session()) or count_of(CONFIRMED) > PLACES
