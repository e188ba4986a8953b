"""Registering through the service: seats, waiting list, repeats, refusals."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import (
    EventCancelled,
    EventFull,
    EventOver,
    RegistrationClosed,
    RegistrationNotOpen,
)
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.models import AuditEntry, OutboxMail, Registration
from concertation.queries.seating import miscounts
from concertation.services.events import call_off_event
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, FAR, NOW, make_draft, make_event, register

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def templates() -> list[str]:
    return list(db.session.scalars(select(OutboxMail.template).order_by(OutboxMail.id)))


def test_a_seat_its_mail_and_its_trace_are_saved_together():
    receipt = register(make_event())

    [mail] = db.session.scalars(select(OutboxMail))
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.subject_kind == "registration")
    )
    assert receipt.state is AdmissionState.CONFIRMED
    assert (mail.template, mail.recipient) == (
        "registration_confirmed",
        "person1@example.org",
    )
    assert (entry.action, entry.actor) == ("registration.made", "participant")
    assert miscounts(db.session()) == []


def test_who_comes_after_the_last_seat_waits_with_a_rank():
    event = make_event(capacity=1)

    receipts = [register(event, number) for number in (1, 2, 3)]

    assert [receipt.rank for receipt in receipts] == [None, 1, 2]
    assert templates() == [
        "registration_confirmed",
        "registration_waitlisted",
        "registration_waitlisted",
    ]


def test_a_full_event_without_a_list_refuses_and_saves_nothing():
    event = make_event(capacity=1, keeps_waiting_list=False)
    register(event, 1)

    with pytest.raises(EventFull):
        register(event, 2)

    assert len(templates()) == 1
    assert len(db.session.scalars(select(Registration)).all()) == 1
    assert miscounts(db.session()) == []


def test_the_same_address_is_the_same_registration_whatever_its_case():
    event = make_event()
    first = register(event, email="Person@Example.org")

    again = register(event, email="pERSON@example.ORG")

    assert again.registration_id == first.registration_id
    assert (first.is_new, again.is_new) == (True, False)
    assert event.pool.seats_taken == 1
    assert templates() == ["registration_confirmed"]


@pytest.mark.parametrize(("minutes", "mails"), [(9, 1), (10, 2)])
def test_asking_again_sends_the_mail_again_after_a_quiet_time(minutes, mails):
    event = make_event()
    register(event)

    register(event, now=NOW + timedelta(minutes=minutes))

    assert len(templates()) == mails


def test_the_last_seat_answers_its_holder_twice_and_nobody_else():
    event = make_event(capacity=1, keeps_waiting_list=False)
    register(event, 1)

    assert register(event, 1).state is AdmissionState.CONFIRMED
    with pytest.raises(EventFull):
        register(event, 2)


def test_unlimited_means_no_limit():
    event = make_event(capacity=None)

    assert {register(event, n).state for n in range(5)} == {AdmissionState.CONFIRMED}


@pytest.mark.parametrize(
    ("changes", "now", "refusal"),
    [
        ({"registration_opens_at": NOW + timedelta(1)}, NOW, RegistrationNotOpen),
        ({"registration_closes_at": NOW}, NOW, RegistrationClosed),
        ({"capacity": 0}, NOW, RegistrationClosed),
        ({}, FAR, RegistrationClosed),
        ({}, FAR + timedelta(hours=2), EventOver),
    ],
)
def test_a_closed_window_refuses_with_its_reason(changes, now, refusal):
    event = make_event(**changes)

    with pytest.raises(refusal):
        register(event, now=now)


def test_the_window_is_open_from_its_first_instant():
    event = make_event(registration_opens_at=NOW)

    assert register(event, now=NOW).is_new


def test_nobody_registers_for_a_draft():
    with pytest.raises(RegistrationNotOpen):
        register(make_draft())


def test_nobody_registers_for_a_cancelled_event():
    event = make_event()
    call_off_event(event.id, "Neige", actor=ACTOR, now=NOW)

    with pytest.raises(EventCancelled):
        register(event)


def test_staff_may_add_after_the_window_but_not_beyond_the_seats():
    event = make_event(capacity=1, registration_closes_at=NOW)
    staff = {"source": RegistrationSource.DESK, "actor": ACTOR}

    assert register(event, 1, **staff).state is AdmissionState.CONFIRMED
    assert register(event, 2, **staff).state is AdmissionState.WAITLISTED


def test_clocks_that_differ_never_let_a_newcomer_in_front():
    event = make_event(capacity=1)
    register(event, 1)
    early = register(event, 2, now=NOW + timedelta(seconds=30))

    late = register(event, 3, now=NOW)

    assert (early.rank, late.rank) == (1, 2)


def test_who_asks_again_is_told_how_things_stand_now(app):
    """Though this session still remembers them as they stood before."""
    event = make_event(capacity=1)
    first, second = register(event, 1), register(event, 2)
    remembered = db.session.get(Registration, second.registration_id).admission
    db.session.commit()
    with app.app_context():
        cancel_registration(
            first.registration_id, actor=ACTOR, by_organiser=False, now=NOW
        )

    again = register(event, 2)

    assert remembered.state is again.state is AdmissionState.CONFIRMED
    assert again.rank is None
