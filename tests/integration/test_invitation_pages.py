"""What the link in an invitation opens: register, decline, leave the list."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.event import Visibility
from concertation.domain.guests import GuestState
from concertation.models import OutboxMail, Registration
from concertation.services.guests import remove_guest
from tests.factories import ACTOR, FORM, NOW, make_event, register
from tests.guests import (
    ADA,
    BEN,
    how_many_guests,
    invite,
    make_guest,
    make_private,
    page_of,
    state_of,
)

DESK = "/bureau/evenements/ouverture/invites"
ANSWERS = {name: value for name, value in FORM.items() if name != "email"}


@pytest.fixture
def event(app):
    return make_event(capacity=5)


def test_a_guest_registers_from_the_link_with_the_address_of_the_list(client, event):
    [guest] = invite(event, ADA)

    form = client.get(f"{page_of(guest)}/inscription").text
    sent = client.post(
        f"{page_of(guest)}/inscription",
        data=ANSWERS | {"email": "other@example.org"},
    )
    own = client.get(sent.location)

    assert 'name="email"' not in form
    assert ADA in form
    assert sent.location.startswith("/inscriptions/")
    assert "Votre place est confirmée" in own.text
    assert db.session.scalar(select(Registration.email)) == ADA
    assert state_of(guest) is GuestState.REGISTERED
    twice = client.post(f"{page_of(guest)}/inscription", data=ANSWERS)
    assert twice.location == sent.location
    assert client.get(f"{page_of(guest)}/inscription").location == sent.location


def test_what_the_list_knows_is_proposed(client, event):
    form = client.get(f"{page_of(make_guest(event))}/inscription").text

    for name in ("Ada", "LOVELACE", "Machines"):
        assert f'value="{name}"' in form


def test_a_wrong_answer_is_told_and_what_was_typed_is_kept(client, event):
    [guest] = invite(event, ADA)

    answer = client.post(
        f"{page_of(guest)}/inscription", data=ANSWERS | {"family_name": ""}
    )

    assert answer.status_code == 422
    assert "Maëlys-Anne" in answer.text


def test_a_guest_declines_with_a_word_and_changes_their_mind(client, desk, event):
    [guest] = invite(event, ADA)
    page = page_of(guest)

    assert client.get(f"{page}/decliner").status_code == 200
    client.post(f"{page}/decliner", data={"word": "En congé & loin"})
    declined = state_of(guest)
    told = desk.get(DESK).text
    after = client.get(f"{page}?lang=en").text
    client.post(f"{page}/inscription", data=ANSWERS)

    assert declined is GuestState.DECLINED
    assert "En congé &amp; loin" in told
    assert "Register after all" in after
    assert state_of(guest) is GuestState.REGISTERED
    refused = client.post(f"{page}/decliner", data={"word": ""})
    assert refused.status_code == 409


def test_the_link_shows_a_registration_made_by_another_way(client, event):
    [guest] = invite(event, ADA)
    register(event, email=ADA)

    page = client.get(f"{page_of(guest)}?lang=en").text

    assert "You are registered for this event" in page
    assert "/inscriptions/" in page


def test_a_link_that_is_forged_revoked_or_of_nobody_opens_nothing(client, event):
    [guest] = invite(event, ADA)
    page = page_of(guest)
    guest.link_version = 1
    db.session.commit()

    for address in (page, page_of(guest) + "x", "/invitations/none"):
        for rest in ("", "/inscription", "/decliner", "/effacer", "/donnees.json"):
            assert client.get(address + rest).status_code == 404
        for rest in ("/inscription", "/decliner", "/effacer"):
            assert client.post(address + rest, data=ANSWERS).status_code == 404


@pytest.mark.on_both_databases
def test_the_link_of_a_removed_guest_does_not_open_the_next_ones_pages(client, event):
    removed = make_guest(event)
    page, number = page_of(removed), removed.id
    remove_guest(number, actor=ACTOR, now=NOW)
    if db.engine.dialect.name == "sqlite":
        assert make_guest(event, BEN).id == number
    else:
        make_guest(event, BEN)

    for rest in ("", "/inscription", "/decliner", "/effacer", "/donnees.json"):
        assert client.get(page + rest).status_code == 404
    assert client.post(f"{page}/effacer").status_code == 404
    assert how_many_guests() == 1


def test_pages_of_the_link_are_for_one_person(client, event):
    [guest] = invite(event, ADA)

    page = client.get(page_of(guest))

    assert page.headers["Referrer-Policy"] == "no-referrer"
    assert page.headers["X-Robots-Tag"] == "noindex"
    assert page.headers["Cache-Control"] == "no-store"


def test_a_guest_takes_their_data_away_and_leaves_the_list(client, event):
    guest = make_guest(event)
    page = page_of(guest)

    held = client.get(f"{page}/donnees.json").get_json()
    client.post(f"{page}/effacer")

    assert held["email"] == ADA
    assert held["organisation"] == "Machines"
    assert how_many_guests() == 0
    assert client.get(page).status_code == 404


def test_asking_for_a_link_tells_nothing_of_the_list(app):
    event = make_private(make_event(), Visibility.INVITED)
    invite(event, ADA)
    page = f"/evenements/ouverture/mon-invitation?cle={event.access_code}"

    def told(email):
        browser = app.test_client()
        sent = browser.post(page, data={"email": email})
        return sent.status_code, sent.location, browser.get(sent.location).text

    assert told(ADA) == told("stranger@example.org")
    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.created_at > NOW)
    ).all()
    assert [mail.recipient for mail in mails] == [ADA]


def test_the_public_form_by_invitation_tells_nothing_of_the_list(app):
    event = make_private(make_event(), Visibility.INVITED)
    [guest] = invite(event, ADA)
    page = f"/evenements/ouverture/inscription?cle={event.access_code}"

    answers = [
        app.test_client().post(page, data=FORM | {"email": email})
        for email in (ADA, "stranger@example.org")
    ]

    assert [answer.status_code for answer in answers] == [409, 409]
    assert answers[0].text == answers[1].text
    assert state_of(guest) is GuestState.INVITED
