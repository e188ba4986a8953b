"""Renewal and retention work in batches, and go on where they were interrupted."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.models import AuditEntry, Enrolment, Participant, Phase
from concertation.queries.renewal import Answer, answers_page, renewal_of
from concertation.services import participant_retention, renewal
from concertation.services.own_places import confirm_place
from concertation.services.participant_retention import forget_expired_participants
from concertation.services.purging import Purge
from concertation.services.renewal import remind_unconfirmed, renew_group
from tests.enrolments import MINUTE, assert_counted, enrol, mails_to, standing_of
from tests.factories import ACTOR, NOW
from tests.processes import make_offer, make_phase, make_published_process, today
from tests.storm import all_at_once

PEOPLE = range(1, 8)
DAY = timedelta(days=1)


class PulledOutError(Exception):
    """Out of the socket."""


@pytest.fixture
def batches(monkeypatch):
    """Of two people each."""
    monkeypatch.setattr(renewal, "BATCH", 2)
    by_two = partial(Purge, at_once=2)
    monkeypatch.setattr(participant_retention, "Purge", by_two)


def group_of_seven(*, capacity, around=NOW):
    """Five have a seat, two wait; the next phase has as many seats."""
    former = make_published_process(capacity=5, around=around)
    for number in PEOPLE:
        enrol(former, number=number, now=around + number * MINUTE)
    offer = make_offer(former.group, make_phase(former.process), capacity=capacity)
    begun = offer.phase.starts_at + MINUTE
    return former, offer, {"until": begun + 10 * DAY, "actor": ACTOR, "now": begun}


def in_next(offer):
    return [standing_of(number, offer) for number in PEOPLE]


def pull_after(monkeypatch, module, name, times):
    """Let the program end in the midst of it."""
    true, calls = getattr(module, name), []

    def once_more(*args, **kwargs):
        calls.append(args)
        if len(calls) > times:
            raise PulledOutError
        return true(*args, **kwargs)

    monkeypatch.setattr(module, name, once_more)


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app", "batches")
def test_in_batches_members_go_first_and_then_who_waited_in_their_order():
    _former, offer, begun = group_of_seven(capacity=6)

    done = renew_group(offer.id, **begun)

    assert (done.held, done.waiting) == (5, 1)
    assert in_next(offer) == ["held"] * 5 + ["seat", "waiting"]
    assert [mails_to(number).count("enrolment_held") for number in PEOPLE] == [
        *[1] * 5,
        0,
        0,
    ]
    assert_counted()


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app", "batches")
def test_with_fewer_seats_nobody_overtakes_a_member_of_a_later_batch():
    _former, offer, begun = group_of_seven(capacity=3)
    for number in (8, 9):
        enrol(offer, number=number, now=begun["now"] - MINUTE / 2)

    renew_group(offer.id, **begun)

    assert [standing_of(number, offer) for number in (8, 9)] == ["seat", "seat"]
    assert in_next(offer) == ["held", *["waiting"] * 6]
    assert_counted()


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app", "batches")
def test_what_was_interrupted_is_done_the_next_time_and_nothing_twice(monkeypatch):
    _former, offer, begun = group_of_seven(capacity=6)
    with monkeypatch.context() as patch:
        pull_after(patch, renewal, "_renew", 2)
        with pytest.raises(PulledOutError):
            renew_group(offer.id, **begun)
    db.session.rollback()
    there = select(func.count()).where(Enrolment.offer_id == offer.id)
    assert db.session.scalar(there.select_from(Enrolment)) == 4

    renew_group(offer.id, **begun)
    renew_group(offer.id, **begun)

    assert in_next(offer) == ["held"] * 5 + ["seat", "waiting"]
    held = [mails_to(number).count("enrolment_held") for number in PEOPLE]
    assert held == [1, 1, 1, 1, 1, 0, 0]
    assert_counted()


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("batches")
def test_two_who_renew_at_once_invite_each_once(app):
    _former, offer, begun = group_of_seven(capacity=6)
    offer_id = offer.id

    tasks = [lambda: renew_group(offer_id, **begun)] * 4
    done = [future.result() for future in all_at_once(app, tasks)]

    db.session.rollback()
    assert sum(each.held for each in done) == 5
    assert in_next(offer) == ["held"] * 5 + ["seat", "waiting"]
    assert_counted()


@pytest.mark.usefixtures("app", "batches")
def test_all_who_have_not_answered_are_reminded_in_batches():
    _former, offer, begun = group_of_seven(capacity=6)
    renew_group(offer.id, **begun)
    later = {"actor": ACTOR, "now": begun["now"] + 2 * DAY}

    assert remind_unconfirmed(offer.id, **later) == 5
    assert remind_unconfirmed(offer.id, **later) == 0


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app", "batches")
def test_people_are_forgotten_in_batches_and_the_rest_the_next_time(monkeypatch):
    former = make_published_process(capacity=4)
    for number in PEOPLE:
        enrol(former, number=number)
    ended_at = db.session.get_one(Phase, former.phase_id).ends_at
    then = ended_at + timedelta(days=former.process.retention_days)
    # The three without a place are two batches; of the next one, nobody went.
    with monkeypatch.context() as patch:
        pull_after(patch, participant_retention, "forget_participant", 4)
        with pytest.raises(PulledOutError):
            forget_expired_participants(now=then)
    db.session.rollback()
    remembered = select(Participant).where(Participant.anonymised_at.is_(None))
    assert len(db.session.scalars(remembered).all()) == 4

    assert forget_expired_participants(now=then) == 4
    assert forget_expired_participants(now=then) == 0

    db.session.expire_all()
    assert not db.session.scalars(remembered).all()
    expired = select(AuditEntry).where(AuditEntry.action == "participant.expired")
    assert len(db.session.scalars(expired).all()) == 7
    states = {each.standing for each in db.session.scalars(select(Enrolment))}
    assert states == {Standing.SEAT, Standing.ENDED}
    assert_counted()


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("batches")
def test_several_workers_forget_everybody_once(app):
    former = make_published_process(capacity=4)
    for number in PEOPLE:
        enrol(former, number=number)
    ended_at = db.session.get_one(Phase, former.phase_id).ends_at
    then = ended_at + timedelta(days=former.process.retention_days)

    tasks = [lambda: forget_expired_participants(now=then)] * 4
    done = [future.result() for future in all_at_once(app, tasks)]

    db.session.rollback()
    assert sum(done) <= 7
    forget_expired_participants(now=then)
    db.session.expire_all()
    expired = select(AuditEntry).where(AuditEntry.action == "participant.expired")
    assert len(db.session.scalars(expired).all()) == 7


def test_the_page_of_a_renewal_is_bounded_and_who_is_silent_comes_first(
    desk, monkeypatch
):
    monkeypatch.setattr("concertation.queries.renewal.ROWS_ON_A_PAGE", 3)
    _former, offer, begun = group_of_seven(capacity=6, around=today() - 45 * DAY)
    begun["until"] = today() + 5 * DAY
    renew_group(offer.id, **begun)
    confirm_place(
        db.session.scalars(
            select(Enrolment.id).where(Enrolment.offer_id == offer.id).limit(1)
        ).one(),
        actor=ACTOR,
        now=begun["now"],
    )

    counts = renewal_of(offer).answers
    pages = [answers_page(offer, page, total=7) for page in (1, 2, 3, 99)]

    assert counts == {
        Answer.SILENT: 4,
        Answer.CONFIRMED: 2,
        Answer.DECLINED: 0,
        Answer.RUN_OUT: 0,
        Answer.OTHERS: 1,
    }
    given = [answer for page in pages[:3] for _place, answer in page.people]
    assert given == ["silent"] * 4 + ["confirmed"] * 2 + ["others"]
    assert (pages[3].page, pages[3].pages) == (3, 3)
    address = f"/bureau/demarches/csti/groupes/production/phases/{offer.phase_id}"
    shown = desk.get(f"{address}/reconduction").text
    assert shown.count('role="row"') == 1 + 3
    assert "reconduction?page=3" in shown
    assert desk.get(f"{address}/reconduction?page=3").status_code == 200


def test_the_page_asks_as_much_for_three_as_for_one(desk, counted_queries):
    _former, offer, begun = group_of_seven(capacity=6, around=today() - 45 * DAY)
    begun["until"] = today() + 5 * DAY
    address = f"/bureau/demarches/csti/groupes/production/phases/{offer.phase_id}"
    with counted_queries() as before:
        desk.get(f"{address}/reconduction")
    renew_group(offer.id, **begun)

    with counted_queries() as after:
        desk.get(f"{address}/reconduction")

    assert len(after) <= len(before)
