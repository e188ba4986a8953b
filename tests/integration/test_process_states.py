"""A process is withdrawn or ended, and taken up again: who is in it stays in it."""

from contextlib import suppress
from datetime import timedelta
from threading import Event

import pytest
from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    EnrolmentClosed,
    ProcessNotPublished,
    ProcessOver,
)
from concertation.models import AuditEntry, Enrolment, GroupOffer, Process
from concertation.queries.processes import find_public_process, published_processes
from concertation.queries.taking_part import taking_part_in
from concertation.services.group_places import lock_offer
from concertation.services.offers import OfferSheet, change_offer
from concertation.services.own_places import leave_group
from concertation.services.process_states import (
    end_process,
    publish_process,
    resume_process,
    withdraw_process,
)
from concertation.services.renewal import free_unconfirmed, renew_group
from tests.enrolments import (
    assert_counted,
    enrol,
    mails_to,
    place_of,
    standing_of,
    standings,
)
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
)
from tests.storm import all_at_once, clock_of

DAY = timedelta(days=1)
LATER = NOW + DAY
BY = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def offer(app):
    """One seat that is taken, and two people who wait for it."""
    made = make_published_process(capacity=1)
    for number in (1, 2, 3):
        enrol(made, number=number)
    return made


def actions(process):
    entries = select(AuditEntry.action).where(AuditEntry.subject_kind == "process")
    mine = entries.where(AuditEntry.subject_id == process.id)
    return list(db.session.scalars(mine.order_by(AuditEntry.id)))


@pytest.mark.on_both_databases
def test_nobody_enrols_in_what_was_withdrawn_and_who_is_in_stays(offer):
    withdraw_process(offer.process_id, **BY)

    assert find_public_process("csti") is None
    assert not published_processes()
    with pytest.raises(ProcessNotPublished):
        enrol(offer, number=4)
    assert standings(1, 2, 3) == ["seat", "waiting", "waiting"]
    leave_group(place_of(1).id, **BY)
    assert standings(1, 2, 3) == ["ended", "waiting", "waiting"]
    assert_counted()


@pytest.mark.on_both_databases
def test_what_is_published_again_has_its_address_and_lets_in_who_waits(offer):
    process = offer.process
    withdraw_process(process.id, **BY)
    leave_group(place_of(1).id, **BY)

    publish_process(process.id, actor=ACTOR, now=LATER)

    found = find_public_process("csti")
    assert found
    assert found.published_at == NOW
    assert standings(1, 2, 3) == ["ended", "seat", "waiting"]
    assert "enrolment_promoted" in mails_to(2)
    assert_counted()


@pytest.mark.on_both_databases
def test_in_what_was_ended_everybody_stays_where_they_are(offer):
    told = [mails_to(number) for number in (1, 2, 3)]

    end_process(offer.process_id, **BY)

    assert find_public_process("csti")
    with pytest.raises(EnrolmentClosed) as refused:
        enrol(offer, number=4, now=LATER)
    assert refused.value.at == NOW
    with pytest.raises(EnrolmentClosed):
        leave_group(place_of(1).id, actor=ACTOR, now=LATER)
    assert standings(1, 2, 3) == ["seat", "waiting", "waiting"]
    assert [mails_to(number) for number in (1, 2, 3)] == told


def test_at_the_very_instant_of_the_end_nobody_enrols(offer):
    end_process(offer.process_id, **BY)

    with pytest.raises(EnrolmentClosed):
        enrol(offer, number=4, now=NOW)


def test_a_phase_to_come_takes_nobody_either(offer):
    coming = make_phase(offer.process, enrolment_opens_at=NOW - DAY)
    other = make_offer(offer.group, coming)
    end_process(offer.process_id, **BY)

    with pytest.raises(EnrolmentClosed):
        enrol(other, number=4)


def test_the_end_is_taken_back(offer):
    end_process(offer.process_id, **BY)

    resume_process(offer.process_id, actor=ACTOR, now=LATER)
    resume_process(offer.process_id, actor=ACTOR, now=LATER)

    assert db.session.get_one(Process, offer.process_id).ended_at is None
    enrol(offer, number=4, now=LATER)
    assert standing_of(4) == "waiting"
    leave_group(place_of(1).id, actor=ACTOR, now=LATER)
    assert standing_of(2) == "seat"


@pytest.mark.on_both_databases
def test_who_could_not_confirm_keeps_their_seat_until_the_end_is_taken_back(app):
    former = make_published_process(capacity=2)
    enrol(former)
    offer = make_offer(former.group, make_phase(former.process))
    renew_group(offer.id, until=NOW + DAY, **BY)
    end_process(former.process_id, **BY)

    assert not free_unconfirmed(now=NOW + 2 * DAY)
    assert standing_of(1, offer) == "held"

    resume_process(former.process_id, actor=ACTOR, now=NOW + 2 * DAY)
    assert standing_of(1, offer) == "ended"
    assert_counted()


