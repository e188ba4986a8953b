"""The desk's pages of guests, and of who sees an event."""

import csv
import io
from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.models import AuditEntry, Event, OutboxMail
from concertation.services.events import call_off_event
from tests.factories import ACTOR, NOW, make_event
from tests.guests import (
    ADA,
    BEN,
    CLEO,
    add,
    guest_messages,
    guest_of,
    how_many_guests,
    invite,
    make_guest,
    make_private,
    make_private_event,
)

DESK = "/bureau/evenements/ouverture/invites"
VISIBILITY = "/bureau/evenements/ouverture/visibilite"


@pytest.fixture
def event(app):
    return make_event(capacity=5)


def test_cells_of_a_spreadsheet_are_understood(desk, event):
    text = f"Ada Lovelace\tMusée\t{ADA}\nBen\t{BEN}"

    desk.post(DESK, data={"text": text, "locale": "fr"})

    assert guest_of(event, ADA).organisation == "Musée"
    assert (guest_of(event, BEN).name, how_many_guests()) == ("Ben", 2)


def test_a_list_is_looked_at_before_anything_is_written(desk, event):
    text = f"Ada <{ADA}>\n{BEN};Musée\nnobody\n{ADA}"
    sent = {"text": text, "locale": "en"}

    preview = desk.post(f"{DESK}/ajouter?lang=en", data=sent)
    before = how_many_guests()
    added = desk.post(f"{DESK}?lang=en", data=sent, follow_redirects=True)

    assert preview.status_code == 200
    assert "Add 2 guests" in preview.text
    assert "There is no e-mail address in this line" in preview.text
    assert before == 0
    assert how_many_guests() == 2
    assert "2 guests are added, and not written to yet" in added.text
    assert guest_of(event).locale == "en"


@pytest.mark.parametrize("page", [DESK, f"{DESK}/ajouter"])
@pytest.mark.parametrize("text", ["", " \n", "x@example.org\n" * 2001])
def test_nothing_or_too_much_is_refused_and_kept(desk, event, page, text):
    answer = desk.post(page, data={"text": text, "locale": "fr"})

    assert answer.status_code == 422
    assert how_many_guests() == 0


def test_it_says_before_to_how_many_and_after_what_it_did(desk, event):
    add(event, ADA, BEN)

    before = desk.get(f"{DESK}/ecrire/invitations?lang=en").text
    after = desk.post(f"{DESK}/ecrire/invitations?lang=en", follow_redirects=True).text
    again = desk.post(f"{DESK}/ecrire/invitations?lang=en", follow_redirects=True).text

    assert "Write to 2 guests" in before
    assert "2 invitations are on their way" in after
    assert "Nothing was sent" in again
    assert len(guest_messages()) == 2
    assert desk.get(f"{DESK}/ecrire/autre").status_code == 404


def test_a_draft_is_no_event_to_invite_to(desk, app):
    make_private_event(slug="off")
    event = db.session.scalars(select(Event)).one()
    call_off_event(event.id, "Neige", actor=ACTOR, now=NOW)

    for answer in (
        desk.get("/bureau/evenements/off/invites/ecrire/rappels"),
        desk.post("/bureau/evenements/off/invites/ecrire/rappels"),
    ):
        assert answer.status_code == 409


def test_one_guest_is_written_to_and_taken_off_the_list(desk, event):
    guest = make_guest(event)
    other = make_event(slug="other")
    elsewhere = make_guest(other)

    desk.post(f"{DESK}/{guest.id}/ecrire")
    confirm = desk.get(f"{DESK}/{guest.id}/retirer").text
    foreign = desk.post(f"{DESK}/{elsewhere.id}/retirer")
    desk.post(f"{DESK}/{guest.id}/retirer")

    assert ADA in confirm
    assert foreign.status_code == 404
    assert how_many_guests() == 1
    told = db.session.scalars(select(OutboxMail.template)).all()
    assert told == ["guest_invited"]


def test_the_list_is_taken_away_as_it_is_filtered(desk, event):
    add(event, f"=1+1 Ada; Machines; {ADA}", BEN)
    invite(event, CLEO)

    answer = desk.post(f"{DESK}/exporter?q=machines&lang=en", data={"format": "csv"})

    rows = list(csv.reader(io.StringIO(answer.text.lstrip("\ufeff")), delimiter=";"))
    assert rows[0][:4] == ["Name", "Organisation", "Email address", "Status"]
    assert [row[2] for row in rows[1:]] == [ADA]
    assert rows[1][0].startswith("'=")
    for form in ("xlsx", "ods"):
        file = desk.post(f"{DESK}/exporter", data={"format": form})
        assert file.data.startswith(b"PK")
    actions = db.session.scalars(select(AuditEntry.action)).all()
    assert actions.count("event.guests_exported") == 3
    assert desk.post(f"{DESK}/exporter", data={"format": "exe"}).status_code == 400


def test_the_pages_of_the_list_cost_the_same_for_one_and_for_many(
    desk, event, counted_queries
):
    counts = []
    for emails in ([ADA], [BEN, CLEO]):
        invite(event, *emails)
        with counted_queries() as queries:
            desk.get(DESK)
        counts.append(len(queries))

    assert counts[0] == counts[1] <= 8


def test_visibility_is_chosen_shown_and_noted(desk, client, event):
    chosen = desk.post(
        f"{VISIBILITY}?lang=en",
        data={"visibility": "invited", "guest_reminder_days": "7"},
        follow_redirects=True,
    ).text
    db.session.rollback()
    code = db.session.scalar(select(Event.access_code))

    assert f"http://localhost/evenements/ouverture?cle={code}" in chosen
    assert client.get("/evenements/ouverture").status_code == 404
    for page in ("", "ouverture"):
        sheet = desk.get(f"/bureau/evenements/{page}?lang=en" if page else "/bureau/")
        assert "Priv" in sheet.text
    [entry] = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "event.changed")
    )
    assert entry.details["changes"] == {
        "visibility": ["public", "invited"],
        "guest_reminder_days": [None, 7],
    }
    assert code not in str(entry.details)


@pytest.mark.parametrize("days", ["0", "366", "x", "-1"])
def test_a_number_of_days_that_is_none_is_refused(desk, event, days):
    sent = {"visibility": "by_code", "guest_reminder_days": days}

    assert desk.post(VISIBILITY, data=sent).status_code == 422


def test_a_reminder_whose_day_is_past_is_told_at_its_field(desk, app):
    make_event(registration_closes_at=utc_now() + timedelta(days=3))
    sent = {"visibility": "public", "guest_reminder_days": "4"}

    answer = desk.post(f"{VISIBILITY}?lang=en", data=sent)

    assert answer.status_code == 422
    assert "The day of this reminder is past" in answer.text


def test_the_link_is_renewed_after_a_question(desk, client, event):
    make_private(event)
    before = event.access_code

    asked = desk.get(f"{VISIBILITY}/renouveler")
    unchanged = client.get(f"/evenements/ouverture?cle={before}")
    desk.post(f"{VISIBILITY}/renouveler")

    assert asked.status_code == unchanged.status_code == 200
    assert client.get(f"/evenements/ouverture?cle={before}").status_code == 404
    make_event(slug="open")
    public = desk.get("/bureau/evenements/open/visibilite/renouveler")
    assert public.status_code == 404
