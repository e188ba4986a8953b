"""What the desk shows of the mail to one person, and when it writes again."""

import re
from datetime import timedelta

import pytest

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.errors import EventOver, RegistrationEnded
from concertation.domain.event import LegalBasis
from concertation.models import OutboxMail, Registration
from concertation.services.decisions import SECOND_CLICK
from concertation.services.personal_data import erase_registration, forget_expired
from concertation.services.registration import resend_standing
from tests.factories import ACTOR, FAR, FORM, NOW, make_event, register

LIST = "/bureau/evenements/ouverture/inscrits"


def mails() -> int:
    return db.session.query(OutboxMail).count()


@pytest.fixture
def receipt(app):
    return register(make_event(), now=utc_now())


def test_the_text_of_a_mail_is_read_without_its_personal_link(desk, receipt):
    person = desk.get(f"{LIST}/{receipt.reference}").text
    [address] = re.findall(rf"{LIST}/{receipt.reference}/courriels/\d+", person)

    page = desk.get(address).text

    assert "Votre place est confirmée" in page
    assert receipt.reference in page
    assert "/inscriptions/…" in page
    assert not re.search(r"/inscriptions/[\w.-]{10}", page)


def test_a_mail_about_somebody_else_is_not_found_there(desk, receipt):
    other = register(make_event(slug="autre"), 2)
    mail = db.session.query(OutboxMail).filter_by(registration_id=other.registration_id)

    answer = desk.get(f"{LIST}/{receipt.reference}/courriels/{mail.one().id}")

    assert answer.status_code == 404


def test_the_mails_of_who_was_erased_cannot_be_read(desk, receipt):
    [mail] = db.session.query(OutboxMail)
    erase_registration(receipt.registration_id, actor=ACTOR, now=utc_now())

    page = desk.get(f"{LIST}/{receipt.reference}").text

    assert "/courriels/" not in page
    address = f"{LIST}/{receipt.reference}/courriels/{mail.id}"
    assert desk.get(address).status_code == 404


def test_a_second_click_sends_nothing_twice(desk, app):
    receipt = register(make_event(), now=NOW)

    pages = [
        desk.post(f"{LIST}/{receipt.reference}/renvoyer", follow_redirects=True).text
        for _ in range(2)
    ]

    assert mails() == 2
    assert "moins d’une minute" in pages[1]


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_who_was_forgotten_is_not_written_to():
    receipt = register(make_event(retention_days=1))
    forget_expired(now=FAR + timedelta(days=30))

    with pytest.raises(RegistrationEnded):
        resend_standing(receipt.registration_id, actor=ACTOR, now=NOW + SECOND_CLICK)

    assert db.session.get(Registration, receipt.registration_id).anonymised_at


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_after_the_end_nobody_is_written_to():
    receipt = register(make_event())

    with pytest.raises(EventOver):
        resend_standing(
            receipt.registration_id, actor=ACTOR, now=FAR + timedelta(days=1)
        )


def test_staff_who_add_somebody_ask_them_first_where_consent_is_the_basis(desk, app):
    make_event(legal_basis=LegalBasis.CONSENT)
    answers = FORM | {"locale": "fr"}

    refused = desk.post(f"{LIST}/ajouter", data=answers)
    added = desk.post(f"{LIST}/ajouter", data=answers | {"consent": "y"})

    assert refused.status_code == 422
    assert 'href="#consent"' in refused.text
    assert added.status_code == 303
    [registration] = db.session.query(Registration)
    assert registration.consented_at
    assert "nous a dit être d’accord" in registration.consent_text
