"""The public's pages around a registration, through HTTP."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.models import OutboxMail, Registration
from tests.consents import shown
from tests.factories import FORM, make_draft, make_event, register

FORM_PAGE = "/evenements/ouverture/inscription"


def registrations():
    return db.session.scalars(select(Registration)).all()


def test_a_well_filled_form_leads_to_a_receipt(client):
    make_event()

    response = client.post(FORM_PAGE, data=FORM, follow_redirects=True)

    assert [step.status_code for step in response.history] == [303]
    assert "Votre place est confirmée" in response.text
    assert "maelys@example.org" in response.text


def test_the_receipt_of_someone_who_waits_tells_the_rank(client):
    event = make_event(capacity=1)
    register(event, 1)
    register(event, 2)

    page = client.post(f"{FORM_PAGE}?lang=en", data=FORM, follow_redirects=True).text

    assert "You are on the waiting list" in page
    assert "You are number 2 on" in page


@pytest.mark.parametrize(
    "missing",
    [
        "given_name",
        "family_name",
        "email",
        "organisation",
        "role",
        "category",
        "departement",
    ],
)
def test_a_missing_answer_is_named_and_nothing_typed_is_lost(client, missing):
    make_event()
    typed = FORM | {"phone": "03 20 00 00 00", missing: " "}

    response = client.post(FORM_PAGE, data=typed)

    assert response.status_code == 422
    assert f'href="#{missing}"' in response.text
    assert f'id="{missing}-error"' in response.text
    assert 'value="03 20 00 00 00"' in response.text
    assert registrations() == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("email", "nobody"),
        ("email", "a@b"),
        ("email", "a b@example.org"),
        ("email", "x" * 250 + "@example.org"),
        ("category", "made up"),
        ("departement", "99"),
        ("epci", "123456789"),
        ("phone", "call me"),
        ("given_name", "x" * 121),
        ("accessibility_needs", "x" * 2001),
    ],
)
def test_a_bad_answer_is_told_beside_its_field(client, field, value):
    make_event()

    response = client.post(FORM_PAGE, data=FORM | {field: value})

    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert registrations() == []


@pytest.mark.parametrize(
    "name", ["Maëlys-Anne d'Hœuf-Lefèbvre", "M'hamed", "Nguyễn", "Y", "Ève <b>&amp;"]
)
@pytest.mark.on_both_databases
def test_names_survive_form_and_database_unharmed(client, name):
    make_event()

    client.post(FORM_PAGE, data=FORM | {"family_name": name})

    assert [one.family_name for one in registrations()] == [name]


@pytest.mark.on_both_databases
def test_characters_that_no_database_keeps_are_cleaned_away(client):
    make_event()
    nasty = "  Jean\x00\r\nBcc: x@example.org\t\u0007 "

    client.post(FORM_PAGE, data=FORM | {"given_name": nasty})

    assert [one.given_name for one in registrations()] == ["Jean Bcc: x@example.org"]


def test_consent_is_asked_where_it_is_the_basis_and_kept_word_for_word(client):
    make_event(legal_basis=LegalBasis.CONSENT)

    refused = client.post(f"{FORM_PAGE}?lang=en", data=FORM)
    sent = FORM | shown(refused) | {"consent": "y"}
    client.post(f"{FORM_PAGE}?lang=en", data=sent)

    [registration] = registrations()
    assert refused.status_code == 422
    assert registration.consented_at is not None
    assert registration.consent_text.startswith("I agree that the organiser")


def test_no_consent_is_asked_for_a_public_task(client):
    make_event()

    assert 'name="consent"' not in client.get(FORM_PAGE).text


def test_a_stranger_who_types_a_known_address_learns_nothing(client, app):
    """The answer has the same shape and words as that to a new address."""
    event = make_event(capacity=10)
    register(event, 1)
    stranger = app.test_client()

    def answer_to(email):
        data = FORM | {"email": email, "family_name": "Curieuse"}
        page = stranger.post(FORM_PAGE, data=data, follow_redirects=True).text
        return re.sub(r"/recu/[\w-]+", "", page.replace(email, "…"))

    assert answer_to("person1@example.org") == answer_to("new@example.org")


def test_a_double_click_is_one_registration_and_one_mail(client):
    make_event()

    first = client.post(FORM_PAGE, data=FORM)
    second = client.post(FORM_PAGE, data=FORM)

    assert first.status_code == second.status_code == 303
    assert len(registrations()) == 1
    assert len(db.session.scalars(select(OutboxMail)).all()) == 1


def test_a_receipt_is_for_the_browser_that_asked(client, app):
    make_event()
    receipt = client.post(FORM_PAGE, data=FORM).location

    other = app.test_client().get(receipt)

    assert other.status_code == 303
    assert other.location.endswith("/evenements/ouverture")


def test_every_closed_window_has_a_page_that_says_why(client):
    soon = utc_now() + timedelta(days=2)
    past = utc_now() - timedelta(days=2)
    make_event(slug="later", registration_opens_at=soon)
    make_event(slug="closed", registration_closes_at=past)
    make_event(slug="over", starts_at=past, ends_at=past + timedelta(hours=1))
    make_event(slug="full", capacity=1, keeps_waiting_list=False)
    client.post("/evenements/full/inscription", data=FORM)

    def answer(slug, email="other@example.org"):
        data = FORM | {"email": email}
        response = client.post(f"/evenements/{slug}/inscription?lang=en", data=data)
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", response.text, re.DOTALL)
        return response.status_code, heading and heading[1].split("</span>")[-1].strip()

    assert answer("later") == (409, "Registration is not open yet")
    assert answer("closed") == (409, "Registration is closed")
    assert answer("over") == (409, "The event is over")
    assert answer("full") == (409, "The event is full")
    for slug in ("later", "closed", "over", "full"):
        assert client.get(f"/evenements/{slug}/inscription").status_code == 409


def test_a_draft_is_nobodys_business(client):
    make_draft()

    assert client.get("/evenements/ouverture").status_code == 404
    assert client.get(FORM_PAGE).status_code == 404
    assert client.post(FORM_PAGE, data=FORM).status_code == 404
    assert client.get("/evenements/ouverture/agenda.ics").status_code == 404


def test_only_the_language_of_the_form_matters_for_the_mail(client):
    make_event()

    client.post(f"{FORM_PAGE}?lang=en", data=FORM, headers={"Accept-Language": "fr"})

    assert [mail.locale for mail in db.session.scalars(select(OutboxMail))] == ["en"]


def test_a_grouping_of_another_departement_is_refused(client):
    make_event()
    in_the_north = "200093201"

    wrong = client.post(
        FORM_PAGE, data=FORM | {"departement": "80", "epci": in_the_north}
    )
    right = client.post(
        FORM_PAGE, data=FORM | {"departement": "59", "epci": in_the_north}
    )

    assert wrong.status_code == 422
    assert 'href="#epci"' in wrong.text
    assert right.status_code == 303


def test_a_browser_keeps_its_latest_receipts(client):
    make_event(capacity=None)
    addresses = [
        client.post(FORM_PAGE, data=FORM | {"email": f"p{number}@example.org"}).location
        for number in range(8)
    ]

    answers = [client.get(address).status_code for address in addresses]

    assert answers == [303] * 3 + [200] * 5
