"""One mail that cannot be sent, and those beside it that can."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from concertation.database import db, transaction
from concertation.domain.delivery import MailState
from concertation.mailing import transport
from concertation.mailing.delivery import deliver_due
from concertation.models import OutboxMail
from concertation.smtp_address import SmtpSecurity, SmtpServer
from tests.factories import NOW, make_event, register

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
OTHERS = ["person1@example.org", "person3@example.org"]
CULPRIT = "person2@example.org"


@pytest.fixture(autouse=True)
def _three_mails(app, clock):
    event = make_event(capacity=None)
    for number in (1, 2, 3):
        register(event, number)


def culprit() -> OutboxMail:
    db.session.expire_all()
    promised = select(OutboxMail).order_by(OutboxMail.id).offset(1).limit(1)
    return db.session.scalars(promised).one()


def spoil(**values: object) -> None:
    """Change the stored mail behind the services' back."""
    this = OutboxMail.id == culprit().id
    with transaction() as session:
        session.execute(update(OutboxMail).where(this).values(**values))


@pytest.mark.parametrize("stage", ["answers", "answers_to_data"])
def test_a_permanent_refusal_stops_one_mail_with_the_servers_words(stage, server):
    getattr(server, stage)[CULPRIT] = "550 5.1.1 Nobody of this name"

    deliver_due(server.address())

    assert server.recipients == OTHERS
    assert culprit().state is MailState.FAILED
    assert culprit().last_error == "550 5.1.1 Nobody of this name"


@pytest.mark.parametrize("stage", ["answers", "answers_to_data"])
def test_a_refusal_for_now_is_tried_again(stage, server, clock):
    answers = getattr(server, stage)
    answers[CULPRIT] = "451 4.7.1 Greylisted"
    deliver_due(server.address())
    assert server.recipients == OTHERS
    assert culprit().state is MailState.PENDING
    assert culprit().last_error == "451 4.7.1 Greylisted"

    answers.clear()
    assert deliver_due(server.address()) == 0
    clock.go_on(seconds=30)
    deliver_due(server.address())

    assert server.recipients == [*OTHERS, CULPRIT]
    assert culprit().state is MailState.SENT


def test_a_server_that_hangs_up_on_one_mail_gets_the_others(server, clock):
    server.hangs_up_on.add(CULPRIT)

    for _ in range(10):
        deliver_due(server.address())
        clock.go_on(seconds=10)

    assert server.recipients == OTHERS
    assert culprit().state is MailState.PENDING
    assert "closed" in culprit().last_error


def test_a_server_that_hangs_up_on_everyone_is_left_in_peace(server, clock):
    server.hangs_up_on.update([*OTHERS, CULPRIT])

    for _ in range(10):
        deliver_due(server.address())

    assert server.connections <= 3
    assert server.received == []


def test_a_server_that_closes_with_421_is_asked_again_later(server, clock):
    server.answers["person1@example.org"] = "421 4.3.2 Shutting down"
    deliver_due(server.address())

    server.answers.clear()
    for _ in range(3):
        clock.go_on(minutes=1)
        deliver_due(server.address())

    assert sorted(server.recipients) == sorted([*OTHERS, CULPRIT])


@pytest.mark.parametrize(
    "spoilt",
    [
        {"template": "no_such_message"},
        {"facts": {}},
        {"facts": []},
        {"facts": {"recipient": 3}},
    ],
    ids=str,
)
def test_a_mail_that_cannot_be_written_holds_back_nobody(spoilt, server):
    spoil(**spoilt)

    deliver_due(server.address())

    assert server.recipients == OTHERS
    assert culprit().state is MailState.PENDING
    assert culprit().last_error


@pytest.mark.parametrize(
    "changed",
    [
        {"recipient": "a@b@c.d"},
        {"recipient": ""},
        {"recipient": "b@["},
        {"contact_email": "no address"},
        {"venue": None},
        {"event_slug": None},
    ],
    ids=str,
)
def test_facts_that_make_no_mail_hold_back_nobody(changed, server):
    spoil(facts=culprit().facts | changed)

    deliver_due(server.address())

    assert server.recipients == OTHERS
    assert culprit().last_error


@pytest.mark.parametrize("locale", ["xx", None, "de"])
def test_who_asked_for_a_language_that_is_not_spoken_reads_french(locale, server):
    spoil(facts=culprit().facts | {"locale": locale})

    deliver_due(server.address())

    assert len(server.recipients) == len(OTHERS) + 1
    assert culprit().state is MailState.SENT


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", None])
def test_a_zone_that_does_not_exist_holds_back_nobody(zone, server):
    facts = culprit().facts
    spoil(facts=facts | {"meeting": facts["meeting"] | {"timezone": zone}})

    deliver_due(server.address())

    assert server.recipients == OTHERS
    assert culprit().last_error


def test_an_address_that_smtp_cannot_carry_holds_back_nobody(server):
    spoil(facts=culprit().facts | {"recipient": "person2@exämple.org"})

    deliver_due(server.address())

    assert server.recipients == OTHERS
    assert culprit().state is MailState.FAILED


def test_what_a_server_says_can_be_stored_whatever_it_is(server):
    server.answers[CULPRIT] = "550 no\0body " + "x" * 5000

    deliver_due(server.address())

    assert server.recipients == OTHERS
    assert culprit().last_error.startswith("550 no")
    assert len(culprit().last_error) < 1000


def test_a_silent_server_is_waited_for_but_not_for_ever(server, clock, monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUT_SECONDS", 0.2)
    server.holds.set()

    deliver_due(server.address())

    assert server.received == []
    assert culprit().state is MailState.PENDING


@pytest.mark.parametrize(
    "server",
    [
        SmtpServer(security=SmtpSecurity.PLAIN, host="mail..example.org", port=25),
        SmtpServer(security=SmtpSecurity.PLAIN, host="mail.invalid", port=25),
    ],
    ids=lambda server: server.host,
)
def test_a_server_without_an_address_makes_mails_wait(server, clock):
    assert deliver_due(server) == 3
    assert culprit().state is MailState.PENDING
    assert culprit().due_at == NOW + timedelta(seconds=30)
