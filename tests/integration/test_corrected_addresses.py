"""An e-mail address that was mistyped is corrected at the desk."""

from functools import partial

import pytest

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.domain.errors import AddressRegistered
from concertation.links import registration_token
from concertation.models import AuditEntry, OutboxMail
from concertation.services.personal_data import erase_registration
from concertation.services.registration import change_answers
from tests.factories import FORM, make_answers, make_event, register
from tests.filled_events import BY, cancel, done, mails, person
from tests.storm import all_at_once

pytestmark = pytest.mark.on_both_databases
RIGHT = "zoe.martin@example.org"


@pytest.fixture
def event(app):
    return make_event(capacity=2)


def page(receipt) -> str:
    return f"/bureau/evenements/ouverture/inscrits/{receipt.reference}"


def correct(receipt, email=RIGHT, **changes):
    change_answers(receipt.registration_id, make_answers(**changes), email=email, **BY)


def recipients(receipt, state=None):
    about = OutboxMail.registration_id == receipt.registration_id
    found = db.session.query(OutboxMail).filter(about).order_by(OutboxMail.id)
    return [m.recipient for m in found if m.state is state or state is None]


def form_of(desk, receipt, **changes):
    assert 'name="email"' in desk.get(f"{page(receipt)}/modifier").text
    before = person(receipt).email
    return FORM | {"email": before, "email_before": before} | changes


def test_the_link_and_the_confirmation_go_to_the_right_address(desk, client, event):
    receipt = register(event, 1)
    before = person(receipt)
    uid, version = before.calendar_uid, before.link_version
    lost = f"/inscriptions/{registration_token(before.id, version)}"
    assert client.get(lost).status_code == 200

    form = form_of(desk, receipt, email="Zoe.Martin@example.org")
    assert desk.post(f"{page(receipt)}/modifier", data=form).status_code == 303

    after = person(receipt)
    assert (after.email, after.email_key) == ("Zoe.Martin@example.org", RIGHT)
    assert (after.calendar_uid, after.link_version) == (uid, version + 1)
    assert "zoe.martin@example.org" in after.search_text
    assert "person1" not in after.search_text
    assert client.get(lost).status_code in {404, 410}
    assert mails(receipt) == ["confirmed", "confirmed"]
    assert recipients(receipt, MailState.PENDING) == ["Zoe.Martin@example.org"]
    assert recipients(receipt, MailState.WITHDRAWN) == ["person1@example.org"]


def test_the_trail_tells_of_it_without_the_addresses(event):
    receipt = register(event, 1)

    correct(receipt)

    assert "registration.address_corrected" in done(receipt)
    entry = db.session.query(AuditEntry).filter_by(
        action="registration.address_corrected"
    )
    assert entry.one().details == {"changes": {"email": None}}


def test_who_waits_is_told_their_rank(event):
    receipt = [register(event, number) for number in range(3)][2]

    correct(receipt)

    assert mails(receipt) == ["waitlisted", "waitlisted"]
    assert recipients(receipt)[-1] == RIGHT


def test_the_address_of_somebody_else_is_told_beside_the_field(desk, event):
    receipt, other = register(event, 1), register(event, 2)
    taken = "PERSON2@example.org"
    assert person(other).email_key == taken.lower()

    form = form_of(desk, receipt, email=taken, role="Présidente")
    answer = desk.post(f"{page(receipt)}/modifier", data=form)

    assert answer.status_code == 409
    assert 'id="email-error"' in answer.text
    assert 'href="#email"' in answer.text
    assert taken in answer.text
    assert (person(receipt).email, person(receipt).role) == (
        "person1@example.org",
        "Directrice",
    )
    assert mails(receipt) == ["confirmed"]


def test_the_address_of_who_left_is_free(event):
    receipt, other = register(event, 1), register(event, 2)
    cancel(other)

    correct(receipt, "person2@example.org")

    assert person(receipt).email == "person2@example.org"


def test_who_only_changes_answers_tells_nobody(desk, event):
    receipt = register(event, 1)

    form = form_of(desk, receipt, role="Présidente")
    assert desk.post(f"{page(receipt)}/modifier", data=form).status_code == 303

    assert person(receipt).role == "Présidente"
    assert person(receipt).link_version == 1
    assert mails(receipt) == ["confirmed"]


def test_an_older_form_does_not_bring_the_wrong_address_back(desk, event):
    receipt = register(event, 1)
    older = form_of(desk, receipt, role="Présidente")
    correct(receipt)

    assert desk.post(f"{page(receipt)}/modifier", data=older).status_code == 303

    assert (person(receipt).email, person(receipt).role) == (RIGHT, "Présidente")


def test_the_same_correction_twice_is_one(event):
    receipt = register(event, 1)

    correct(receipt)
    correct(receipt)

    assert person(receipt).link_version == 2
    assert len(mails(receipt)) == 2


def test_of_two_who_give_one_address_at_once_one_is_refused(app, event):
    receipts = [register(event, number) for number in (1, 2)]

    done_at_once = all_at_once(app, [partial(correct, each) for each in receipts])

    refused = [type(each.exception()) for each in done_at_once if each.exception()]
    assert refused == [AddressRegistered]
    emails = [person(each).email for each in receipts]
    assert emails.count(RIGHT) == 1


def test_a_place_that_is_corrected_at_once_by_two_has_one_living_link(app, event):
    receipt = register(event, 1)

    tasks = [partial(correct, receipt, f"z{n}@example.org") for n in (1, 2)]
    assert [each.exception() for each in all_at_once(app, tasks)] == [None, None]

    assert person(receipt).link_version == 3
    assert recipients(receipt, MailState.PENDING) == [person(receipt).email]


def test_after_the_event_nothing_is_sent(event):
    receipt = register(event, 1)
    over = {**BY, "now": event.ends_at}

    change_answers(receipt.registration_id, make_answers(), email=RIGHT, **over)

    assert person(receipt).email == RIGHT
    assert mails(receipt) == ["confirmed"]


def test_who_was_erased_gets_no_address(desk, event):
    receipt = register(event, 1)
    erase_registration(receipt.registration_id, **BY)

    answer = desk.post(f"{page(receipt)}/modifier", data=FORM | {"email": RIGHT})

    assert answer.status_code == 409
    assert person(receipt).email != RIGHT
