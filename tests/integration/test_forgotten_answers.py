"""Answers that are erased before the registration that they belong to."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.files import FileKind
from concertation.domain.questions import QuestionKind
from concertation.models import Registration, StoredFile
from concertation.queries.personal_data import held_about
from concertation.services.answer_files import NOT_KEPT_YET, Upload
from concertation.services.personal_data import forget_old_answers
from concertation.services.questions import QuestionSheet, add_question
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.uploads import pdf

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
END = NOW + timedelta(days=1)


def ask(event, kind, label, days=None):
    sheet = QuestionSheet(kind=kind, label=label, retention_days=days)
    return add_question(event.id, sheet, actor=ACTOR, now=NOW)


@pytest.fixture
def registration(app):
    event = make_event(starts_at=NOW + timedelta(hours=1), ends_at=END)
    diet = ask(event, QuestionKind.SHORT_TEXT, "Régime", days=7)
    letter = ask(event, QuestionKind.FILE, "Lettre", days=7)
    topic = ask(event, QuestionKind.SHORT_TEXT, "Thème")
    answers = make_answers(
        own={diet: "végétarien", letter: NOT_KEPT_YET, topic: "lin"},
        uploads={letter: Upload(FileKind.PDF, pdf(), "lettre.pdf")},
    )
    receipt = register(event, answers=answers)
    return db.session.get_one(Registration, receipt.registration_id)


def kept_files():
    return db.session.scalar(select(func.count()).select_from(StoredFile))


def test_each_answer_has_a_time_of_its_own(registration):
    assert forget_old_answers(now=END + timedelta(days=7, seconds=-1)) == 0
    assert len(registration.answers) == 3

    assert forget_old_answers(now=END + timedelta(days=7)) == 2
    db.session.expire_all()

    assert [*registration.answers.values()] == ["lin"]
    assert kept_files() == 0
    assert forget_old_answers(now=END + timedelta(days=8)) == 0


def test_people_take_their_answers_away_in_words(registration):
    held = held_about(registration)

    assert held["answers"] == [
        {"question": "Régime", "answer": "végétarien"},
        {"question": "Lettre", "answer": "lettre.pdf"},
        {"question": "Thème", "answer": "lin"},
    ]
