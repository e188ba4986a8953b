"""A programme with times: written at the desk, shown by day, moved with its event."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from concertation.database import db
from concertation.domain.errors import ProgrammeItemGone, ProgrammeOutside
from concertation.exports.sign_in_sheet import Gathering, sheet_of
from concertation.models import Event
from concertation.services import programme
from concertation.services.events import call_off_event, edit_event
from concertation.services.programme import (
    ItemSheet,
    add_item,
    delete_item,
    edit_item,
)
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, FAR, NOW, make_event, make_sheet

BY = {"actor": ACTOR, "now": NOW}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WELCOME = ItemSheet(title="Accueil", starts_at=FAR, ends_at=FAR + HOUR, room="Hall")


def two_days(**changes) -> Event:
    """From the morning of a Friday to the afternoon of the Saturday."""
    return make_event(ends_at=FAR + DAY + 8 * HOUR, **changes)


def stored(event: Event) -> Event:
    return db.session.get_one(Event, event.id, populate_existing=True)


def times(event: Event):
    return [(each.starts_at, each.ends_at) for each in stored(event).programme_items]


@pytest.mark.on_both_databases
def test_items_stand_in_the_order_of_time(app):
    event = make_event()
    later = add_item(
        event.id,
        replace(WELCOME, title="Échanges", starts_at=FAR + HOUR, ends_at=None),
        **BY,
    )
    add_item(event.id, WELCOME, **BY)

    assert [each.title for each in stored(event).programme_items] == [
        "Accueil",
        "Échanges",
    ]
    edit_item(event.id, later, replace(WELCOME, title="Début", ends_at=None), **BY)
    delete_item(event.id, later, **BY)
    delete_item(event.id, later, **BY)
    assert [each.title for each in stored(event).programme_items] == ["Accueil"]
    with pytest.raises(ProgrammeItemGone):
        edit_item(event.id, later, WELCOME, **BY)


@pytest.mark.on_both_databases
@pytest.mark.parametrize(
    ("starts_at", "ends_at"),
    [
        (FAR - timedelta(minutes=1), None),
        (FAR + 2 * HOUR, None),
        (FAR + HOUR, FAR + 2 * HOUR + timedelta(minutes=1)),
    ],
)
def test_what_lies_outside_of_the_event_is_refused(app, starts_at, ends_at):
    event = make_event()
    sheet = replace(WELCOME, starts_at=starts_at, ends_at=ends_at)

    with pytest.raises(ProgrammeOutside):
        add_item(event.id, sheet, **BY)

    assert times(event) == []


@pytest.mark.on_both_databases
def test_an_event_that_moves_takes_its_programme_and_workshops_along(app):
    event = make_event()
    add_item(event.id, WELCOME, **BY)
    add_workshop(
        event.id,
        WorkshopSheet(title="Atelier", starts_at=FAR, ends_at=FAR + HOUR),
        **BY,
    )
    sheet = make_sheet(starts_at=FAR + 7 * DAY, ends_at=FAR + 7 * DAY + 2 * HOUR)

    edit_event(event.id, sheet, **BY)

    moved = (FAR + 7 * DAY, FAR + 7 * DAY + HOUR)
    assert times(event) == [moved]
    [workshop] = stored(event).workshops
    assert (workshop.starts_at, workshop.ends_at) == moved


@pytest.mark.on_both_databases
def test_hours_that_leave_an_item_outside_are_refused_and_nothing_is_saved(app):
    event = make_event()
    add_item(event.id, WELCOME, **BY)

    with pytest.raises(ProgrammeOutside) as refused:
        edit_event(event.id, make_sheet(starts_at=FAR + HOUR, title="Autre"), **BY)

    assert refused.value.titles == ("Accueil",)
    assert stored(event).title == "Réunion d’ouverture"
    assert times(event) == [(FAR, FAR + HOUR)]


def test_a_longer_event_leaves_its_programme_where_it_is(app):
    event = make_event()
    add_item(event.id, WELCOME, **BY)

    edit_event(event.id, make_sheet(starts_at=FAR - HOUR), **BY)

    assert times(event) == [(FAR, FAR + HOUR)]


@pytest.mark.on_both_databases
def test_an_event_that_moves_waits_for_an_item_that_is_being_written(app, monkeypatch):
    """Then it takes the item along: nothing stands outside of its event."""
    event = make_event()
    checked, moved = threading.Event(), threading.Event()
    note = programme.note

    def note_slowly(*args, **details):
        checked.set()
        moved.wait(1)
        note(*args, **details)

    def move():
        with app.app_context():
            checked.wait(10)
            there = FAR + 7 * DAY
            sheet = make_sheet(starts_at=there, ends_at=there + 2 * HOUR)
            edit_event(event.id, sheet, **BY)
            moved.set()
            db.session.remove()

    monkeypatch.setattr(programme, "note", note_slowly)
    mover = threading.Thread(target=move)
    mover.start()
    add_item(event.id, WELCOME, **BY)
    mover.join()

    assert times(event) == [(FAR + 7 * DAY, FAR + 7 * DAY + HOUR)]


def test_people_sign_for_the_half_days_of_the_programme(app):
    event = two_days()
    whole = sheet_of(Gathering(event=event, when="")).signed
    add_item(event.id, WELCOME, **BY)
    add_item(
        event.id,
        replace(WELCOME, starts_at=FAR + DAY + 6 * HOUR, ends_at=FAR + DAY + 7 * HOUR),
        **BY,
    )

    sheet = sheet_of(Gathering(event=stored(event), when="")).signed

    assert len(whole) == 4
    assert sheet == ["19 juin, matin", "20 juin, après-midi"]


FORM = {
    "title": "Table ronde",
    "starts_at": "2099-06-19T10:00",
    "ends_at": "2099-06-19T11:00",
    "speakers": "Ada Exemple <b>",
    "room": "Salle A",
    "description": "",
}
URL = "/bureau/evenements/ouverture/programme"


class TestPages:
    def test_an_item_is_added_changed_and_deleted(self, desk, client):
        event = make_event()

        assert desk.post(f"{URL}/nouveau", data=FORM).status_code == 303
        number = stored(event).programme_items[0].id
        page = client.get("/evenements/ouverture").text
        assert "Table ronde" in page
        assert "Ada Exemple &lt;b&gt;" in page
        assert "10\u202fh – 11\u202fh" in page
        edited = FORM | {"title": "Atelier", "ends_at": ""}
        assert desk.post(f"{URL}/{number}", data=edited).status_code == 303
        assert "Atelier" in desk.get(URL).text
        assert desk.post(f"{URL}/{number}/supprimer").status_code == 303
        assert desk.post(f"{URL}/{number}/supprimer").status_code == 303
        assert stored(event).programme_items == []

    @pytest.mark.parametrize(
        ("changes", "told"),
        [
            ({"starts_at": ""}, "Enter when this starts"),
            ({"starts_at": "2099-06-18T10:00"}, "outside of the event’s own hours"),
            ({"ends_at": "2099-06-19T10:00"}, "must end after it starts"),
            ({"ends_at": "2099-06-19T23:00"}, "outside of the event’s own hours"),
        ],
    )
    def test_what_is_wrong_is_said_and_kept(self, desk, changes, told):
        make_event()

        answer = desk.post(f"{URL}/nouveau?lang=en", data=FORM | changes)

        assert answer.status_code == 422
        assert told in answer.text
        assert "Table ronde" in answer.text

    def test_a_day_of_its_own_has_a_heading(self, client):
        event = two_days()
        add_item(event.id, WELCOME, **BY)
        add_item(event.id, replace(WELCOME, starts_at=FAR + DAY, ends_at=None), **BY)

        page = client.get("/evenements/ouverture").text

        assert "<h3>vendredi 19 juin 2099</h3>" in page
        assert "<h3>samedi 20 juin 2099</h3>" in page

    def test_the_event_form_says_which_items_would_lie_outside(self, desk):
        event = make_event()
        add_item(event.id, WELCOME, **BY)
        form = {
            "title": "X",
            "summary": "",
            "programme": "",
            "starts_at": "2099-06-19T10:30",
            "ends_at": "2099-06-19T11:30",
            "timezone": "Europe/Paris",
            "venue_name": "V",
            "city": "L",
            "organiser_name": "O",
            "contact_name": "C",
            "contact_email": "c@example.org",
            "legal_basis": "public_task",
            "retention_days": "30",
            "version": event.version,
        }

        answer = desk.post("/bureau/evenements/ouverture/modifier?lang=en", data=form)

        assert answer.status_code == 409
        assert "(Accueil)" in answer.text

    def test_nothing_is_written_about_a_cancelled_event(self, desk):
        event = make_event()
        call_off_event(event.id, "Neige", **BY)

        assert desk.post(f"{URL}/nouveau", data=FORM).status_code == 409

    def test_a_longer_programme_costs_no_more_queries(self, client, counted_queries):
        event = two_days()
        counts = []
        for number in range(3):
            add_item(event.id, replace(WELCOME, title=f"Item {number}"), **BY)
            with counted_queries() as statements:
                client.get("/evenements/ouverture")
            counts.append(len(statements))

        assert counts[0] == counts[2]
