"""Requests that arrive by letter or phone, and answers that take longer."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.data_requests import (
    NoExtension,
    RequestChannel,
    RequestKind,
    RequestOutcome,
    RequestSettled,
    arrival_of,
    last_day,
)
from concertation.domain.roles import Role
from concertation.mailing.rendering import render
from concertation.models import DataRequest, OutboxMail
from concertation.queries.audit import history_of
from concertation.queries.data_requests import open_requests
from concertation.queries.personal_data import held_about_address
from concertation.services.data_requests import (
    AskAboutData,
    Settlement,
    ask_about_data,
    extend_term,
    forget_old_requests,
    settle_request,
)
from tests.factories import ACTOR, NOW, PASSWORD, make_account, make_event, register
from tests.spaces import PERSON, opened_by

DESK = "/bureau/donnees-personnelles/demandes"
BY = {"actor": ACTOR, "now": NOW}
LETTER = AskAboutData(
    email_key=PERSON,
    kind=RequestKind.OBJECTION,
    message="Plus d’invitations.",
    locale="fr",
    channel=RequestChannel.LETTER,
    arrived_at=NOW - timedelta(days=10),
    recorded_by=ACTOR,
)
both = pytest.mark.on_both_databases


@pytest.fixture
def officer(app):
    account = make_account(Role.DATA_OFFICER)
    browser = app.test_client()
    sent = {"email": account.email, "password": PASSWORD}
    browser.post("/bureau/connexion", data=sent)
    return browser


def recorded(**changes) -> DataRequest:
    receipt = ask_about_data(replace(LETTER, **changes), now=NOW)
    db.session.expire_all()
    return next(r for r in open_requests() if r.reference == receipt.reference)


def mailed(template: str) -> list[str]:
    mails = db.session.query(OutboxMail).filter_by(template=template)
    return [render(mail).as_string() for mail in mails]


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 6, 2)),
        (datetime(2026, 11, 30, 9, tzinfo=UTC), date(2027, 2, 28)),
        (datetime(2026, 10, 15, 9, tzinfo=UTC), date(2027, 1, 15)),
        (datetime(2026, 12, 31, 9, tzinfo=UTC), date(2027, 3, 31)),
    ],
)
def test_an_extended_answer_is_due_three_months_after_the_day_of_asking(asked, due):
    assert last_day(asked, is_extended=True) == due


def test_what_arrived_today_did_not_arrive_later_than_now():
    morning = datetime(2026, 3, 2, 7, tzinfo=UTC)

    assert arrival_of(date(2026, 3, 2), morning) == morning
    assert arrival_of(date(2026, 3, 1), morning).date() == date(2026, 3, 1)


@both
@pytest.mark.usefixtures("app")
def test_the_month_of_a_letter_begins_when_it_arrived():
    register(make_event(), 1)

    request = recorded()

    assert request.last_day == last_day(NOW - timedelta(days=10))
    assert (request.channel, request.recorded_by) == (RequestChannel.LETTER, ACTOR)
    assert request.email == PERSON
    (entry,) = history_of(request)
    assert entry.actor == ACTOR
    (told,) = mailed("data_request_received")
    assert request.reference in told
    assert mailed("data_request_waiting") == []
    held = held_about_address(PERSON)["requests"]
    assert [each["channel"] for each in held] == ["letter"]


@both
@pytest.mark.usefixtures("app")
def test_a_letter_about_what_waits_already_is_added_to_it():
    asked = replace(
        LETTER, channel=RequestChannel.SPACE, arrived_at=None, recorded_by=""
    )
    ask_about_data(asked, now=NOW)

    receipt = ask_about_data(replace(LETTER, message="Encore."), now=NOW)

    assert not receipt.is_new
    (request,) = open_requests()
    assert request.message == "Plus d’invitations.\n\nEncore."
    # It arrived first, and was noted last.
    assert request.asked_at == LETTER.arrived_at


@both
@pytest.mark.usefixtures("app")
def test_two_months_more_are_told_with_their_reason_and_leave_a_trace():
    request = recorded()
    sooner = recorded(email_key="other@example.org", arrived_at=NOW)

    extend_term(request.id, "Des archives sur papier.", **BY)

    db.session.expire_all()
    assert request.last_day == last_day(NOW - timedelta(days=10), is_extended=True)
    assert [each.id for each in open_requests()] == [sooner.id, request.id]
    (told,) = mailed("data_request_extended")
    assert "Des archives sur papier." in told
    assert next(e.action for e in history_of(request)) == "data_request.extended"
    with pytest.raises(NoExtension):
        extend_term(request.id, "Encore.", **BY)


@both
@pytest.mark.usefixtures("app")
def test_nothing_is_extended_once_the_month_is_over_or_the_answer_given():
    late = recorded(arrived_at=NOW - timedelta(days=40))
    answered = recorded(email_key="other@example.org")
    done = Settlement(outcome=RequestOutcome.DONE, answer="C’est fait.")
    settle_request(answered.id, done, **BY)

    with pytest.raises(NoExtension):
        extend_term(late.id, "Trop tard.", **BY)
    with pytest.raises(RequestSettled):
        extend_term(answered.id, "Trop tard.", **BY)
    assert mailed("data_request_extended") == []


@both
@pytest.mark.usefixtures("app")
def test_the_reason_is_forgotten_with_the_request():
    request = recorded()
    extend_term(request.id, "Parce que Madame Exemple était absente.", **BY)
    done = Settlement(outcome=RequestOutcome.DONE, answer="C’est fait.")
    settle_request(request.id, done, **BY)

    assert forget_old_requests(now=NOW + timedelta(days=365)) == 1

    db.session.expire_all()
    assert (request.extension_reason, request.email) == ("", "")


def test_the_officer_records_and_extends_and_the_person_reads_it(app, officer, client):
    register(make_event(), 1)
    day = (utc_now() - timedelta(days=3)).date()
    sent = {
        "email": PERSON.upper(),
        "channel": "phone",
        "arrived_on": day.isoformat(),
        "kind": "limitation",
        "message": "Le temps de vérifier.",
        "locale": "fr",
    }

    assert officer.post(f"{DESK}/nouvelle", data=sent).status_code == 303
    (request,) = open_requests()
    page = officer.get(f"{DESK}/{request.id}?lang=en").text
    assert "By phone" in page
    assert "Extend the term by two months" in page
    assert officer.get(f"{DESK}/{request.id}/prolonger").status_code == 200
    reason = {"reason": "Deux services à consulter."}
    extended = officer.post(f"{DESK}/{request.id}/prolonger", data=reason)
    assert extended.status_code == 303

    page = officer.get(f"{DESK}/{request.id}?lang=en").text
    assert "Extend the term by two months" not in page
    again = officer.post(f"{DESK}/{request.id}/prolonger?lang=en", data=reason)
    assert again.status_code == 409
    assert "cannot be extended any more" in again.text
    opened_by(client)
    assert "Deux services à consulter." in client.get("/mon-espace/demandes").text


def test_a_day_to_come_is_no_day_of_arrival(officer):
    day = (utc_now() + timedelta(days=2)).date()
    sent = {"email": PERSON, "channel": "letter", "kind": "erasure", "locale": "fr"}

    answer = officer.post(
        f"{DESK}/nouvelle?lang=en", data=sent | {"arrived_on": day.isoformat()}
    )

    assert answer.status_code == 422
    assert "Enter a day that has come" in answer.text
    assert open_requests() == []
