"""What calendars are told of a programme: from when until when each day lasts."""

from dataclasses import replace
from datetime import timedelta

import pytest
from icalendar import Calendar

from concertation.database import db
from concertation.models import Event
from concertation.services.programme import (
    ItemSheet,
    add_item,
    delete_item,
    edit_item,
)
from tests.factories import ACTOR, FAR, NOW, make_event, register
from tests.promised import messages

BY = {"actor": ACTOR, "now": NOW}
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
WELCOME = ItemSheet(title="Accueil", starts_at=FAR, ends_at=FAR + HOUR, room="Hall")


def two_days() -> Event:
    return make_event(ends_at=FAR + DAY + 8 * HOUR)


def version_of(event: Event) -> str:
    return db.session.get_one(Event, event.id, populate_existing=True).version


def test_calendars_tell_the_hours_of_each_day(app, client):
    event = two_days()
    add_item(event.id, WELCOME, **BY)
    add_item(event.id, replace(WELCOME, starts_at=FAR + DAY, ends_at=None), **BY)
    register(event)

    [invited] = messages("registration_confirmed")
    file = Calendar.from_ical(client.get("/evenements/ouverture/agenda.ics").data)
    [entry] = file.walk("VEVENT")
    assert invited.meeting.hours == ("19/06/2099 09:30–10:30", "20/06/2099 09:30–09:30")
    assert "19/06/2099 09:30–10:30\n20/06/2099" in entry["description"]
    assert entry.decoded("dtstart") == FAR


def test_whoever_registers_for_one_day_does_not_wait_for_its_programme(
    app, counted_queries
):
    event = make_event()
    add_item(event.id, WELCOME, **BY)
    db.session.remove()

    with counted_queries() as statements:
        register(event)

    assert [each for each in statements if "programme_item" in each] == []


@pytest.mark.on_both_databases
def test_other_hours_are_a_newer_entry_in_calendars(app, client):
    event = two_days()
    later = {"actor": ACTOR, "now": NOW + HOUR}

    def stamps(when):
        file = Calendar.from_ical(client.get("/evenements/ouverture/agenda.ics").data)
        [entry] = file.walk("VEVENT")
        moved = entry.decoded("last-modified") == when
        return moved, entry["sequence"], entry["description"].count("2099")

    version = version_of(event)
    first = add_item(event.id, WELCOME, **later)
    assert stamps(NOW) == (True, 0, 0)  # One day alone tells nothing new.
    there = replace(WELCOME, starts_at=FAR + DAY, ends_at=None)
    second = add_item(event.id, there, **later)
    assert stamps(NOW + HOUR) == (True, 1, 2)
    assert version_of(event) != version

    evening = {"actor": ACTOR, "now": NOW + 2 * HOUR}
    edit_item(event.id, second, replace(there, title="Suite"), **evening)
    assert stamps(NOW + HOUR) == (True, 1, 2)
    edit_item(event.id, first, replace(WELCOME, ends_at=FAR + 2 * HOUR), **evening)
    assert stamps(NOW + 2 * HOUR) == (True, 2, 2)

    delete_item(event.id, second, actor=ACTOR, now=NOW + 3 * HOUR)
    assert stamps(NOW + 3 * HOUR) == (True, 3, 0)
    delete_item(event.id, second, actor=ACTOR, now=NOW + 4 * HOUR)
    assert stamps(NOW + 3 * HOUR) == (True, 3, 0)
