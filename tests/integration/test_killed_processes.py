"""Processes that are killed in the middle of a registration leave nothing half-done."""

import random
import signal
import time

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.seating import AdmissionState
from concertation.models import OutboxMail, Registration
from concertation.queries.seating import miscounts
from tests.factories import make_event, register
from tests.forked import FORKED
from tests.storm import register_and_die_in, register_until_killed

pytestmark = pytest.mark.on_both_databases

STEPS = ["join_line", "tell_standing", "note"]
"""The steps of one registration, each before its transaction commits."""
PATIENCE = 30.0
AT_ONCE = 5.0
"""Less than any lock's time-out: nobody waits for a process that is dead."""


@pytest.fixture
def start(database_url, tmp_path):
    """Start a process; whatever still runs at the end of the test is killed."""
    started = []

    def begin(target, *arguments, before=()):
        process = FORKED.Process(
            target=target, args=(*before, database_url, tmp_path, *arguments)
        )
        process.start()
        started.append(process)
        return process

    yield begin
    for process in started:
        process.kill()
        process.join()


def registered():
    return db.session.scalar(select(func.count(Registration.id)))


def registered_without_mail():
    return db.session.scalars(
        select(Registration.id)
        .outerjoin(OutboxMail, OutboxMail.registration_id == Registration.id)
        .where(OutboxMail.id.is_(None))
    ).all()


def wait_for_more_than(count):
    deadline = time.monotonic() + PATIENCE
    while registered() <= count:
        db.session.commit()
        assert time.monotonic() < deadline, "nobody registers"
        time.sleep(0.01)


def test_who_is_killed_half_way_has_no_seat_no_mail_and_holds_no_lock(app, start):
    event = make_event(capacity=1)

    processes = [
        start(register_and_die_in, event.id, number, before=[step])
        for number, step in enumerate(STEPS)
    ]
    for process in processes:
        process.join(PATIENCE)

    assert [process.exitcode for process in processes] == [-signal.SIGKILL] * 3
    assert registered() == 0
    assert db.session.scalars(select(OutboxMail)).all() == []
    assert miscounts(db.session()) == []
    before = time.monotonic()
    assert register(event, 2).state is AdmissionState.CONFIRMED
    assert time.monotonic() - before < AT_ONCE


def test_whenever_a_process_is_killed_the_others_go_on_and_everything_adds_up(
    app, start
):
    event = make_event(capacity=15)
    processes = [start(register_until_killed, event.id, 1000 * n) for n in range(1, 5)]

    for number, process in enumerate(processes):
        wait_for_more_than(registered() + 3)
        time.sleep(random.uniform(0, 0.05))
        process.kill()
        process.join()
        before = time.monotonic()
        register(event, number)

        assert process.exitcode == -signal.SIGKILL
        assert time.monotonic() - before < AT_ONCE
        assert miscounts(db.session()) == []
        assert registered_without_mail() == []

    db.session.expire_all()
    pool = event.pool
    assert (pool.seats_taken, pool.parties_waiting) == (15, registered() - 15)
