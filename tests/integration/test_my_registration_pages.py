"""What the link in the mail opens."""

import json

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.links import registration_token
from concertation.models import OutboxMail, Registration
from concertation.services.personal_data import erase_registration
from tests.factories import ACTOR, FORM, NOW, make_event, register


@pytest.fixture
def registration(app):
    receipt = register(make_event(capacity=1))
    return db.session.get_one(Registration, receipt.registration_id)


@pytest.fixture
def link(registration):
    token = registration_token(registration.id, registration.link_version)
    return f"/inscriptions/{token}"


def test_it_shows_what_was_answered(client, link):
    page = client.get(link).text

    assert "Maëlys-Anne d&#39;Hœuf-Lefèbvre" in page
    assert "person1@example.org" in page


def test_opening_every_page_of_the_link_changes_nothing(client, link, registration):
    for page in ("", "/modifier", "/annuler", "/donnees.json"):
        assert client.get(link + page).status_code == 200

    db.session.refresh(registration)
    assert registration.ended_at is None
    assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == 1


def test_answers_can_be_changed_but_not_the_address(client, link, registration):
    changed = FORM | {"role": "Présidente", "email": "other@example.org"}

    assert client.post(f"{link}/modifier", data=changed).status_code == 303

    db.session.refresh(registration)
    assert registration.role == "Présidente"
    assert registration.email == "person1@example.org"
    assert "presidente" in registration.search_text


def test_bad_changes_keep_what_was_typed_and_what_was_there(client, link, registration):
    response = client.post(f"{link}/modifier", data=FORM | {"role": "", "phone": "x"})

    db.session.refresh(registration)
    assert response.status_code == 422
    assert 'value="x"' in response.text
    assert registration.role == "Directrice"


def test_cancelling_frees_the_seat_and_allows_registering_again(
    client, link, registration
):
    assert client.post(f"{link}/annuler").status_code == 303
    assert client.post(f"{link}/annuler").status_code == 303

    page = client.get(f"{link}?lang=en").text
    again = register(registration.event)
    assert "This registration is cancelled" in page
    assert "Register again" in page
    assert again.is_new
    assert again.rank is None


def test_changing_after_cancelling_is_refused_with_a_way_out(client, link):
    client.post(f"{link}/annuler")

    response = client.post(f"{link}/modifier?lang=en", data=FORM)

    assert response.status_code == 303
    assert "Register again" in client.get(response.location).text


def test_the_page_to_cancel_after_cancelling_leads_back(client, link):
    client.post(f"{link}/annuler")

    assert client.get(f"{link}/annuler").location.startswith(link)


def test_who_waits_leaves_the_list_and_loses_no_place(client, app):
    event = make_event(slug="complet", capacity=1)
    register(event, 1)
    waiting = register(event, 2)
    link = f"/inscriptions/{registration_token(waiting.registration_id, 1)}"

    page = client.get(f"{link}/annuler?lang=en").text

    assert "Leave the waiting list" in page
    assert "You lose your rank" in page
    assert "Your place" not in page


def test_a_person_erases_what_is_kept_about_them(client, registration, link):
    assert "effacés aussitôt" in client.get(f"{link}/effacer").text
    email, given_name = registration.email, registration.given_name

    response = client.post(f"{link}/effacer")

    assert "Ces données sont effacées" in client.get(response.location).text
    assert client.get(link).status_code == 404
    db.session.refresh(registration)
    assert registration.anonymised_at
    assert email not in (registration.email, registration.search_text)
    assert given_name not in (registration.given_name, registration.sort_key)


@pytest.mark.parametrize("page", ["", "/modifier", "/annuler", "/donnees.json"])
@pytest.mark.parametrize("token", ["nonsense", "WzEsMV0.forged", "%00"])
def test_a_forged_link_opens_nothing(client, registration, token, page):
    assert client.get(f"/inscriptions/{token}{page}").status_code == 404


def test_a_link_opens_its_own_registration_only(client, registration):
    other = registration_token(registration.id + 1, 1)

    assert client.get(f"/inscriptions/{other}").status_code == 404


def test_a_revoked_link_opens_nothing(client, link, registration):
    erase_registration(registration.id, actor=ACTOR, now=NOW)

    assert client.get(link).status_code == 404


def test_everything_that_is_kept_can_be_taken_away(client, link):
    held = json.loads(client.get(f"{link}/donnees.json").data)

    assert held["family_name"] == "d'Hœuf-Lefèbvre"
    assert held["email"] == "person1@example.org"
    assert [mail["about"] for mail in held["mails"]] == ["registration_confirmed"]


def test_its_pages_never_tell_their_address_to_others(client, link):
    headers = client.get(link).headers

    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Robots-Tag"] == "noindex"
