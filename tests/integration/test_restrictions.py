"""Limitation and objection: what they stop, what they keep, and how they end."""

from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.data_requests import RequestKind, RequestOutcome
from concertation.domain.delivery import MailState
from concertation.domain.enrolment import Standing
from concertation.domain.errors import GuestLeftInPeace
from concertation.domain.guests import Writing
from concertation.domain.reminders import ReminderRule
from concertation.domain.restrictions import INVITING, STOPPABLE, RestrictionKind
from concertation.domain.roles import Role
from concertation.models import (
    DataRestriction,
    OutboxMail,
    Registration,
)
from concertation.queries.guests import how_many_wait
from concertation.queries.letter_recipients import letter_recipients
from concertation.queries.purges import what_goes_when
from concertation.services.data_requests import (
    Settlement,
    erase_all_for_request,
    settle_request,
)
from concertation.services.events import call_off_event, edit_event
from concertation.services.group_members import remove_enrolment
from concertation.services.guest_mails import write_again, write_to_guests
from concertation.services.purge import purge_everything
from concertation.services.registration import cancel_registration
from concertation.services.reminders import (
    ReminderSheet,
    add_reminder,
    send_due_reminders,
)
from concertation.services.restrictions import lift_restriction
from tests.enrolments import enrol, place_of
from tests.factories import (
    ACTOR,
    NOW,
    PASSWORD,
    make_account,
    make_event,
    make_sheet,
    register,
)
from tests.guests import add, guest_of
from tests.processes import make_published_process
from tests.restrictions import BY, LIMITATION, MET, OBJECTION, asked, restricted
from tests.spaces import PERSON, opened_by
from tests.storm import all_at_once

MAILS = Path(__file__).parents[2] / "templates" / "mail"
both = pytest.mark.on_both_databases
pytestmark = pytest.mark.usefixtures("app")


def mails_to(address=PERSON) -> list[str]:
    db.session.expire_all()
    told = select(OutboxMail.template).where(OutboxMail.recipient == address)
    return [
        t for t in db.session.scalars(told.order_by(OutboxMail.id)) if "data" not in t
    ]


def test_every_mail_that_can_be_stopped_is_one():
    assert {path.name for path in MAILS.iterdir()} >= STOPPABLE | INVITING


@both
def test_whose_data_are_limited_gets_answers_to_what_they_do():
    restricted()

    receipt = register(make_event(), 1)
    cancel_registration(
        receipt.registration_id, actor="participant", by_organiser=False, now=NOW
    )

    assert mails_to() == ["registration_confirmed", "registration_cancelled"]


@both
def test_whose_data_are_limited_is_told_what_becomes_of_a_place_they_hold():
    called_off, moved, taken_back = (
        make_event(slug=slug) for slug in ("annulee", "deplacee", "retiree")
    )
    for event in (called_off, moved):
        register(event, 1)
    removed = register(taken_back, 1).registration_id
    offer = make_published_process()
    enrol(offer, number=1)
    restricted()
    before = len(mails_to())

    call_off_event(called_off.id, "Grève", **BY)
    later = moved.starts_at + timedelta(days=1), moved.ends_at + timedelta(days=1)
    sheet = make_sheet(slug="deplacee", starts_at=later[0], ends_at=later[1])
    edit_event(moved.id, sheet, **BY)
    cancel_registration(removed, actor=ACTOR, by_organiser=True, now=NOW)
    remove_enrolment(place_of(1, offer).id, "Doublon", **BY)

    assert mails_to()[before:] == [
        "event_called_off",
        "event_changed",
        "registration_cancelled",
        "enrolment_ended",
    ]


@both
def test_who_was_invited_and_is_limited_holds_no_place_and_is_told_nothing():
    event = make_event()
    add(event, PERSON, "person2@example.org")
    write_to_guests(event.id, Writing.INVITATION, **BY)
    restricted()

    call_off_event(event.id, "Grève", **BY)

    assert "guest_called_off" in mails_to("person2@example.org")
    assert mails_to() == ["guest_invited"]


@both
@pytest.mark.parametrize("kind", [LIMITATION, OBJECTION])
def test_what_was_promised_before_and_is_stopped_now_does_not_leave(kind):
    event = make_event()
    add(event, PERSON, "person2@example.org")
    write_to_guests(event.id, Writing.INVITATION, **BY)
    register(make_event(slug="autre"), 1)

    restricted(kind)

    db.session.expire_all()
    states = {
        (mail.template, mail.recipient): mail.state
        for mail in db.session.scalars(select(OutboxMail))
    }
    assert states["guest_invited", PERSON] is MailState.WITHDRAWN
    assert states["guest_invited", "person2@example.org"] is MailState.PENDING
    assert states["registration_confirmed", PERSON] is MailState.PENDING


