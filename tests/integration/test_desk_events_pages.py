"""Prepare, preview, publish, move and call off an event, through HTTP."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.event import EventState
from concertation.models import Event, OutboxMail
from concertation.services.events import call_off_event
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, NOW, make_draft, make_event, register
from tests.processes import make_published_process

EVENT_FORM = {
    "title": "Réunion à Arras",
    "slug": "",
    "summary": "Ateliers",
    "programme": "## Matin",
    "starts_at": "2099-11-06T09:30",
    "ends_at": "2099-11-06T12:30",
    "timezone": "Europe/Paris",
    "venue_name": "Cité Nature",
    "venue_address": "25 boulevard Schuman",
    "postal_code": "62000",
    "city": "Arras",
    "access_notes": "",
    "organiser_name": "Région Hauts-de-France",
    "contact_name": "Référent",
    "contact_email": "csti@example.org",
    "contact_phone": "",
    "capacity": "80",
    "keeps_waiting_list": "y",
    "registration_opens_at": "",
    "registration_closes_at": "",
    "legal_basis": "public_task",
    "retention_days": "365",
}
NEW = "/bureau/nouvel-evenement"


def find(slug: str) -> Event:
    return db.session.scalars(select(Event).where(Event.slug == slug)).one()


def as_form(**changes: str) -> dict[str, str]:
    """The form of the event that the factories make, as its page shows it."""
    shown = {
        "title": "Réunion d’ouverture",
        "slug": "ouverture",
        "starts_at": "2099-06-19T09:30",
        "ends_at": "2099-06-19T11:30",
        "summary": "Réunion d’ouverture de la concertation CSTI.",
        "programme": "- Accueil\n- Échanges",
        "venue_name": "Espace culture",
        "venue_address": "Université Lille 1\nCité Scientifique",
        "postal_code": "59655",
        "city": "Villeneuve d’Ascq Cedex",
        "contact_name": "Référent CSTI",
        "capacity": "2",
    }
    return EVENT_FORM | shown | changes


def test_an_event_is_a_draft_until_it_is_published(desk, client):
    made = desk.post(NEW, data=EVENT_FORM)
    public = "/evenements/reunion-a-arras"

    assert made.location.endswith("/bureau/evenements/reunion-a-arras")
    assert client.get(public).status_code == 404
    assert "Cité Nature" in desk.get(f"/bureau{public}/apercu").text
    assert desk.post(f"/bureau{public}/publier").status_code == 303
    assert client.get(public).status_code == 200


def test_local_times_become_instants(desk):
    desk.post(NEW, data=EVENT_FORM | {"timezone": "Indian/Reunion"})

    assert find("reunion-a-arras").starts_at.isoformat() == "2099-11-06T05:30:00+00:00"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", ""),
        ("starts_at", "tomorrow"),
        ("starts_at", "2099-03-29T02:30"),
        ("ends_at", "2099-11-06T09:30"),
        ("timezone", "Mars/Base"),
        ("city", " "),
        ("contact_email", "nobody"),
        ("capacity", "-1"),
        ("capacity", "many"),
        ("retention_days", "0"),
        ("legal_basis", "whim"),
    ],
)
def test_bad_input_is_told_beside_its_field_and_nothing_is_lost(desk, field, value):
    bad = EVENT_FORM | {"ends_at": "2099-11-06T12:30", field: value}

    response = desk.post(NEW, data=bad)

    assert response.status_code == 422
    assert f'id="{field}-error"' in response.text
    assert "25 boulevard Schuman" in response.text
    assert db.session.scalars(select(Event)).all() == []


def test_registration_must_close_after_it_opens(desk):
    window = {
        "registration_opens_at": "2099-10-02T09:00",
        "registration_closes_at": "2099-10-01T09:00",
    }

    response = desk.post(NEW, data=EVENT_FORM | window)

    assert 'id="registration_closes_at-error"' in response.text


def test_french_dates_may_be_typed(desk):
    typed = {"starts_at": "06/11/2099 09:30", "ends_at": "06/11/2099 12:30"}

    assert desk.post(NEW, data=EVENT_FORM | typed).status_code == 303


def test_two_events_cannot_share_an_address_that_was_typed(desk):
    typed = EVENT_FORM | {"slug": "Arras"}
    desk.post(NEW, data=typed)

    response = desk.post(NEW, data=typed)

    assert response.status_code == 422
    assert 'id="slug-error"' in response.text


def test_saving_without_a_change_changes_nothing(desk):
    register(make_event())
    event = find("ouverture")
    before = (event.updated_at, event.calendar_sequence)

    assert (
        desk.post("/bureau/evenements/ouverture/modifier", data=as_form()).status_code
        == 303
    )

    event = find("ouverture")
    assert (event.updated_at, event.calendar_sequence) == before
    assert len(db.session.scalars(select(OutboxMail)).all()) == 1


def test_moving_tells_everyone_and_more_places_go_to_the_list(desk):
    event = make_event(capacity=1)
    for number in (1, 2, 3):
        register(event, number)

    moved = as_form(capacity="2", venue_name="Le Forum")
    desk.post("/bureau/evenements/ouverture/modifier", data=moved)

    new_mails = db.session.scalars(
        select(OutboxMail).order_by(OutboxMail.id).offset(3)
    ).all()
    assert sorted((mail.template, mail.recipient) for mail in new_mails) == [
        ("event_changed", "person1@example.org"),
        ("event_changed", "person2@example.org"),
        ("event_changed", "person3@example.org"),
        ("registration_promoted", "person2@example.org"),
    ]
    assert find("ouverture").pool.seats_taken == 2


def test_calling_off_needs_a_reason_and_tells_everyone(desk):
    event = make_event(capacity=1)
    register(event, 1)
    register(event, 2)
    address = "/bureau/evenements/ouverture/annuler"

    assert desk.post(address, data={"reason": " "}).status_code == 422
    assert desk.post(address, data={"reason": "Neige"}).status_code == 303
    assert desk.post(address, data={"reason": "Encore"}).status_code == 303

    event = find("ouverture")
    mails = db.session.scalars(select(OutboxMail).offset(2)).all()
    assert (event.state, event.cancellation_reason) == (EventState.CANCELLED, "Neige")
    assert [mail.template for mail in mails] == ["event_called_off"] * 2


def test_a_called_off_event_cannot_be_edited(desk):
    make_event()
    desk.post("/bureau/evenements/ouverture/annuler", data={"reason": "Neige"})

    response = desk.post(
        "/bureau/evenements/ouverture/modifier", data=as_form(title="Autre")
    )

    assert response.status_code == 409


def test_publishing_twice_is_publishing_once(desk):
    make_draft()
    desk.post("/bureau/evenements/ouverture/publier")
    published_at = find("ouverture").published_at

    assert desk.post("/bureau/evenements/ouverture/publier").status_code == 303
    assert find("ouverture").published_at == published_at


def test_the_list_of_events_asks_the_database_the_same_for_one_and_for_three(
    desk, counted_queries
):
    make_event()
    with counted_queries() as for_one:
        desk.get("/bureau/")
    make_event(slug="second")
    make_event(slug="third")
    with counted_queries() as for_three:
        desk.get("/bureau/")

    assert len(for_three) == len(for_one)


def test_a_draft_that_is_given_up_stays_nobodys_business(desk, client):
    draft = make_draft(title="Jamais")
    call_off_event(draft.id, "Une date de trop.", actor=ACTOR, now=NOW)

    assert "Jamais" not in client.get("/").text
    assert client.get("/evenements/ouverture").status_code == 404
    assert "Jamais" in desk.get("/bureau/").text


@pytest.mark.parametrize(
    ("visibility", "told"),
    [("public", "everyone can see it"), ("invited", "now send the invitations")],
)
def test_publishing_says_who_sees_it(desk, visibility, told):
    make_draft()
    desk.post(
        "/bureau/evenements/ouverture/visibilite", data={"visibility": visibility}
    )

    page = desk.post(
        "/bureau/evenements/ouverture/publier?lang=en", follow_redirects=True
    )

    assert told in page.text


def test_a_form_that_only_asks_keeps_the_language(desk):
    make_event()

    page = desk.get("/bureau/evenements/ouverture/inscrits?lang=en")

    assert '<input type="hidden" name="lang" value="en">' in page.text
    assert 'name="lang"' not in desk.get("/bureau/evenements/ouverture/inscrits").text


def test_registration_does_not_close_after_the_end(desk):
    sent = {**EVENT_FORM, "registration_closes_at": "2099-12-30T09:00"}

    answer = desk.post("/bureau/nouvel-evenement?lang=en", data=sent)

    assert answer.status_code == 422
    assert "Registration must close before the event ends" in answer.text


def test_the_overview_counts_who_left(desk):
    event = make_event()
    gone = register(event)
    cancel_registration(gone.registration_id, actor=ACTOR, by_organiser=False, now=NOW)

    page = desk.get("/bureau/evenements/ouverture?lang=en").text

    assert "<dt>Registrations cancelled</dt><dd>1</dd>" in page


def test_the_page_of_an_event_reads_no_consultation(desk, counted_queries):
    """Nobody chooses there whose meeting it is; its history has the form's words."""
    event = make_event()
    make_published_process()
    with counted_queries() as statements:
        page = desk.get(f"/bureau/evenements/{event.slug}").text

    assert page
    assert [said for said in statements if "FROM process" in said] == []
