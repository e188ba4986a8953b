"""Notes on a person: seen at the desk, in their own data, gone with them."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import NoteOfAnother
from concertation.models import Registration, RegistrationNote
from concertation.queries.attendee_marks import marks_of
from concertation.queries.notes import notes_on
from concertation.queries.personal_data import held_about
from concertation.services.notes import add_note, delete_note
from concertation.services.personal_data import erase_registration
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import make_answers, make_event, register
from tests.filled_events import BY, done, person

LIST = "/bureau/evenements/ouverture/inscrits"
TEXT = "À rappeler la veille"


@pytest.mark.on_both_databases
def test_a_note_is_in_the_persons_data_and_goes_with_them(app):
    receipt = register(make_event())
    add_note(receipt.registration_id, TEXT, **BY)

    [held] = held_about(person(receipt))["notes"]
    assert held["text"] == TEXT
    erase_registration(receipt.registration_id, **BY)

    assert db.session.scalars(select(RegistrationNote)).all() == []


def test_only_who_wrote_a_note_deletes_it_and_the_trail_says_so(app):
    receipt = register(make_event())
    add_note(receipt.registration_id, TEXT, **BY)
    [note] = notes_on(person(receipt))

    with pytest.raises(NoteOfAnother):
        delete_note(note.id, **{**BY, "actor": "account:2"})
    delete_note(note.id, **BY)
    delete_note(note.id, **BY)

    assert done(receipt)[1:] == ["note.added", "note.deleted"]


def test_the_list_marks_people_in_as_many_queries_for_one_as_for_three(
    app, counted_queries
):
    event = make_event(capacity=9)
    workshop = add_workshop(event.id, WorkshopSheet(title="Lin"), **BY)
    answers = make_answers(workshops=(workshop,))
    receipts = [register(event, n, answers=answers) for n in range(3)]
    add_note(receipts[0].registration_id, TEXT, **BY)
    people = [db.session.get_one(Registration, r.registration_id) for r in receipts]
    marks_of(event, people)  # What the page has read of the event before.
    with counted_queries() as for_one:
        marks_of(event, people[:1])
    with counted_queries() as for_three:
        marks = marks_of(event, people)

    assert len(for_three) == len(for_one) <= 3
    assert [marks[each.id].workshops for each in people] == [["Lin"]] * 3
    assert [marks[each.id].notes for each in people] == [1, 0, 0]


def test_the_list_is_filtered_by_workshop_and_territory(desk, app):
    event = make_event(capacity=9)
    workshop = add_workshop(event.id, WorkshopSheet(title="Lin"), **BY)
    register(event, 1, answers=make_answers(family_name="Aa", workshops=(workshop,)))
    register(event, 2, answers=make_answers(family_name="Bb", departement="80"))

    by_workshop = desk.get(f"{LIST}?workshop={workshop}").text
    by_place = desk.get(f"{LIST}?departement=80").text

    assert ("Aa Maëlys" in by_workshop, "Bb Maëlys" in by_workshop) == (True, False)
    assert ("Aa Maëlys" in by_place, "Bb Maëlys" in by_place) == (False, True)
