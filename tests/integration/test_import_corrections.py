"""What an imported file does to people who are known already."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.file_errors import NothingChosen
from concertation.domain.people_import import Problem, Verdict
from concertation.models import AuditEntry, ImportLine
from concertation.services.people_imports import Choice
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, NOW, make_answers, make_event, register
from tests.imports import (
    found,
    import_all,
    mails,
    registered,
    run_to_the_end,
    send,
    start,
    stored,
    verdicts,
)
from tests.tables_of_people import HEADINGS, csv_file, people, person_row

pytestmark = pytest.mark.on_both_databases


def test_the_same_file_twice_changes_nothing(app):
    event = make_event(capacity=2)
    data = csv_file(people(1, 2, 3))
    import_all(event, data, sends_mails=True)
    before = stored()

    again = send(event, data)

    assert verdicts(again) == [Verdict.SAME] * 3
    with pytest.raises(NothingChosen):
        start(again, choice=Choice(all_of=Verdict.SAME))
    assert stored() == before


def test_a_file_sent_twice_before_it_is_imported_registers_once(app):
    event = make_event(capacity=None)
    data = csv_file(people(*range(120)))
    first, second = send(event, data), send(event, data)
    start(first)
    start(second, sends_mails=True)

    run_to_the_end()

    assert found(first.id).confirmed == len(registered()) == 120
    assert found(second.id).known == 120
    assert mails() == []


def test_a_different_answer_is_left_alone_unless_it_is_ticked(app):
    event = make_event()
    import_all(event, csv_file(people(1, 2)))
    rows = people(1, 2)
    rows[1][3] = "Association des géants"
    sent = send(event, csv_file(rows))
    assert verdicts(sent) == [Verdict.DIFFERENT, Verdict.SAME]
    with pytest.raises(NothingChosen):
        start(sent)

    start(sent, choice=Choice(shown=frozenset({2}), ticked=frozenset({2})))
    run_to_the_end()

    assert [one.organisation for one in registered()] == [
        "Association des géants",
        "Musée imaginaire du lin",
    ]
    assert found(sent.id).updated == 1
    last = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action == "registration.changed")
    ).one()
    assert (last.actor, last.details["fields"]) == (ACTOR, ["organisation"])


def test_another_departement_takes_a_grouping_with_it_that_is_not_there(app):
    event = make_event()
    register(event, 1, answers=make_answers(departement="59", epci="200040947"))
    row = person_row(1, departement="Oise")
    sent = send(event, csv_file([HEADINGS, row]))
    start(sent, choice=Choice(all_of=Verdict.DIFFERENT))
    run_to_the_end()

    [one] = registered()
    assert (one.departement, one.epci) == ("60", "")


def test_who_cancelled_is_not_registered_again_unless_ticked(app):
    event = make_event()
    data = csv_file(people(1))
    import_all(event, data)
    [one] = registered()
    cancel_registration(one.id, actor=ACTOR, by_organiser=False, now=NOW)

    sent = send(event, data)
    assert verdicts(sent) == [Verdict.LEFT]
    with pytest.raises(NothingChosen):
        start(sent)
    start(sent, choice=Choice(all_of=Verdict.LEFT))
    run_to_the_end()

    assert [one.ended_at is None for one in registered()] == [False, True]


def test_who_cancels_meanwhile_is_not_registered_by_a_correction(app):
    event = make_event()
    receipt = register(event, 1)
    sent = send(event, csv_file(people(1)))
    start(sent, choice=Choice(all_of=Verdict.DIFFERENT))
    cancel_registration(
        receipt.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )
    run_to_the_end()

    assert found(sent.id).refused == 1
    [line] = db.session.scalars(select(ImportLine))
    assert line.findings[0]["problem"] == Problem.LEFT_SINCE
    assert len(registered()) == 1
