"""Imports among many other people, and in processes that are killed."""

import signal
import time

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.people_import import ImportState
from concertation.models import AuditEntry, OutboxMail, Registration
from concertation.queries.seating import miscounts
from concertation.services.import_run import AT_ONCE, advance_import
from tests.factories import ACTOR, NOW, make_event
from tests.forked import FORKED
from tests.imports import found, import_and_die_in, run_to_the_end, send, start
from tests.storm import all_at_once, register_number, register_numbers
from tests.tables_of_people import csv_file, people

pytestmark = pytest.mark.on_both_databases

PATIENCE = 60.0
LINES = 2 * AT_ONCE + 20


def counted():
    db.session.rollback()
    registered = db.session.scalar(select(func.count(Registration.id)))
    addresses = db.session.scalar(
        select(func.count(func.distinct(Registration.email_key)))
    )
    return registered, addresses, db.session.scalar(select(func.count(OutboxMail.id)))


@pytest.mark.parametrize("step", ["register_in", "_note_settled", "end_import"])
def test_who_goes_on_after_a_kill_does_nothing_twice_and_leaves_nobody_out(
    app, database_url, tmp_path, step
):
    event = make_event(capacity=100)
    sent = send(event, csv_file(people(*range(LINES))))
    start(sent, sends_mails=True)
    after = {"register_in": AT_ONCE + 7, "_note_settled": 2, "end_import": 1}[step]
    process = FORKED.Process(
        target=import_and_die_in, args=(step, after, database_url, tmp_path, event.id)
    )
    process.start()
    process.join(PATIENCE)

    assert process.exitcode == -signal.SIGKILL
    done = found(sent.id).done
    assert counted() == (done, done, done)
    assert done == {"register_in": 1, "_note_settled": 1, "end_import": 2}[step] * (
        AT_ONCE
    )
    go_on_after_the_dead(sent.id)
    assert counted() == (LINES, LINES, LINES)
    ended = found(sent.id)
    assert (ended.state, ended.confirmed, ended.waitlisted) == (
        ImportState.DONE,
        100,
        LINES - 100,
    )
    assert miscounts(db.session()) == []


def go_on_after_the_dead(number: int) -> None:
    """PostgreSQL takes a moment to see that nobody holds its locks any more."""
    until = time.monotonic() + PATIENCE
    while found(number).state is not ImportState.DONE and time.monotonic() < until:
        run_to_the_end()


def test_several_workers_at_one_import_do_each_line_once(app):
    event = make_event(capacity=100)
    sent = send(event, csv_file(people(*range(LINES))))
    start(sent, sends_mails=True)

    for done in all_at_once(app, [run_to_the_end] * 4):
        done.result()

    run_to_the_end()
    assert counted() == (LINES, LINES, LINES)
    assert found(sent.id).done == LINES
    ended = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "event.import_ended")
    ).all()
    assert [entry.actor for entry in ended] == [ACTOR]


def test_two_imports_of_one_file_at_once_register_everybody_once(app):
    event = make_event(capacity=None)
    data = csv_file(people(*range(LINES)))
    both = [send(event, data), send(event, data)]
    for sent in both:
        start(sent)

    for done in all_at_once(app, [run_to_the_end] * 4):
        done.result()

    run_to_the_end()
    assert counted()[:2] == (LINES, LINES)
    assert sum(found(sent.id).confirmed for sent in both) == LINES
    assert sum(found(sent.id).known for sent in both) == LINES


def test_an_import_in_a_storm_of_the_public_never_oversells(app):
    event = make_event(capacity=60)
    sent = send(event, csv_file(people(*range(LINES))))
    start(sent, sends_mails=True)
    public = [
        lambda n=n: register_number(event.id, n) for n in range(LINES - 20, LINES + 60)
    ]

    for done in all_at_once(app, [run_to_the_end, *public, run_to_the_end]):
        done.result()

    run_to_the_end()
    db.session.expire_all()
    pool = event.pool
    assert (pool.seats_taken, pool.parties_waiting) == (60, LINES)
    assert counted()[:2] == (LINES + 60, LINES + 60)
    assert miscounts(db.session()) == []
    ended = found(sent.id)
    assert ended.confirmed + ended.waitlisted + ended.known == LINES


def test_the_public_registers_between_two_steps_of_an_import(app):
    event = make_event(capacity=None)
    sent = send(event, csv_file(people(*range(LINES))))
    start(sent)

    advance_import(now=NOW)
    [receipt] = register_numbers(app, event.id, [LINES + 1])
    run_to_the_end()

    assert receipt.is_new
    assert counted()[0] == LINES + 1
