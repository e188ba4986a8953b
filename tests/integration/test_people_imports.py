"""What an imported file does, line by line, and that it does it once."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import EventNotPublished, EventOver
from concertation.domain.file_errors import ImportMovedOn, NothingChosen
from concertation.domain.people_import import ImportState, Problem, Verdict
from concertation.domain.seating import AdmissionState
from concertation.models import (
    AuditEntry,
    ImportLine,
)
from concertation.queries.people_imports import count_lines
from concertation.queries.seating import miscounts
from concertation.services.events import call_off_event
from concertation.services.import_run import AT_ONCE, advance_import
from concertation.services.people_imports import (
    Choice,
    choose_lines,
    stop_import,
)
from concertation.services.registration import cancel_registration
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_draft,
    make_event,
    register,
)
from tests.imports import (
    found,
    import_all,
    mails,
    registered,
    run_to_the_end,
    send,
    start,
)
from tests.tables_of_people import HEADINGS, csv_file, people, person_row

pytestmark = pytest.mark.on_both_databases


def test_who_does_not_fit_joins_the_waiting_list_as_anyone(app):
    event = make_event(capacity=2)
    ended = import_all(event, csv_file(people(1, 2, 3)), sends_mails=True)

    assert ended.state is ImportState.DONE
    assert (ended.confirmed, ended.waitlisted) == (2, 1)
    assert [one.admission.state for one in registered()] == [
        AdmissionState.CONFIRMED,
        AdmissionState.CONFIRMED,
        AdmissionState.WAITLISTED,
    ]
    assert mails() == ["registration_confirmed"] * 2 + ["registration_waitlisted"]
    assert miscounts(db.session()) == []


def test_nobody_is_written_to_where_no_mail_is_wanted(app):
    import_all(make_event(), csv_file(people(1, 2, 3)), sends_mails=False)

    assert len(registered()) == 3
    assert mails() == []


def test_who_waited_before_goes_first_and_is_told_in_any_case(app):
    event = make_event(capacity=1)
    first = register(event, 100)
    register(event, 101)
    sent = send(event, csv_file(people(1)))
    cancel_registration(first.registration_id, actor=ACTOR, by_organiser=False, now=NOW)
    start(sent)
    run_to_the_end()

    states = {one.email: one.admission.state for one in registered()}
    assert states["person101@example.org"] is AdmissionState.CONFIRMED
    assert states["person1@example.org"] is AdmissionState.WAITLISTED


def test_only_the_ticked_lines_are_imported(app):
    event = make_event(capacity=None)
    sent = send(event, csv_file(people(1, 2, 3, 4)))
    choose_lines(sent.id, Choice(shown=frozenset({2, 3}), ticked=frozenset({2})))
    assert count_lines(sent.id)[Verdict.NEW].chosen == 3

    start(sent, choice=Choice(shown=frozenset({4, 5}), ticked=frozenset({5})))
    run_to_the_end()

    assert [one.email for one in registered()] == [
        "person1@example.org",
        "person4@example.org",
    ]


def test_a_refused_line_cannot_be_ticked(app):
    sent = send(make_event(), csv_file([HEADINGS, person_row(1, email="x")]))

    with pytest.raises(NothingChosen):
        start(sent, choice=Choice(all_of=Verdict.REFUSED))


def test_a_full_event_without_a_list_refuses_one_by_one(app):
    event = make_event(capacity=2, keeps_waiting_list=False)
    ended = import_all(event, csv_file(people(1, 2, 3, 4)), sends_mails=True)

    assert (ended.confirmed, ended.refused) == (2, 2)
    left = list(db.session.scalars(select(ImportLine).order_by(ImportLine.number)))
    assert [line.number for line in left] == [4, 5]
    assert {line.findings[0]["problem"] for line in left} == {Problem.FULL}
    assert mails() == ["registration_confirmed"] * 2
    assert miscounts(db.session()) == []


def test_a_line_that_cannot_be_stored_takes_none_with_it(app):
    event = make_event(capacity=None)
    sent = send(event, csv_file(people(*range(AT_ONCE + 10))))
    line = db.session.scalars(select(ImportLine).where(ImportLine.place == 7)).one()
    line.person = {**line.person, "departement": None}
    db.session.commit()
    start(sent)
    run_to_the_end()

    assert (found(sent.id).confirmed, found(sent.id).refused) == (AT_ONCE + 9, 1)
    assert found(sent.id).state is ImportState.DONE


def test_the_order_of_the_waiting_line_is_that_of_registering_there(app):
    event = make_event(capacity=1)
    rows = [
        [*HEADINGS, "Inscrit le"],
        [*person_row(1), "03/01/2026 10:00"],
        [*person_row(2), "01/01/2026 10:00"],
        [*person_row(3), "02/01/2026 10:00"],
    ]
    import_all(event, csv_file(rows))

    assert [one.email[6] for one in registered()] == ["2", "3", "1"]
    assert [one.created_at.day for one in registered()] == [1, 2, 3]
    assert registered()[0].admission.state is AdmissionState.CONFIRMED


def test_an_import_is_told_in_the_history_of_its_event(app):
    event = make_event()
    import_all(event, csv_file(people(1)))

    entries = db.session.scalars(
        select(AuditEntry).where(AuditEntry.action.startswith("event.import"))
    ).all()
    assert [(entry.action, entry.actor) for entry in entries] == [
        ("event.import_started", ACTOR),
        ("event.import_ended", ACTOR),
    ]
    assert entries[1].details == {"state": "done", "registered": 1}


def test_nothing_starts_at_an_event_that_takes_nobody(app):
    draft, over = make_draft(slug="draft"), make_event(slug="over")
    for event, refusal, now in (
        (draft, EventNotPublished, NOW),
        (over, EventOver, FAR + timedelta(days=1)),
    ):
        sent = send(event, csv_file(people(1)))
        with pytest.raises(refusal):
            start(sent, now=now)


def test_an_event_that_is_called_off_stops_its_import(app):
    event = make_event(capacity=None)
    sent = send(event, csv_file(people(*range(AT_ONCE + 5))))
    start(sent)
    advance_import(now=NOW)
    call_off_event(event.id, "Inondation.", actor=ACTOR, now=NOW)
    run_to_the_end()

    stopped = found(sent.id)
    assert (stopped.state, stopped.stopped_by) == (
        ImportState.STOPPED,
        "event_cancelled",
    )
    assert stopped.confirmed == AT_ONCE
    assert len(list(db.session.scalars(select(ImportLine)))) == 5


def test_who_stops_an_import_keeps_what_is_done_and_what_is_left(app):
    event = make_event(capacity=None)
    sent = send(event, csv_file(people(*range(2 * AT_ONCE))))
    start(sent)
    advance_import(now=NOW)
    stop_import(sent.id, actor=ACTOR, now=NOW)
    assert not advance_import(now=NOW)

    assert found(sent.id).state is ImportState.STOPPED
    left = list(db.session.scalars(select(ImportLine)))
    assert len(registered()) == len(left) == AT_ONCE
    with pytest.raises(ImportMovedOn):
        stop_import(sent.id, actor=ACTOR, now=NOW)


def test_what_was_started_is_not_started_changed_or_judged_again(app):
    event = make_event()
    sent = send(event, csv_file(people(1)))
    start(sent)

    for act in (
        lambda: start(sent),
        lambda: choose_lines(sent.id, Choice()),
    ):
        with pytest.raises(ImportMovedOn):
            act()


def test_an_import_costs_the_same_queries_for_one_line_and_for_ten(
    app, counted_queries
):
    """But those of each registration itself: five, whatever the file."""
    costs = []
    for numbers in (range(1), range(1, 11)):
        event = make_event(slug=f"event-{len(numbers)}", capacity=None)
        sent = send(event, csv_file(people(*numbers)))
        start(sent)
        db.session.remove()
        with counted_queries() as statements:
            assert advance_import(now=NOW)
        costs.append(len(statements))

    assert (costs[1] - costs[0]) / 9 <= 5
