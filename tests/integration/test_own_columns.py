"""Answers, workshops and companions, each in a column of the lists taken away."""

import json

import pytest

from concertation.database import db
from concertation.domain.exporting import ExportFormat
from concertation.domain.questions import QuestionKind
from concertation.domain.workshops import WorkshopRule
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import offered_columns
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter
from concertation.services.questions import ChoiceSheet, QuestionSheet, add_question
from concertation.services.registration_rules import (
    RegistrationRules,
    WorkshopRules,
    change_rules,
)
from concertation.services.workshops import WorkshopSheet, add_workshop
from tests.factories import ACTOR, NOW, make_answers, make_event, register

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
BY = {"actor": ACTOR, "now": NOW}


def ask(event, kind, label, *choices, **changes):
    sheet = QuestionSheet(
        kind=kind,
        label=label,
        choices=tuple(ChoiceSheet(label=choice) for choice in choices),
        **changes,
    )
    return add_question(event.id, sheet, **BY)


@pytest.fixture
def event(app):
    event = make_event(capacity=50)
    change_rules(
        event.id,
        RegistrationRules(
            needs_approval=False, companions_most=2, companions_named=True
        ),
        **BY,
    )
    change_rules(
        event.id,
        WorkshopRules(
            workshop_rule=WorkshopRule.RANKED,
            workshops_most=None,
            workshops_mandatory=False,
        ),
        **BY,
    )
    return event


def rows(event, form, keys):
    db.session.expire_all()
    event = db.session.get_one(Event, event.id)
    table = attendee_table(
        event, AttendeeFilter(event_id=event.id), keys=keys, form=form
    )
    return [column.title for column in table.columns], [[*row] for row in table.rows]


def test_each_answer_stands_in_a_column_of_its_own(app, event):
    lunch = ask(event, QuestionKind.YES_NO, "Déjeuner")
    day = ask(event, QuestionKind.DATE, "Arrivée")
    topics = ask(event, QuestionKind.RANKING, "Thèmes", "Lin", "Verre")
    lin, verre = db.session.get_one(Event, event.id).questions[-1].choices
    red = add_workshop(event.id, WorkshopSheet(title="Rouge", seats=0), **BY)
    blue = add_workshop(event.id, WorkshopSheet(title="Bleu"), **BY)
    own = {lunch: True, day: "2026-12-31", topics: [verre.id, lin.id]}
    answers = make_answers(
        own=own, workshops=(red, blue), companions=("Ada", "Grace Hopper")
    )
    register(event, 1, answers=answers)
    register(event, 2)
    keys = [f"question_{number}" for number in (lunch, day, topics)]
    keys += ["workshops", "wishes", "companions"]

    with app.test_request_context(headers={"Accept-Language": "fr"}):
        titles, told = rows(event, ExportFormat.CSV, keys)
        names, stored = rows(event, ExportFormat.JSON, keys)

    assert titles[:3] == ["Déjeuner", "Arrivée", "Thèmes"]
    assert told[0] == [
        "Oui",
        "31/12/2026",
        "Verre; Lin",
        "Bleu",
        "Rouge; Bleu",
        "Ada; Grace Hopper",
    ]
    assert [cell or "" for cell in told[1]] == [""] * 6
    assert names == keys
    assert json.dumps(stored[0][:2]) == '["yes", "2026-12-31"]'


def test_sensitive_answers_are_taken_away_only_by_who_asks(event):
    diet = ask(event, QuestionKind.SHORT_TEXT, "Régime", is_sensitive=True)
    db.session.expire_all()

    offered = {
        column.key: column
        for column in offered_columns(db.session.get_one(Event, event.id))
    }

    assert offered[f"question_{diet}"].is_sensitive


def test_many_people_are_read_with_as_many_queries_as_one(event, counted_queries):
    question = ask(event, QuestionKind.SHORT_TEXT, "Thème")
    add_workshop(event.id, WorkshopSheet(title="Rouge"), **BY)
    keys = [f"question_{question}", "workshops"]
    register(event, 1, answers=make_answers(own={question: "lin"}))
    with counted_queries() as for_one:
        rows(event, ExportFormat.CSV, keys)
    for number in (2, 3):
        register(event, number, answers=make_answers(own={question: "lin"}))
    with counted_queries() as for_three:
        rows(event, ExportFormat.CSV, keys)

    assert len(for_one) == len(for_three)
