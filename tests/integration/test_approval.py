"""Registrations that wait for the desk's yes."""

import pytest

from concertation.database import db
from concertation.domain.bulk import BulkAction, Passed
from concertation.domain.errors import EventFull, NoRoomToApprove, NothingToDecide
from concertation.domain.seating import AdmissionState
from concertation.models import OutboxMail, Registration
from concertation.queries.seating import miscounts
from concertation.services.approval import approve_registration, decline_registration
from concertation.services.bulk import ActOnMany, act_on_many
from concertation.services.events import edit_event
from concertation.services.registration import cancel_registration
from concertation.services.registration_rules import RegistrationRules, change_rules
from tests.factories import ACTOR, FORM, NOW, make_event, make_sheet, register
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
ASKED, IN = AdmissionState.ASKED, AdmissionState.CONFIRMED
WAITS, DECLINED = AdmissionState.WAITLISTED, AdmissionState.DECLINED


@pytest.fixture
def event(app):
    event = make_event(capacity=2)
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, actor=ACTOR, now=NOW)
    yield event
    db.session.rollback()
    assert miscounts(db.session()) == []


def person(receipt):
    db.session.expire_all()
    return db.session.get_one(Registration, receipt.registration_id)


def approve(receipt):
    approve_registration(receipt.registration_id, actor=ACTOR, now=NOW)


def mails(receipt):
    about = OutboxMail.registration_id == receipt.registration_id
    sent = db.session.query(OutboxMail).filter(about).order_by(OutboxMail.id)
    return [mail.template for mail in sent]


def test_nobody_gets_a_place_before_the_yes(event):
    receipt = register(event, 1)

    assert (receipt.state, receipt.rank) == (ASKED, None)
    assert event.pool.seats_taken == 0
    assert mails(receipt) == ["registration_asked"]


def test_who_asked_first_is_before_who_asked_later_whoever_is_approved_first(event):
    receipts = [register(event, number) for number in range(4)]

    for receipt in (receipts[3], receipts[2], receipts[1], receipts[0]):
        approve(receipt)

    states = [person(receipt).admission.state for receipt in receipts]
    assert states == [WAITS, WAITS, IN, IN]
    cancel_registration(
        receipts[3].registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )
    assert person(receipts[0]).admission.state is IN
    assert mails(receipts[2]) == ["registration_asked", "registration_confirmed"]
    assert mails(receipts[0]) == [
        "registration_asked",
        "registration_waitlisted",
        "registration_promoted",
    ]


def test_who_is_declined_is_told_why_and_may_ask_again(event):
    receipt = register(event, 1)

    decline_registration(
        receipt.registration_id, "Réunion réservée", actor=ACTOR, now=NOW
    )

    assert person(receipt).admission.state is DECLINED
    assert mails(receipt) == ["registration_asked", "registration_declined"]
    assert register(event, 1).state is ASKED


def test_there_is_one_decision(event):
    receipt = register(event, 1)
    approve(receipt)

    with pytest.raises(NothingToDecide):
        decline_registration(receipt.registration_id, "non", actor=ACTOR, now=NOW)
    with pytest.raises(NothingToDecide):
        approve(receipt)


def test_two_who_decide_at_once_decide_once(app, event):
    receipts = [register(event, number) for number in range(6)]

    tries = all_at_once(
        app, [lambda r=r: approve(r) for r in receipts for _twice in range(2)]
    )

    errors = [each.exception() for each in tries if each.exception()]
    assert [type(error) for error in errors] == [NothingToDecide] * 6
    states = [person(receipt).admission.state for receipt in receipts]
    assert sorted(states) == [IN] * 2 + [WAITS] * 4


def test_a_stranger_learns_nothing(event):
    mine = register(event, 1)
    approve(mine)

    theirs = register(event, 1, browser_key="another browser")

    assert (theirs.state, theirs.rank) == (ASKED, None)


def test_nobody_asks_in_vain(app, event):
    event = make_event(slug="sans-liste", capacity=1, keeps_waiting_list=False)
    register(event, 1)
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, actor=ACTOR, now=NOW)

    with pytest.raises(EventFull):
        register(event, 2)


def test_the_pages_lead_from_the_request_to_the_answer(desk, client, event):
    page = client.get("/evenements/ouverture/inscription").text
    assert "Envoyer ma demande" in page
    sent = client.post("/evenements/ouverture/inscription", data=FORM)
    assert "Votre demande est notée" in client.get(sent.location).text
    reference = db.session.query(Registration).one().reference
    person = f"/bureau/evenements/ouverture/inscrits/{reference}"
    assert "attend votre accord" in desk.get(person).text

    without_reason = desk.post(f"{person}/refuser", data={"reason": " "})
    approved = desk.post(f"{person}/approuver")
    too_late = desk.get(f"{person}/refuser")

    assert (without_reason.status_code, approved.status_code) == (422, 303)
    assert too_late.status_code == 409
    assert "Confirmé" in desk.get(person).text


@pytest.fixture
def full(app):
    """One place, taken; two ask; nobody may wait."""
    event = make_event(slug="sans-liste", capacity=1, keeps_waiting_list=False)
    receipts = [register(event, 1)]
    rules = RegistrationRules(
        needs_approval=True, companions_most=0, companions_named=False
    )
    change_rules(event.id, rules, actor=ACTOR, now=NOW)
    edit_event(event.id, sheet_of(2), actor=ACTOR, now=NOW)
    receipts += [register(event, number) for number in (2, 3)]
    edit_event(event.id, sheet_of(1), actor=ACTOR, now=NOW)
    return receipts


def sheet_of(capacity):
    return make_sheet(slug="sans-liste", capacity=capacity, keeps_waiting_list=False)


def test_where_nobody_may_wait_nobody_is_approved_into_a_line(full):
    _seated, asking, _other = full

    with pytest.raises(NoRoomToApprove):
        approve(asking)

    assert person(asking).admission.state is ASKED
    assert mails(asking) == ["registration_asked"]
    assert not miscounts(db.session())


def test_of_many_those_are_approved_for_whom_there_is_room(full):
    seated, *asking = full
    cancel_registration(seated.registration_id, actor=ACTOR, by_organiser=True, now=NOW)
    ids = tuple(each.registration_id for each in asking)
    event_id = person(asking[0]).event_id
    wish = ActOnMany(event_id=event_id, action=BulkAction.APPROVE, registration_ids=ids)

    outcome = act_on_many(wish, actor=ACTOR, now=NOW)

    assert (outcome.done, outcome.passed) == ([ids[0]], {Passed.NO_ROOM: [ids[1]]})
    assert [person(each).admission.state for each in asking] == [IN, ASKED]
    assert mails(asking[1]) == ["registration_asked"]
    assert not miscounts(db.session())


def test_the_desk_is_told_that_there_is_no_room(desk, full):
    reference = person(full[1]).reference

    answer = desk.post(f"/bureau/evenements/sans-liste/inscrits/{reference}/approuver")

    assert answer.status_code == 409
    assert "Il ne reste aucune place" in answer.text
