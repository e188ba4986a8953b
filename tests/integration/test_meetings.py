"""Events that are meetings of a process, or of a group in one of its phases."""

import re

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.process_errors import GroupGone
from concertation.models import AuditEntry, Event
from concertation.services.copying import CopyWish, copy_event
from concertation.services.events import create_event, edit_event
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_draft,
    make_event,
    make_sheet,
    register,
)
from tests.guests import make_private
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    today,
)

BY = {"actor": ACTOR, "now": NOW}
NEW = "/bureau/nouvel-evenement"
SELECTED = re.compile(r'<option value="([^"]*)" selected>')
FORM = {
    "title": "Première réunion",
    "starts_at": "2099-06-19T09:30",
    "ends_at": "2099-06-19T11:30",
    "timezone": "Europe/Paris",
    "venue_name": "Cité Nature",
    "city": "Arras",
    "organiser_name": "Région",
    "contact_name": "Référent",
    "contact_email": "csti@example.org",
    "legal_basis": "public_task",
    "retention_days": "365",
}


def stored(slug: str) -> Event:
    db.session.expire_all()
    return db.session.scalars(select(Event).filter_by(slug=slug)).one()


def belongs_to_in(page: str) -> str:
    field = page.partition('name="belongs_to"')[2].partition("</select>")[0]
    return SELECTED.search(field)[1]


@pytest.mark.on_both_databases
def test_a_meeting_of_a_group_is_one_of_its_process(app):
    offer = make_published_process()
    other = make_process(slug="autre")

    event = make_draft(offer_id=offer.id, process_id=other.id)

    assert (event.process_id, event.offer_id) == (offer.process.id, offer.id)
    assert (event.group, event.phase) == (offer.group, offer.phase)


@pytest.mark.on_both_databases
def test_a_group_that_is_not_there_any_more_is_refused(app):
    with pytest.raises(GroupGone):
        create_event(make_sheet(offer_id=999), **BY)
    event = make_draft()
    with pytest.raises(GroupGone):
        edit_event(event.id, make_sheet(offer_id=999), **BY)

    assert stored("ouverture").offer_id is None


def test_a_copy_is_a_meeting_of_the_same_group(app):
    offer = make_published_process()
    event = make_event(offer_id=offer.id)

    slug = copy_event(CopyWish(event_id=event.id, title="Suite", starts_at=FAR), **BY)

    assert stored(slug).offer_id == offer.id
    assert stored(slug).process_id == offer.process.id


def test_the_history_says_in_words_what_it_was_and_is_a_meeting_of(desk):
    offer = make_published_process()
    event = make_draft(offer_id=offer.id)

    edit_event(event.id, make_sheet(process_id=offer.process.id), **BY)

    entry = db.session.scalars(
        select(AuditEntry).filter_by(action="event.changed", subject_id=event.id)
    ).one()
    assert entry.details["changes"] == {
        "belongs_to": ["Concertation CSTI, PRODUCTION, Phase 1", "Concertation CSTI"]
    }
    page = desk.get("/bureau/evenements/ouverture?lang=en").text
    assert "Meeting of" in page
    assert "Concertation CSTI, PRODUCTION, Phase 1" in page


def test_the_form_says_nothing_of_processes_where_there_is_none(desk):
    assert "belongs_to" not in desk.get(NEW).text

    desk.post(NEW, data=FORM)

    assert stored("premiere-reunion").process_id is None


def test_the_form_offers_every_group_in_each_of_its_phases(desk):
    offer = make_published_process()
    later = make_offer(offer.group, make_phase(offer.process, title="Ambitions"))

    page = desk.get(NEW).text
    desk.post(NEW, data=FORM | {"belongs_to": f"offer-{later.id}"})

    assert '<optgroup label="Concertation CSTI">' in page
    assert "PRODUCTION, phase «\u00a0Ambitions\u00a0»" in page
    assert belongs_to_in(page) == ""
    assert stored("premiere-reunion").offer_id == later.id


