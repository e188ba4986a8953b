"""Forgetting people, on request and in time: nothing that they typed is left."""

from datetime import timedelta

import pytest
from sqlalchemy import MetaData, select, update

from concertation.database import db, transaction
from concertation.domain.delivery import MailState
from concertation.domain.seating import AdmissionState
from concertation.models import AuditEntry, OutboxMail, Registration
from concertation.queries.attendees import count_by_state
from concertation.queries.seating import miscounts
from concertation.services.outbox import claim_due, note_delayed
from concertation.services.personal_data import erase_registration, forget_expired
from concertation.services.registration import (
    cancel_registration,
    change_answers,
    resend_standing,
)
from tests.factories import ACTOR, FAR, NOW, make_answers, make_event, register

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

ENDS = FAR + timedelta(hours=2)
A_YEAR = timedelta(days=365)
TYPED = {
    "given_name": "Zéphyrine",
    "family_name": "Vandenbroucke-Œillet",
    "organisation": "Cercle des Limnologues",
    "role": "Archiviste Adjointe",
    "epci": "200093201",
    "phone": "+33 6 39 98 01 23",
    "accessibility_needs": "Boucle Magnétique",
}
EMAIL = "Zephyrine.VDB@Example.org"
CONSENT = "J’accepte Expressément"
MADE_OF_IT = ("sort_key", "organisation_key", "search_text", "consent_text")
TRACES = [*TYPED.values(), EMAIL, CONSENT, "vandenbroucke", "limnologues", "200093201"]


def register_somebody(event):
    return register(
        event, email=EMAIL, answers=make_answers(**TYPED), consent_text=CONSENT
    )


def live_a_little(receipt):
    """Everything that copies what was typed: mails of all kinds, errors, changes."""
    again = make_answers(**TYPED | {"role": "Archiviste Adjointe en chef"})
    change_answers(receipt.registration_id, again, actor=ACTOR, now=NOW)
    resend_standing(receipt.registration_id, actor=ACTOR, now=NOW)
    with transaction() as session:
        failed = update(OutboxMail).where(
            OutboxMail.registration_id == receipt.registration_id
        )
        session.execute(failed.values(last_error=f"550 <{EMAIL}>: unknown here"))


def everything_stored():
    """Every value of every column of every table that is really there, as text."""
    found = MetaData()
    found.reflect(db.session.connection())
    return [
        (str(column), str(value).casefold())
        for table in found.sorted_tables
        for row in db.session.execute(select(table)).all()
        for column, value in zip(table.columns, row, strict=True)
    ]


def traces():
    """The columns where something that was typed can still be read."""
    words = [word.casefold() for word in TRACES]
    return {
        column
        for column, value in everything_stored()
        if any(word in value for word in words)
    }


def test_what_was_typed_is_found_before_it_is_erased():
    # So that an empty answer below means something.
    live_a_little(register_somebody(make_event()))

    assert traces() == {
        *(f"registration.{name}" for name in [*TYPED, "email", "email_key"]),
        *(f"registration.{n}" for n in MADE_OF_IT),
        *(f"outbox_mail.{name}" for name in ["recipient", "facts", "last_error"]),
    }


def test_nothing_that_was_typed_is_left_anywhere_after_erasing():
    receipt = register_somebody(make_event())
    live_a_little(receipt)

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert traces() == set()


def test_who_cancelled_before_is_erased_as_well():
    receipt = register_somebody(make_event())
    live_a_little(receipt)
    cancel_registration(
        receipt.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert traces() == set()


def test_erasing_frees_the_seat_revokes_the_links_and_sends_nothing_more():
    event = make_event(capacity=1)
    receipt = register_somebody(event)
    before = db.session.get_one(Registration, receipt.registration_id).link_version

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    erased = db.session.get_one(Registration, receipt.registration_id)
    states = db.session.scalars(select(OutboxMail.state)).all()
    assert event.pool.seats_taken == 0
    assert (erased.ended_at, erased.anonymised_at) == (NOW, NOW)
    assert erased.link_version == before + 1
    assert set(states) == {MailState.WITHDRAWN}
    assert miscounts(db.session()) == []


def test_mail_that_was_sent_stays_counted_as_sent():
    receipt = register_somebody(make_event())
    with transaction() as session:
        session.execute(update(OutboxMail).values(state=MailState.SENT))

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert db.session.scalar(select(OutboxMail.state)) is MailState.SENT


def test_a_worker_that_holds_the_mail_meanwhile_brings_nothing_back():
    receipt = register_somebody(make_event())
    [held] = claim_due(now=NOW, limit=1)
    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    note_delayed(held, f"450 <{EMAIL}>: later", now=NOW, server_is_down=False)

    assert traces() == set()
    assert claim_due(now=NOW + timedelta(days=1), limit=1) == []


def test_erasing_twice_frees_no_second_seat():
    event = make_event(capacity=2)
    receipt, _ = register_somebody(event), register(event, 2)

    for _ in range(2):
        erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert event.pool.seats_taken == 1
    assert miscounts(db.session()) == []


def test_others_are_not_touched_by_an_erasure():
    event = make_event()
    receipt, other = register_somebody(event), register(event, 2)

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    kept = db.session.get_one(Registration, other.registration_id)
    query = select(OutboxMail).where(OutboxMail.registration_id == kept.id)
    assert (kept.email, kept.anonymised_at) == ("person2@example.org", None)
    assert db.session.scalar(query).facts["recipient"] == "person2@example.org"


def test_the_same_address_may_register_again_after_its_erasure():
    event = make_event()
    receipt = register_somebody(event)
    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert register_somebody(event).is_new


def test_registrations_are_forgotten_when_their_time_is_over_and_not_before():
    live_a_little(register_somebody(make_event(retention_days=365)))

    early = forget_expired(now=ENDS + A_YEAR - timedelta(seconds=1))
    kept = traces()
    in_time = forget_expired(now=ENDS + A_YEAR)

    assert (early, in_time) == (0, 1)
    assert kept != set()
    assert traces() == set()


def test_forgetting_twice_changes_nothing():
    register_somebody(make_event())
    forget_expired(now=ENDS + A_YEAR)
    before = everything_stored()

    assert forget_expired(now=ENDS + A_YEAR + timedelta(days=1)) == 0
    assert everything_stored() == before


def test_forgetting_keeps_what_is_counted():
    event = make_event(capacity=1)
    receipts = [register_somebody(event), register(event, 2), register(event, 3)]
    cancel_registration(
        receipts[2].registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )
    counts = count_by_state(event.id)
    in_vain = counts.pop(AdmissionState.WAITLISTED)

    assert forget_expired(now=ENDS + A_YEAR) == 3

    kept = db.session.scalars(select(Registration)).all()
    assert count_by_state(event.id) == counts | {AdmissionState.EXPIRED: in_vain}
    assert {r.category for r in kept} == {"museum"}
    assert {r.departement for r in kept} == {"59"}
    assert event.pool.seats_taken == 1
    assert miscounts(db.session()) == []


def test_each_event_has_its_own_time():
    short, long = make_event(retention_days=30), make_event(slug="autre")
    register(short)
    register(long)

    assert forget_expired(now=ENDS + timedelta(days=30)) == 1
    assert forget_expired(now=ENDS + A_YEAR) == 1


def test_what_was_done_stays_in_the_audit_trail_without_names():
    receipt = register_somebody(make_event())
    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    actions = db.session.scalars(
        select(AuditEntry.action).where(AuditEntry.subject_kind == "registration")
    )
    assert actions.all() == ["registration.made", "registration.erased"]