@both
@pytest.mark.parametrize("kind", [LIMITATION, OBJECTION])
def test_who_objects_is_neither_invited_nor_reminded_nor_written_to(kind):
    event = make_event()
    add(event, PERSON, "person2@example.org")
    meant = make_event(slug="rappel")
    register(meant, 1)
    register(meant, 2)
    offer = make_published_process()
    enrol(offer, number=1)
    enrol(offer, number=2)
    restricted(kind)
    sheet = ReminderSheet(rule=ReminderRule.hours(24))
    add_reminder(meant.id, sheet, **BY)

    assert how_many_wait(event.id, Writing.INVITATION, now=NOW) == 1
    assert write_to_guests(event.id, Writing.INVITATION, **BY) == 1
    with pytest.raises(GuestLeftInPeace):
        write_again(guest_of(event, PERSON).id, **BY)
    send_due_reminders(now=meant.starts_at - timedelta(hours=12))
    people = letter_recipients(offer.id, {Standing.SEAT})

    assert [each.email for each in people] == ["person2@example.org"]
    sent = mails_to("person2@example.org")
    assert {"guest_invited", "event_reminder"} <= set(sent)
    assert not {"guest_invited", "event_reminder"} & set(mails_to())
    assert guest_of(event, PERSON).invited_at is None


@both
def test_who_objects_is_still_told_of_what_concerns_their_place():
    event = make_event()
    register(event, 1)
    restricted(OBJECTION)

    call_off_event(event.id, "Grève", **BY)

    assert mails_to()[-1] == "event_called_off"


@both
def test_what_is_limited_is_not_purged_until_it_is_lifted():
    event = make_event(retention_days=10)
    register(event, 1)
    register(event, 2)
    over = event.ends_at + timedelta(days=200)
    held = restricted()

    assert sum(f.counts[0] for f in what_goes_when(over) if f.kind == "people") == 1
    purge_everything(now=over)
    left = select(Registration.email).where(Registration.email != "")
    assert db.session.scalars(left).all() == [PERSON]

    lift_restriction(held.request_id, actor=ACTOR, now=over)
    purge_everything(now=over)
    assert db.session.scalars(left).all() == []


@both
def test_lifting_is_told_and_done_once_by_however_many(app):
    register(make_event(), 1)
    number = restricted().request_id
    tasks = [partial(lift_restriction, number, **BY) for _turn in range(4)]

    for future in all_at_once(app, tasks, 4):
        future.result()

    db.session.rollback()
    told = select(OutboxMail).where(OutboxMail.template == "data_restriction_lifted")
    assert len(db.session.scalars(told).all()) == 1
    assert db.session.scalars(select(DataRestriction)).all() == []


def test_a_refusal_restricts_nothing():
    refused = Settlement(outcome=RequestOutcome.REFUSED, answer="Non.", restricts=True)

    settle_request(asked(), refused, **BY)

    assert db.session.scalars(select(DataRestriction)).all() == []


@both
def test_an_objection_outlives_the_erasure_and_a_limitation_does_not():
    register(make_event(), 1)
    settle_request(asked(OBJECTION), MET, **BY)
    settle_request(asked(LIMITATION), MET, **BY)
    erasing = asked(RequestKind.ERASURE)

    erase_all_for_request(erasing, "Tout est effacé.", **BY)

    db.session.expire_all()
    left = db.session.scalars(select(DataRestriction.kind)).all()
    assert left == [RestrictionKind.OBJECTION]


def test_the_officer_lets_it_hold_and_the_person_lifts_it(app, client):
    register(make_event(), 1)
    account = make_account(Role.DATA_OFFICER)
    officer = app.test_client()
    officer.post(
        "/bureau/connexion", data={"email": account.email, "password": PASSWORD}
    )
    at = "/bureau/donnees-personnelles/demandes"
    number = asked(OBJECTION)
    assert "checked" in officer.get(f"{at}/{number}").text

    sent = {"outcome": "done", "answer": "C’est noté.", "restricts": "y"}
    assert officer.post(f"{at}/{number}", data=sent).status_code == 303
    held = db.session.scalars(select(DataRestriction)).one()
    assert PERSON in officer.get(at).text
    opened_by(client)
    for page in ("/mon-espace?lang=en", "/mon-espace/demandes?lang=en"):
        assert "No invitations, letters or reminders" in client.get(page).text
    lifted = client.post(f"/mon-espace/demandes/{held.request_id}/lever")

    assert lifted.status_code == 303
    assert db.session.scalars(select(DataRestriction)).all() == []
    assert "No invitations" not in client.get("/mon-espace?lang=en").text


def test_nobody_lifts_what_is_of_another_address(client):
    register(make_event(), 1)
    number = restricted(key="other@example.org").request_id
    opened_by(client)

    assert client.post(f"/mon-espace/demandes/{number}/lever").status_code == 404
    assert db.session.scalars(select(DataRestriction)).one()


def test_the_officer_lifts_it_and_the_person_is_told(desk):
    register(make_event(), 1)
    number = restricted().request_id
    at = "/bureau/donnees-personnelles/demandes"

    assert desk.post(f"{at}/{number}/lever").status_code == 303

    told = select(OutboxMail.template).where(OutboxMail.recipient == PERSON)
    assert "data_restriction_lifted" in db.session.scalars(told).all()


def test_a_page_from_before_lifts_nothing_of_somebody_else():
    former = restricted()
    number = former.request_id
    lift_restriction(number, **BY)
    newer = restricted(key="other@example.org")

    lift_restriction(number, **BY)

    db.session.expire_all()
    assert db.session.scalars(select(DataRestriction)).all() == [newer]