@pytest.mark.on_both_databases
def test_more_places_go_to_nobody_until_the_end_is_taken_back(offer):
    end_process(offer.process_id, **BY)
    change_offer(offer.id, OfferSheet(capacity=2), actor=ACTOR, now=LATER)
    assert standings(1, 2, 3) == ["seat", "waiting", "waiting"]

    resume_process(offer.process_id, actor=ACTOR, now=LATER)

    assert standings(1, 2, 3) == ["seat", "seat", "waiting"]
    assert_counted()


def test_a_draft_is_not_ended_nor_is_what_is_over(app):
    draft = make_process(slug="brouillon")
    for act in (end_process, withdraw_process):
        with pytest.raises(ProcessNotPublished):
            act(draft.id, **BY)

    past = make_published_process().process
    with pytest.raises(ProcessOver):
        end_process(past.id, actor=ACTOR, now=NOW + 400 * DAY)


def test_twice_is_once_and_the_journal_tells(offer):
    process = offer.process
    for act in (end_process, resume_process, withdraw_process, publish_process):
        act(process.id, **BY)
        act(process.id, **BY)

    assert actions(process)[-4:] == [
        "process.ended",
        "process.resumed",
        "process.withdrawn",
        "process.published",
    ]
    assert actions(process).count("process.ended") == 1


def test_before_it_one_reads_whom_it_concerns(offer):
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    enrol(other, number=9)
    over = make_published_process(slug="autre").process

    part = taking_part_in(offer.process, NOW)

    assert (part.people, part.in_line, part.unconfirmed) == (4, 2, 0)
    assert taking_part_in(offer.process, NOW + 400 * DAY).people == 0
    assert taking_part_in(over, NOW).people == 0


@pytest.mark.on_both_databases
@pytest.mark.parametrize("act", [withdraw_process, end_process])
def test_who_enrols_at_the_same_moment_is_in_or_refused(app, act):
    """Never half: whoever is refused is not there, whoever is there was told."""
    offer = make_published_process(capacity=5)
    offer_id, process_id = offer.id, offer.process_id
    told, refused = [], []

    def one(number):
        try:
            enrol(db.session.get_one(GroupOffer, offer_id), number=number)
        except Refusal:
            refused.append(number)
        else:
            told.append(number)

    def shut():
        act(process_id, actor=ACTOR, now=NOW)

    tasks = [lambda n=n: one(n) for n in range(1, 13)]
    tasks.insert(6, shut)
    for future in all_at_once(app, tasks):
        future.result()

    db.session.rollback()
    enrolled = {
        each.participant.email for each in db.session.scalars(select(Enrolment))
    }
    assert enrolled == {f"person{number}@example.org" for number in told}
    assert len(told) + len(refused) == 12
    assert all(mails_to(number) for number in told)
    with suppress(ProcessNotPublished, EnrolmentClosed):
        enrol(db.session.get_one(GroupOffer, offer_id), number=99)
        pytest.fail("nobody enrols once the door is shut")
    assert_counted()


@pytest.mark.on_both_databases
def test_leaving_and_ending_at_once_count_right(app):
    offer = make_published_process(capacity=2)
    for number in range(1, 7):
        enrol(offer, number=number)
    ids = [place_of(number).id for number in range(1, 5)]
    process_id = offer.process_id

    def leave(number):
        with suppress(Refusal):
            leave_group(number, actor=ACTOR, now=clock_of(number))

    tasks = [lambda n=n: leave(n) for n in ids]
    tasks.insert(2, lambda: end_process(process_id, **BY))
    for future in all_at_once(app, tasks):
        future.result()

    db.session.rollback()
    assert_counted()


@pytest.mark.on_both_databases
@pytest.mark.parametrize("act", [withdraw_process, end_process])
def test_the_door_is_shut_once_whoever_is_enrolling_is_done(app, act):
    """Afterwards nobody comes in who looked at the process before."""
    offer = make_published_process()
    offer_id, process_id = offer.id, offer.process_id
    db.session.rollback()
    inside, looked = Event(), Event()

    def enrol_slowly():
        with transaction() as session:
            lock_offer(session, offer_id)
            inside.set()
            looked.wait(0.5)  # Nobody else gets on meanwhile: it runs out.
            return looked.is_set()

    def shut():
        inside.wait(10)
        act(process_id, **BY)
        looked.set()

    overtaken, shut_door = all_at_once(app, [enrol_slowly, shut])

    assert shut_door.result() is None
    assert overtaken.result() is False
