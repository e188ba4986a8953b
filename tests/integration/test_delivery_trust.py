"""Mail leaves encrypted, to the server that it is for, or it waits."""

import pytest
import trustme
from sqlalchemy import select

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.mailing import delivery
from concertation.mailing.delivery import deliver_due
from concertation.models import OutboxMail
from concertation.smtp_address import SmtpSecurity
from tests.factories import make_event, register
from tests.moving_clock import MovingClock
from tests.smtp_server import HOST, mail_server

ENCRYPTED = [SmtpSecurity.TLS, SmtpSecurity.STARTTLS]


@pytest.fixture(scope="module")
def authority() -> trustme.CA:
    return trustme.CA()


@pytest.fixture(autouse=True)
def _trusted(authority, tmp_path, monkeypatch):
    """The machine trusts this authority and no other."""
    file = tmp_path / "authority.pem"
    authority.cert_pem.write_to_path(file)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    monkeypatch.setenv("SSL_CERT_DIR", str(tmp_path))


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    clock = MovingClock()
    monkeypatch.setattr(delivery, "utc_now", clock)
    return clock


@pytest.fixture(autouse=True)
def _promised(app):
    register(make_event())


def the_mail() -> OutboxMail:
    db.session.expire_all()
    return db.session.scalars(select(OutboxMail)).one()


@pytest.mark.parametrize("security", ENCRYPTED)
def test_a_server_that_is_who_it_says_gets_the_mail(security, authority):
    with mail_server(security, authority.issue_cert(HOST)) as server:
        deliver_due(server.address())

    assert server.recipients == ["person1@example.org"]
    assert the_mail().state is MailState.SENT


@pytest.mark.parametrize("security", ENCRYPTED)
def test_a_certificate_of_a_stranger_gets_nothing(security):
    with mail_server(security, trustme.CA().issue_cert(HOST)) as server:
        deliver_due(server.address())

    assert server.received == []
    assert the_mail().state is MailState.PENDING
    assert "certificate verify failed" in the_mail().last_error


@pytest.mark.parametrize("security", ENCRYPTED)
def test_a_certificate_of_another_host_gets_nothing(security, authority):
    with mail_server(security, authority.issue_cert("mail.example.org")) as server:
        deliver_due(server.address())

    assert server.received == []
    assert the_mail().state is MailState.PENDING
    assert "IP address mismatch" in the_mail().last_error


@pytest.mark.parametrize("security", ENCRYPTED)
def test_what_waited_leaves_once_the_certificate_is_right(security, authority, clock):
    with mail_server(security, trustme.CA().issue_cert(HOST)) as impostor:
        deliver_due(impostor.address())
    clock.go_on(minutes=1)

    with mail_server(security, authority.issue_cert(HOST)) as server:
        deliver_due(server.address())

    assert server.recipients == ["person1@example.org"]


def test_a_server_without_starttls_gets_nothing_in_clear():
    with mail_server() as server:
        server.security = SmtpSecurity.STARTTLS
        deliver_due(server.address())

    assert server.received == []
    assert "STARTTLS" in the_mail().last_error
    assert the_mail().state is MailState.PENDING
