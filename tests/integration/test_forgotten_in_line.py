"""Nobody who is forgotten goes on waiting: an event that is over may be moved."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select, update

from concertation.database import db, transaction
from concertation.domain.errors import NobodyWaits, RegistrationEnded
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Enrolment,
    Event,
    OutboxMail,
    Participant,
    Phase,
    Registration,
)
from concertation.queries.figures import figures_of
from concertation.queries.seating import miscounts
from concertation.services import participant_retention, personal_data
from concertation.services.participant_erasure import erase_participant
from concertation.services.personal_data import erase_registration, forget_expired
from concertation.services.promotion import promote_registration
from concertation.services.purge import purge_everything
from concertation.services.registration import cancel_registration
from concertation.services.registration_rules import RegistrationRules, change_rules
from tests.enrolments import assert_counted, enrol, place_of
from tests.factories import ACTOR, NOW, make_event, register
from tests.processes import make_published_process
from tests.purging import ENDS, after, past_event
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
A_MINUTE = timedelta(minutes=1)


def states() -> list[AdmissionState]:
    db.session.rollback()
    rows = db.session.scalars(select(Registration).order_by(Registration.id))
    return [each.admission.state for each in rows]


def anew(event: Event) -> Event:
    db.session.rollback()
    return db.session.get_one(Event, event.id, populate_existing=True)


def test_who_is_forgotten_leaves_the_line_and_who_came_stays_counted():
    event = past_event(capacity=1)
    for number in (1, 2, 3):
        register(event, number)

    forget_expired(now=after(90))

    assert states() == ["confirmed", "expired", "expired"]
    pool = anew(event).pool
    assert (pool.seats_taken, pool.parties_waiting) == (1, 0)
    assert not miscounts(db.session())


def test_an_event_that_is_moved_lets_nobody_in_who_was_forgotten():
    event = past_event(capacity=1)
    first = register(event, 1).registration_id
    register(event, 2)
    forget_expired(now=after(90))
    with transaction() as session:
        moved = {"starts_at": after(200), "ends_at": after(201)}
        session.execute(update(Event).values(**moved))

    cancel_registration(first, actor=ACTOR, by_organiser=True, now=after(100))

    assert states() == ["cancelled", "expired"]
    assert not miscounts(db.session())


def test_who_asked_and_was_never_answered_is_not_answered_after_all():
    event = past_event(capacity=1)
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, actor=ACTOR, now=NOW)
    register(event, 1)

    forget_expired(now=after(90))

    assert states() == ["expired"]
    assert not miscounts(db.session())


def test_figures_still_tell_how_many_waited():
    event = past_event(capacity=1)
    for number in (1, 2, 3):
        register(event, number)
    before = figures_of(anew(event))

    forget_expired(now=after(365))

    told = figures_of(anew(event))
    assert (told.waiting, told.ended) == (before.waiting, before.ended) == (2, 0)
    assert told.categories == before.categories


def test_who_is_erased_after_the_event_stays_counted_among_who_came():
    event = past_event(capacity=1)
    receipts = [register(event, number) for number in (1, 2, 3)]
    late = ENDS + A_MINUTE

    for each in receipts[:2]:
        erase_registration(each.registration_id, actor=ACTOR, now=late)

    assert states() == ["confirmed", "expired", "waitlisted"]
    assert anew(event).pool.seats_taken == 1
    assert not miscounts(db.session())


def test_who_is_erased_while_waiting_in_a_phase_that_is_over_waits_no_more():
    offer = make_published_process(capacity=1)
    enrol(offer, number=1)
    enrol(offer, number=2, now=NOW + A_MINUTE)
    people = [place_of(number).participant_id for number in (1, 2)]
    late = offer.phase.ends_at + A_MINUTE

    for number in people:
        erase_participant(number, actor=ACTOR, now=late)

    db.session.rollback()
    rows = db.session.scalars(select(Enrolment).order_by(Enrolment.id))
    assert [each.ended_at is not None for each in rows] == [False, True]
    assert_counted()


def test_purging_while_others_are_let_in_leaves_nobody_unknown_in_the_line(
    app, monkeypatch
):
    event = make_event(capacity=4, starts_at=NOW + A_MINUTE, ends_at=NOW + 2 * A_MINUTE)
    people = [register(event, number).registration_id for number in range(1, 13)]
    ending, meanwhile = personal_data.end_registration, []

    def cancel(number: int) -> None:
        # The clock of this one has not come to the end of the event.
        with suppress(RegistrationEnded):
            cancel_registration(number, actor=ACTOR, by_organiser=True, now=NOW)

    def end(*args, **kwargs) -> None:
        if not meanwhile:
            meanwhile.append(others.submit(in_context, app, cancel, people[0]))
            with suppress(TimeoutError):
                meanwhile[0].result(timeout=1)
        ending(*args, **kwargs)

    monkeypatch.setattr(personal_data, "end_registration", end)
    with ThreadPoolExecutor(1) as others:
        forget_expired(now=NOW + timedelta(days=91))
        meanwhile[0].result()

    db.session.rollback()
    assert states() == ["cancelled", *["confirmed"] * 3, *["expired"] * 8]
    pool = anew(event).pool
    assert (pool.seats_taken, pool.parties_waiting) == (3, 0)


def test_many_who_are_promoted_while_several_purge_end_in_the_line_or_out_of_it(app):
    event = make_event(capacity=4, starts_at=NOW + A_MINUTE, ends_at=NOW + 2 * A_MINUTE)
    people = [register(event, number).registration_id for number in range(1, 13)]
    over = NOW + timedelta(days=91)

    def promote(number: int) -> None:
        with suppress(NobodyWaits):
            promote_registration(number, actor=ACTOR, now=NOW)

    tasks = [lambda: forget_expired(now=over)] * 2
    tasks += [lambda n=n: promote(n) for n in people[4:]]
    for each in all_at_once(app, tasks, threads=8):
        each.result()

    forgotten = Registration.anonymised_at.is_not(None)
    assert states() == [*["confirmed"] * 4, *["expired"] * 8]
    assert len(db.session.scalars(select(Registration).where(forgotten)).all()) == 8
    assert not miscounts(db.session())


@pytest.mark.parametrize("what", ["event", "process"])
def test_nobody_is_forgotten_of_what_is_moved_at_that_moment(monkeypatch, what):
    """Between the look at what is over and the lock."""
    if what == "event":
        register(past_event(capacity=1), 1)
        module, locking, model = personal_data, "lock_event", Event
    else:
        enrol(make_published_process(capacity=1), number=1)
        module, locking, model = participant_retention, "lock_together", Phase
    lock = getattr(module, locking)

    def move_and_lock(session, *which):
        later = {"starts_at": after(9_998), "ends_at": after(9_999)}
        session.execute(update(model).values(**later))
        session.expire_all()
        return lock(session, *which)

    with monkeypatch.context() as patch:
        patch.setattr(module, locking, move_and_lock)
        purge_everything(now=after(5_000))

    db.session.rollback()
    people = (Registration, Participant)
    names = [name for each in people for name in db.session.scalars(select(each.email))]
    assert names == ["person1@example.org"]


def test_who_an_earlier_version_left_in_a_line_is_taken_out_and_others_move_up():
    event = make_event(capacity=2, slug="encore")
    people = [register(event, number).registration_id for number in (1, 2, 3, 4)]
    offer = make_published_process(capacity=1)
    for number in (1, 2):
        enrol(offer, number=number, now=NOW + number * A_MINUTE)
    with transaction() as session:
        # One was forgotten while the event was over; then it was moved, with one more
        # place that nobody gave on.
        unknown = Registration.id == people[2]
        gone = {"anonymised_at": NOW, "email": "", "email_key": "erased:3"}
        session.execute(update(Registration).where(unknown).values(**gone))
        pool = session.get_one(Event, event.id).pool
        pool.capacity = 3
        last = place_of(2).participant_id
        forgotten = update(Participant).where(Participant.id == last)
        session.execute(forgotten.values(anonymised_at=NOW, email=""))

    for _twice in range(2):
        purge_everything(now=NOW + A_MINUTE)

    assert states() == ["confirmed", "confirmed", "expired", "confirmed"]
    pool = anew(event).pool
    assert (pool.seats_taken, pool.parties_waiting) == (3, 0)
    rows = db.session.scalars(select(Enrolment).order_by(Enrolment.id))
    assert [each.ended_at is not None for each in rows] == [False, True]
    assert not miscounts(db.session())
    promoted = select(OutboxMail.recipient).where(
        OutboxMail.template == "registration_promoted"
    )
    assert db.session.scalars(promoted).all() == ["person4@example.org"]


def in_context(app: Flask, task: Callable[[int], None], number: int) -> None:
    with app.app_context():
        task(number)
