"""What was done to an event and to a registration, as their pages tell it."""

import re

import pytest

from concertation.database import db
from concertation.models import Event, Registration
from concertation.queries.audit import history_of
from concertation.services.events import edit_event
from concertation.services.registration import cancel_registration, change_answers
from tests.factories import (
    ACTOR,
    NOW,
    make_answers,
    make_draft,
    make_event,
    make_sheet,
    register,
)

EVENT = "/bureau/evenements/ouverture"


def told(page: str) -> list[str]:
    """The lines of the history, as text."""
    section = page.split('id="history-title"')[1].split("</section>", maxsplit=1)[0]
    rows = re.findall(r"<tr.*?</tr>", section, re.DOTALL)[1:]
    return [" ".join(re.sub(r"<[^>]+>", " ", row).split()) for row in rows]


def test_an_event_tells_who_published_it_and_what_changed(desk, app):
    event = make_draft()
    desk.post(f"{EVENT}/publier")
    edit_event(
        event.id,
        make_sheet(capacity=7, title="Autre titre"),
        actor="account:1",
        now=NOW,
    )

    changed, published, created = told(desk.get(f"{EVENT}?lang=en").text)

    assert "Event changed" in changed
    assert "Places: 2 → becomes 7" in changed
    assert "Title: Réunion d’ouverture → becomes Autre titre" in changed
    assert "Animation" in changed
    assert "Event published" in published
    assert "Animation" in published
    assert "Event created" in created


def test_a_registration_tells_what_the_person_and_staff_did(desk, app):
    receipt = register(make_event())
    person = receipt.registration_id
    answers = make_answers(role="Présidente secrète")
    change_answers(person, answers, actor="participant", now=NOW)
    cancel_registration(person, actor="account:1", by_organiser=True, now=NOW)

    page = desk.get(f"{EVENT}/inscrits/{receipt.reference}?lang=en").text

    cancelled, changed, made = told(page)
    assert "Registration cancelled" in cancelled
    assert "Animation" in cancelled
    assert "Answers changed Role in the organisation (value not kept)" in changed
    assert "The person" in changed
    assert "secrète" not in f"{cancelled}{changed}{made}"
    assert "Registered" in made


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_each_has_its_own_history():
    event = make_event()
    first, second = register(event, 1), register(event, 2)
    cancel_registration(second.registration_id, actor=ACTOR, by_organiser=True, now=NOW)

    def actions(model, number):
        return [entry.action for entry in history_of(db.session.get(model, number))]

    assert actions(Registration, first.registration_id) == ["registration.made"]
    assert actions(Registration, second.registration_id) == [
        "registration.cancelled",
        "registration.made",
    ]
    assert actions(Event, event.id) == ["event.published", "event.created"]


def test_a_long_history_costs_no_more_queries(desk, app, counted_queries):
    event = make_event()
    counts = []
    for capacity in (1, 2, 3):
        edit_event(event.id, make_sheet(capacity=capacity), actor="account:1", now=NOW)
        with counted_queries() as queries:
            desk.get(EVENT)
        counts.append(len(queries))

    assert len(set(counts)) == 1