@pytest.mark.parametrize("value", ["offer-999", "process-999", "x", "offer-x"])
def test_what_is_not_offered_is_not_taken(desk, value):
    make_published_process()

    answer = desk.post(NEW, data=FORM | {"belongs_to": value})

    assert answer.status_code == 422


def test_a_page_of_a_group_leads_to_a_form_that_is_filled_in(desk):
    offer = make_published_process(
        around=today(), contact_phone="03 74 27 00 00", retention_days=90
    )
    make_offer(offer.group, make_phase(offer.process))

    page = desk.get(f"{NEW}?demarche=csti&groupe=production").text

    assert belongs_to_in(page) == f"offer-{offer.id}"
    assert 'value="Ombelliscience"' in page  # Who runs the group is the contact.
    assert 'value="03 74 27 00 00"' in page
    assert 'value="90"' in page


def test_the_phase_can_be_asked_for(desk):
    offer = make_published_process(around=today())
    later = make_offer(offer.group, make_phase(offer.process))

    page = desk.get(
        f"{NEW}?demarche=csti&groupe=production&phase={later.phase_id}"
    ).text

    assert belongs_to_in(page) == f"offer-{later.id}"


@pytest.mark.parametrize(
    "asked", ["demarche=csti", "demarche=csti&groupe=unknown", "demarche=csti&phase=x"]
)
def test_a_page_of_a_process_does_so_too(desk, asked):
    offer = make_published_process()

    page = desk.get(f"{NEW}?{asked}").text

    assert belongs_to_in(page) == f"process-{offer.process.id}"


def test_an_unknown_process_in_the_address_fills_in_nothing(desk):
    make_published_process()

    assert belongs_to_in(desk.get(f"{NEW}?demarche=unknown&groupe=x").text) == ""


def test_an_edit_keeps_what_the_meeting_is_of(desk):
    offer = make_published_process()
    make_draft(offer_id=offer.id)

    page = desk.get("/bureau/evenements/ouverture/modifier").text
    desk.post("/bureau/evenements/ouverture/modifier", data=FORM)

    assert belongs_to_in(page) == f"offer-{offer.id}"
    assert stored("ouverture").offer_id == offer.id


def test_the_public_page_leads_to_process_and_group(client):
    offer = make_published_process()
    make_event(offer_id=offer.id)

    page = client.get("/evenements/ouverture").text

    assert '<a href="/demarches/csti">Concertation CSTI</a>' in page
    assert '<a href="/demarches/csti/groupes/production">' in page
    assert "phase «\u00a0Phase 1\u00a0»" in page


def test_a_draft_of_a_process_is_not_named_by_its_meetings(client):
    process = make_process(title="Encore secrète")
    offer = make_offer(make_group(process), make_phase(process))
    make_event(offer_id=offer.id)

    for address in ("/", "/evenements/ouverture"):
        page = client.get(address).text
        assert "Encore secrète" not in page
        assert "PRODUCTION" not in page


def test_the_desk_names_what_it_is_a_meeting_of_even_of_a_draft(desk):
    process = make_process()
    offer = make_offer(make_group(process), make_phase(process))
    make_event(offer_id=offer.id)

    page = desk.get("/bureau/evenements/ouverture").text

    assert "Concertation CSTI" in page
    assert "PRODUCTION, phase «\u00a0Phase 1\u00a0»" in page


def test_the_home_page_asks_as_often_for_one_meeting_as_for_three(
    client, counted_queries
):
    offer = make_published_process(around=today())
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    counts = []
    for slug, number in (("a", offer.id), ("b", offer.id), ("c", other.id)):
        make_event(slug=slug, offer_id=number)
        db.session.expire_all()
        with counted_queries() as queries:
            client.get("/")
        counts.append(len(queries))

    assert counts[0] == counts[1] == counts[2]


def test_a_private_meeting_of_a_group_is_possible(desk, client):
    offer = make_published_process(around=today())
    event = make_event(offer_id=offer.id, title="Réunion discrète")
    register(event)
    make_private(event)

    assert "Réunion discrète" in desk.get("/bureau/evenements/ouverture").text
    assert "Réunion discrète" not in client.get("/demarches/csti").text
