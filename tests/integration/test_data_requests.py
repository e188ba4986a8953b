"""What people ask for about their data: taken, due, answered, done, forgotten."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select, update

from concertation.database import db, transaction
from concertation.domain.data_requests import (
    RequestKind,
    RequestOutcome,
    RequestSettled,
    days_until,
    last_day,
)
from concertation.domain.delivery import MailState
from concertation.domain.roles import Role
from concertation.mailing.rendering import render
from concertation.models import (
    Account,
    AuditEntry,
    DataRequest,
    Guest,
    OutboxMail,
    Participant,
    PurgeLine,
    Registration,
    SpaceSession,
)
from concertation.queries.data_requests import kept_about, open_requests
from concertation.services import data_requests as service
from concertation.services.data_requests import (
    AskAboutData,
    Settlement,
    ask_about_data,
    erase_all_for_request,
    settle_request,
)
from concertation.services.purge import purge_everything
from tests.enrolments import assert_counted, enrol, standings
from tests.factories import ACTOR, NOW, make_account, make_event, register
from tests.guests import invite
from tests.processes import make_published_process
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
PERSON = "person1@example.org"
DONE = Settlement(outcome=RequestOutcome.DONE, answer="C’est fait.")


def wish(kind=RequestKind.ERASURE, message="", key=PERSON):
    return AskAboutData(email_key=key, kind=kind, message=message, locale="fr")


def make_request(**changes) -> DataRequest:
    ask_about_data(wish(**changes), now=NOW)
    db.session.rollback()
    latest = select(DataRequest).order_by(DataRequest.id.desc())
    return db.session.scalars(latest).first()


def mails_of(template: str) -> list[OutboxMail]:
    db.session.rollback()
    told = select(OutboxMail).where(OutboxMail.template == template)
    return list(db.session.scalars(told))


@pytest.mark.parametrize(
    ("asked", "due"),
    [
        (datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 4, 2)),
        (datetime(2026, 1, 31, 9, tzinfo=UTC), date(2026, 2, 28)),
        (datetime(2024, 1, 30, 9, tzinfo=UTC), date(2024, 2, 29)),
        (datetime(2026, 12, 15, 9, tzinfo=UTC), date(2027, 1, 15)),
        # It is the first of April in Paris already.
        (datetime(2026, 3, 31, 22, 30, tzinfo=UTC), date(2026, 5, 1)),
    ],
)
def test_an_answer_is_due_a_month_after_the_day_of_asking(asked, due):
    assert last_day(asked) == due


def test_the_last_day_itself_is_not_late():
    asked = datetime(2026, 3, 2, 9, tzinfo=UTC)

    assert days_until(last_day(asked), datetime(2026, 4, 2, 21, 59, tzinfo=UTC)) == 0
    assert days_until(last_day(asked), datetime(2026, 4, 2, 22, 0, tzinfo=UTC)) == -1


def test_a_request_is_confirmed_by_mail_with_the_day_on_which_it_is_due():
    register(make_event(), 1)
    asked = make_request(kind=RequestKind.LIMITATION, message="Pas de photos")

    [mail] = mails_of("data_request_received")
    text = render(mail).get_body(("plain",)).get_content()
    assert mail.recipient == PERSON
    assert asked.reference in render(mail)["Subject"]
    assert "2 avril 2026" in text
    assert "Pas de photos" not in text


def test_who_protects_data_is_told_and_not_of_whom():
    administrator = make_account(Role.ADMINISTRATOR)
    gone = make_account(Role.DATA_OFFICER, email="gone@example.org")
    with transaction() as session:
        session.get_one(Account, gone.id).is_active = False
    asked = make_request(kind=RequestKind.LIMITATION, message="Secret")

    [mail] = mails_of("data_request_waiting")
    text = render(mail).get_body(("plain",)).get_content()
    assert mail.recipient == administrator.email
    assert "2 avril 2026" in text
    assert f"/bureau/donnees-personnelles/demandes/{asked.id}" in text
    assert "Secret" not in str(mail.facts)
    assert PERSON not in str(mail.facts)

    officer = make_account(Role.DATA_OFFICER, email="dpo@example.org")
    make_request(kind=RequestKind.OBJECTION, message="Une raison")
    told = [mail.recipient for mail in mails_of("data_request_waiting")]
    assert told == [administrator.email, officer.email]


def test_asking_again_adds_what_was_written_and_no_second_request():
    register(make_event(), 1)
    first = make_request(kind=RequestKind.OBJECTION, message="Une raison")

    again = ask_about_data(
        wish(RequestKind.OBJECTION, "Une autre"), now=NOW + timedelta(days=2)
    )

    assert (again.reference, again.is_new) == (first.reference, False)
    [kept] = open_requests()
    assert kept.message == "Une raison\n\nUne autre"
    assert kept.asked_at == NOW  # The term does not start anew.
    assert len(mails_of("data_request_received")) == 1
    assert ask_about_data(wish(RequestKind.ERASURE), now=NOW).is_new


def test_pressing_many_times_at_once_makes_one_request(app):
    asked = all_at_once(app, [lambda: ask_about_data(wish(), now=NOW)] * 8, threads=8)

    assert sum(each.result().is_new for each in asked) == 1
    assert len(open_requests()) == 1
    assert len(mails_of("data_request_received")) == 1


def test_an_answer_is_mailed_and_leaves_a_trace_that_names_nobody():
    asked = make_request(kind=RequestKind.CORRECTION, message="Je m’appelle Zoé")

    settle_request(asked.id, DONE, actor=ACTOR, now=NOW)

    db.session.rollback()
    settled = db.session.get_one(DataRequest, asked.id)
    assert (settled.outcome, settled.settled_by) == (RequestOutcome.DONE, ACTOR)
    [mail] = mails_of("data_request_settled")
    assert "C’est fait." in render(mail).get_body(("plain",)).get_content()
    trail = db.session.execute(
        select(AuditEntry.action, AuditEntry.actor, AuditEntry.details)
        .where(AuditEntry.subject_kind == "data_request")
        .order_by(AuditEntry.id)
    ).all()
    assert [(action, actor) for action, actor, _d in trail] == [
        ("data_request.made", "participant"),
        ("data_request.settled", ACTOR),
    ]
    assert trail[1].details == {"changes": {"outcome": [None, "done"]}}


def test_a_refusal_says_where_to_complain():
    asked = make_request()
    refused = Settlement(outcome=RequestOutcome.REFUSED, answer="Archives publiques.")

    settle_request(asked.id, refused, actor=ACTOR, now=NOW)

    [mail] = mails_of("data_request_settled")
    text = render(mail).get_body(("plain",)).get_content()
    assert "Archives publiques." in text
    assert "https://www.cnil.fr/" in text


def test_of_two_who_answer_the_second_is_told():
    asked = make_request()
    settle_request(asked.id, DONE, actor=ACTOR, now=NOW)

    with pytest.raises(RequestSettled):
        settle_request(asked.id, DONE, actor="account:2", now=NOW)
    with pytest.raises(RequestSettled):
        erase_all_for_request(asked.id, "Effacé", actor=ACTOR, now=NOW)
    assert len(mails_of("data_request_settled")) == 1


def furnish():
    """The same address at an event, as a guest and in a process; others behind it."""
    event = make_event(capacity=1)
    register(event, 1)
    register(event, 2)
    invite(make_event(slug="autre"), PERSON)
    offer = make_published_process(capacity=1)
    enrol(offer, number=1)
    enrol(offer, number=2)
    with transaction() as session:
        session.add(
            SpaceSession(
                email_key=PERSON,
                token_hash="own",
                created_at=NOW,
                expires_at=NOW + timedelta(hours=2),
            )
        )


def named() -> dict[str, int]:
    db.session.rollback()
    return {
        table.__tablename__: db.session.scalar(
            select(func.count()).where(table.email_key == PERSON)
        )
        for table in (Registration, Participant, Guest, SpaceSession)
    }


def test_one_button_erases_all_of_an_address_and_frees_its_places():
    furnish()
    asked = make_request()

    erase_all_for_request(asked.id, "Tout est effacé.", actor=ACTOR, now=NOW)

    assert set(named().values()) == {0}
    assert kept_about(PERSON).registrations == 0
    assert standings(2) == ["seat"]
    waiting = select(Registration).where(Registration.email == "person2@example.org")
    assert db.session.scalars(waiting).one().admission.state.holds_seats
    assert_counted()
    settled = db.session.get_one(DataRequest, asked.id, populate_existing=True)
    assert settled.outcome is RequestOutcome.DONE
    [mail] = mails_of("data_request_settled")
    assert mail.recipient == PERSON
    left = select(OutboxMail.template).where(OutboxMail.recipient == PERSON)
    assert set(db.session.scalars(left)) == {
        "data_request_received",
        "data_request_settled",
    }


def test_who_is_interrupted_while_erasing_presses_again(monkeypatch):
    furnish()
    asked = make_request()

    def break_off(*_args, **_more):
        raise NotImplementedError

    with monkeypatch.context() as patch:
        patch.setattr(service, "erase_participant", break_off)
        with pytest.raises(NotImplementedError):
            erase_all_for_request(asked.id, "Effacé", actor=ACTOR, now=NOW)
    assert (named()["registration"], named()["participant"]) == (0, 1)
    assert len(open_requests()) == 1

    erase_all_for_request(asked.id, "Effacé", actor=ACTOR, now=NOW)

    assert set(named().values()) == {0}
    assert open_requests() == []


def test_a_request_is_forgotten_a_year_after_its_answer_and_stays_counted():
    asked = make_request(message="Un secret", kind=RequestKind.OBJECTION)
    waiting = make_request(kind=RequestKind.ERASURE)
    settle_request(asked.id, DONE, actor=ACTOR, now=NOW)
    with transaction() as session:
        session.execute(update(OutboxMail).values(state=MailState.SENT, sent_at=NOW))

    purge_everything(now=NOW + timedelta(days=364))
    assert db.session.get_one(DataRequest, asked.id).message == "Un secret"
    purge_everything(now=NOW + timedelta(days=365))

    db.session.rollback()
    gone = db.session.get_one(DataRequest, asked.id, populate_existing=True)
    assert (gone.email, gone.message, gone.answer) == ("", "", "")
    assert (gone.email_key, gone.outcome) == (f"erased:{gone.id}", RequestOutcome.DONE)
    assert db.session.get_one(DataRequest, waiting.id).email == PERSON
    told = select(func.sum(PurgeLine.purged)).where(PurgeLine.kind == "requests")
    assert db.session.scalar(told) == 1
