"""The audit trail: append-only, from what to what, searched and taken away."""

import csv
import io
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import delete, select, text, update
from sqlalchemy.exc import DatabaseError

from concertation.database import db, transaction
from concertation.domain.actor import PARTICIPANT, SYSTEM
from concertation.domain.roles import Role
from concertation.models import AuditEntry, Registration
from concertation.queries.audit import (
    ENTRIES_ON_A_PAGE,
    JournalFilter,
    journal_page,
    journal_rows,
)
from concertation.services.accounts import SignIn, sign_in
from concertation.services.audit import note
from concertation.services.events import edit_event
from concertation.services.registration import change_answers
from tests.factories import (
    NOW,
    PASSWORD,
    make_account,
    make_answers,
    make_event,
    make_sheet,
    register,
)

JOURNAL = "/bureau/journal"
SECRET = "Présidente secrète"


def entries(**wanted):
    return journal_page(JournalFilter(**wanted)).entries


@pytest.mark.on_both_databases
@pytest.mark.parametrize(
    "change",
    [
        update(AuditEntry).values(actor="somebody else"),
        delete(AuditEntry),
        text("UPDATE audit_entry SET action = 'nothing' WHERE id = 1"),
        text("DELETE FROM audit_entry WHERE id = 1"),
    ],
)
def test_the_database_refuses_to_change_what_was_noted(app, change):
    make_event()
    before = db.session.execute(select(AuditEntry.__table__)).all()

    with pytest.raises(DatabaseError, match="append-only"), transaction() as session:
        session.execute(change)

    assert before
    assert db.session.execute(select(AuditEntry.__table__)).all() == before


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_no_personal_value_ever_lands_in_it():
    event = make_event()
    receipt = register(event)
    person = receipt.registration_id
    answers = make_answers(role=SECRET, given_name=SECRET)
    change_answers(person, answers, actor=PARTICIPANT, now=NOW)
    edit_event(event.id, make_sheet(contact_name=SECRET), actor=SYSTEM, now=NOW)
    with transaction() as session:
        registration = session.get_one(Registration, person)
        changes = {"given_name": ("Anne", SECRET), "category": ("museum", "other")}
        note(session, "x", registration, actor=SYSTEM, now=NOW, changes=changes)

    told = str(db.session.scalars(select(AuditEntry.details)).all())

    assert SECRET not in told
    assert "contact_name" in told
    assert "['museum', 'other']" in told


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_it_is_searched_by_person_action_event_and_date():
    one, other = make_event(), make_event(slug="autre")
    receipt = register(one)
    make_account(Role.ADMINISTRATOR)
    edit_event(one.id, make_sheet(capacity=9), actor="account:1", now=NOW)
    later = NOW + timedelta(days=3)
    edit_event(other.id, make_sheet(slug="autre", capacity=8), actor=SYSTEM, now=later)

    assert {entry.actor for entry in entries(actor=PARTICIPANT)} == {PARTICIPANT}
    changed = entries(action="event.changed")
    assert [entry.event_slug for entry in changed] == ["autre", "ouverture"]
    its = entries(event_id=one.id)
    assert [entry.action for entry in its] == [
        "event.changed",
        "registration.made",
        "event.published",
        "event.created",
    ]
    assert its[1].reference == receipt.reference
    assert [entry.at for entry in entries(since=later)] == [later]
    assert later not in {entry.at for entry in entries(until=later)}
    assert entries(actor="account:1", event_id=other.id) != []
    assert entries(actor=SYSTEM, action="event.published") == []


@pytest.mark.on_both_databases
def test_pages_follow_each_other_without_a_gap_and_cost_no_more(app, counted_queries):
    event = make_event()
    for capacity in range(3, ENTRIES_ON_A_PAGE + 30):
        edit_event(event.id, make_sheet(capacity=capacity), actor=SYSTEM, now=NOW)

    with counted_queries() as first_queries:
        first = journal_page(JournalFilter())
    with counted_queries() as queries:
        second = journal_page(JournalFilter(), before=first.older_than)

    listed = [*first.entries, *second.entries]
    assert [entry.id for entry in listed] == [
        entry.id for entry in journal_rows(JournalFilter())
    ]
    assert len(first.entries) == ENTRIES_ON_A_PAGE
    assert second.older_than is None
    assert len(queries) <= len(first_queries)


def test_its_page_tells_who_did_what_to_what_from_what_to_what(desk, app):
    event = make_event()
    receipt = register(event)
    closing = datetime(2099, 6, 1, 10, 30, tzinfo=UTC)
    edit_event(
        event.id,
        make_sheet(capacity=9, registration_closes_at=closing),
        actor="account:1",
        now=NOW,
    )

    page = " ".join(desk.get(f"{JOURNAL}?lang=fr").text.split())

    assert "Événement modifié" in page
    assert "Animation" in page
    assert f"Inscription {receipt.reference}" in page
    assert "01/06/2099 12:30" in page
    assert "d'Hœuf" not in page


def test_a_day_of_the_journal_is_a_day_in_paris(desk, app):
    late = datetime(2026, 3, 1, 23, 30, tzinfo=UTC)
    event = make_event()
    with transaction() as session:
        note(session, "event.night", event, actor=SYSTEM, now=late)

    on_the_second = desk.get(f"{JOURNAL}?since=2026-03-02&until=2026-03-02").text
    on_the_first = desk.get(f"{JOURNAL}?since=2026-03-01&until=2026-03-01").text

    assert "event.night" in on_the_second
    assert "event.night" not in on_the_first


@pytest.mark.parametrize(
    "query",
    [
        "since=0001-01-01&until=9999-12-31",
        "event=x&actor=x&action=x",
        "event=999999999999999999999999",
        "before=0",
        "before=99999999999999999999",
        "before=x",
        "since=not-a-day",
    ],
)
def test_an_odd_address_still_shows_a_page(desk, query):
    assert desk.get(f"{JOURNAL}?{query}").status_code == 200
    assert desk.get(f"{JOURNAL}/export.csv?{query}").status_code == 200


def test_it_is_taken_away_as_it_is_filtered_and_runs_no_formula(desk, app):
    event = make_event(title="=HYPERLINK(1)")
    make_event(slug="autre")
    edit_event(
        event.id, make_sheet(title="+1+1", capacity=9), actor="account:1", now=NOW
    )

    answer = desk.get(f"{JOURNAL}/export.csv?event={event.id}&lang=en")

    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    assert rows[0][:4] == ["Number", "Date", "Who", "Action"]
    assert [row[3] for row in rows[1:]] == [
        "Event changed",
        "Event published",
        "Event created",
    ]
    assert rows[1][2] == "Animation"
    assert rows[1][5] == "'+1+1"
    assert "Places: 2 → 9" in rows[1][6]


def test_who_signs_in_sees_when_they_last_did(app):
    account = make_account(Role.READER)
    wish = SignIn(email=account.email, password=PASSWORD, place="here")

    sign_in(wish, now=NOW)

    db.session.expire_all()
    assert account.last_signed_in_at == NOW
