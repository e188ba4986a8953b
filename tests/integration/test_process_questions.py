"""Questions that a process asks of who enrols, on the pages that events have."""

import pytest

from concertation.database import db, transaction
from concertation.domain.questions import QuestionKind
from concertation.models import Participant, Question
from concertation.queries.questions import has_answers
from concertation.services.questions import QuestionSheet, add_question
from tests.enrolments import enrol
from tests.factories import make_event
from tests.processes import (
    make_process,
    make_process_question,
    make_published_process,
)
from tests.storm import all_at_once

DESK = "/bureau/demarches/csti/questions"
SENT = {"kind": "one_of", "label": "Régime", "audience": "participants"}
CHOICES = {"choices-0-label": "Sans viande", "choices-1-label": "Peu importe"}


def asked():
    db.session.rollback()
    db.session.expire_all()
    return db.session.query(Question).order_by(Question.position, Question.id).all()


def answer(question, value):
    """As a form of enrolment will."""
    with transaction() as session:
        person = session.query(Participant).one()
        person.answers = {str(question.id): value}


def test_a_question_is_written_changed_moved_and_taken_away(desk):
    make_process()
    new = f"{DESK}/nouvelle?kind=one_of"

    assert desk.post(new, data={**SENT, **CHOICES}).location == DESK
    desk.post(f"{DESK}/nouvelle?kind=short_text", data={**SENT, "kind": "short_text"})
    first, second = asked()
    assert [choice.label for choice in first.choices] == ["Sans viande", "Peu importe"]

    desk.post(f"{DESK}/{second.id}", data={**SENT, "kind": "long_text", "label": "Mot"})
    desk.post(f"{DESK}/{second.id}/deplacer", data={"direction": "up"})
    page = desk.get(DESK).text
    assert page.index("Mot") < page.index("Régime")

    desk.post(f"{DESK}/{first.id}/retirer")
    assert [question.label for question in asked()] == ["Mot"]


def test_choices_of_a_process_have_no_seats_of_their_own(desk):
    make_process()
    seats = {"choices-0-seats": "3"}

    page = desk.get(f"{DESK}/nouvelle?kind=one_of").text
    desk.post(f"{DESK}/nouvelle?kind=one_of", data={**SENT, **CHOICES, **seats})

    assert "choices-0-seats" not in page
    (question,) = asked()
    assert [choice.quota for choice in question.choices] == [None, None]


@pytest.mark.on_both_databases
def test_what_was_answered_is_retired_and_not_deleted(app, desk):
    offer = make_published_process()
    number = make_process_question(offer.process)
    enrol(offer)
    question = db.session.get_one(Question, number)
    assert not has_answers(db.session(), question)

    answer(question, "Aucun")

    assert has_answers(db.session(), question)
    desk.post(f"{DESK}/{number}/retirer")
    (kept,) = asked()
    assert kept.retired_at
    db.session.expire_all()
    assert offer.process.questions == []


@pytest.mark.on_both_databases
def test_questions_that_come_at_once_have_places_of_their_own(app):
    process = make_process()

    done = all_at_once(app, [lambda: make_process_question(process)] * 5)

    assert all(future.exception() is None for future in done)
    assert [question.position for question in asked()] == [1, 2, 3, 4, 5]


@pytest.mark.on_both_databases
def test_an_answer_elsewhere_is_none_to_this_question(app):
    """An event and a process of the same number ask questions of their own."""
    event, process = make_event(), make_published_process()
    sheet = QuestionSheet(kind=QuestionKind.SHORT_TEXT, label="Régime")
    told = {"actor": "account:1", "now": event.created_at}
    number = add_question(event.id, sheet, **told)
    enrol(process)
    question = db.session.get_one(Question, number)

    answer(question, "Aucun")

    assert not has_answers(db.session(), question)


def test_the_pages_speak_of_who_enrols(desk):
    make_process()

    page = desk.get(DESK).text
    form = desk.get(f"{DESK}/nouvelle").text

    assert "Ce que vous demandez aux personnes qui s’inscrivent aux groupes" in page
    assert "après la dernière phase" in form


def test_questions_of_another_process_or_event_are_missing(desk):
    number = make_process_question(make_process())
    make_process(slug="autre")
    make_event()

    for where in ("demarches/autre", "evenements/ouverture"):
        path = f"/bureau/{where}/questions/{number}"
        assert desk.get(path).status_code == 404
        assert desk.post(f"{path}/retirer").status_code == 404
    assert len(asked()) == 1
