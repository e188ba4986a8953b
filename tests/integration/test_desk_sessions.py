"""How sessions at the desk end, and what is written of those who do not get in."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import event, select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.account_errors import WrongCredentials
from concertation.domain.roles import Role
from concertation.models import Account, AuditEntry, DeskSession
from concertation.services import passwords
from concertation.services.accounts import NOBODY, SESSION_LENGTH, SignIn, sign_in
from concertation.services.grants import deactivate
from tests.factories import ACTOR, NOW, make_account
from tests.people import enter

HOME, SIGN_IN = "/bureau/", "/bureau/connexion"
ENDED = "Votre session est terminée"
FAILED = "account.sign_in_failed"
UNKNOWN = "nobody@example.net"


@pytest.fixture
def idling(desk, desk_clock):
    """Signed in at a desk that waits for four hours."""
    desk.get(HOME)
    return desk


def failures() -> list[int]:
    db.session.rollback()
    noted = select(AuditEntry).where(AuditEntry.action == FAILED)
    entries = db.session.scalars(noted.order_by(AuditEntry.id)).all()
    assert {(each.subject_kind, str(each.details)) for each in entries} <= {
        ("account", "{}")
    }
    return [each.subject_id for each in entries]


@pytest.mark.settings(idle_hours=4)
def test_who_does_nothing_for_too_long_signs_in_anew_and_gets_back(idling, desk_clock):
    desk_clock.go_on(hours=3, minutes=59)
    assert idling.get(HOME).status_code == 200
    desk_clock.go_on(hours=3, minutes=59)
    assert idling.get(HOME).status_code == 200
    desk_clock.go_on(hours=4)

    answer = idling.get("/bureau/evenements/x/inscrits")

    assert answer.location.endswith("next=/bureau/evenements/x/inscrits")
    assert ENDED in idling.get(answer.location).text
    assert idling.get(HOME).status_code == 303


@pytest.mark.settings(idle_hours=4)
def test_a_copy_of_the_cookie_ends_as_soon_as_its_original(idling, app, desk_clock):
    thief = app.test_client()
    thief.set_cookie("session", idling.get_cookie("session").value)
    for _hour in range(5):
        desk_clock.go_on(hours=1)
        assert idling.get(HOME).status_code == 200

    assert thief.get(HOME).status_code == 303


@pytest.mark.settings(idle_hours=4)
def test_a_page_brings_another_cookie_once_in_five_minutes(idling, desk_clock):
    assert "Set-Cookie" not in idling.get(HOME).headers
    desk_clock.go_on(minutes=5)
    assert "Set-Cookie" in idling.get(HOME).headers
    assert "Set-Cookie" not in idling.get(HOME).headers


@pytest.mark.settings(idle_hours=4)
def test_a_clock_that_is_set_back_signs_nobody_out(idling, desk_clock):
    desk_clock.go_on(hours=-3)

    assert idling.get(HOME).status_code == 200


@pytest.mark.settings(idle_hours=0)
def test_where_no_time_is_set_only_the_twelve_hours_end_a_session(idling, desk_clock):
    desk_clock.go_on(hours=11)
    assert idling.get(HOME).status_code == 200
    desk_clock.now = utc_now() + SESSION_LENGTH
    answer = idling.get(HOME)

    assert answer.status_code == 303
    assert ENDED in idling.get(answer.location).text


@pytest.mark.settings(idle_hours=4)
def test_a_list_of_sessions_says_what_it_cannot_know(idling, desk_clock):
    """Only the cookie tells when something was last done."""
    with transaction() as session:
        held = session.scalars(select(DeskSession)).one()
        held.created_at = datetime(2099, 6, 1, 7, tzinfo=UTC)
        held.expires_at = held.created_at + SESSION_LENGTH
        number = held.account_id

    mine = idling.get("/bureau/mon-compte").text
    theirs = idling.get(f"/bureau/comptes/{number}").text

    assert "Un navigateur où rien ne se passe pendant 4\u00a0heures" in mine
    assert "Se termine au plus tard le" in mine
    assert '<time datetime="2099-06-01T21:00:00+02:00">' in mine
    assert "1 au maximum" in theirs


def test_a_list_of_sessions_is_exact_where_idle_ones_do_not_end(desk):
    page = desk.get("/bureau/mon-compte").text

    assert "Se termine le" in page
    assert "au plus tard" not in page
    assert "rien ne se passe" not in page


def test_an_administrator_signs_somebody_out_everywhere(desk, app):
    reader = make_account(Role.READER)
    browsers = [enter(app, reader)[0] for _ in range(2)]
    page = f"/bureau/comptes/{reader.id}"
    assert f"{page}/fermer-les-sessions" in desk.get(page).text

    for _twice in range(2):
        answer = desk.post(f"{page}/fermer-les-sessions")
        assert answer.location == page

    assert [each.get(HOME).status_code for each in browsers] == [303, 303]
    assert desk.get(HOME).status_code == 200
    assert enter(app, reader)[0].get(HOME).status_code == 200
    assert "account.signed_out" in db.session.scalars(select(AuditEntry.action)).all()


def fail(email: str) -> None:
    wish = SignIn(email=email, password="a wrong password", place="192.0.2.1")
    with pytest.raises(WrongCredentials):
        sign_in(wish, now=NOW)


@pytest.mark.on_both_databases
def test_tries_that_fail_are_in_the_journal_and_name_no_address(facilitator):
    number = db.session.scalar(select(Account.id))
    fail(facilitator)
    fail(UNKNOWN)

    assert failures() == [number, NOBODY]


def test_the_journal_says_what_failed(desk, facilitator):
    fail(facilitator)
    fail(UNKNOWN)

    journal = desk.get("/bureau/journal").text

    assert "Connexion refusée" in journal
    assert "Une adresse sans compte" in journal
    assert UNKNOWN not in journal


@pytest.fixture
def work(counted_queries, monkeypatch):
    """What a try costs: hashes, statements and ends of transactions."""

    class Counted:
        def verify(self, password_hash: str, _password: str) -> bool:
            done.append(password_hash[:10])
            raise VerifyMismatchError

    done: list[str] = []

    def work(email: str) -> list[str]:
        monkeypatch.setattr(passwords, "_hasher", Counted())
        db.session.remove()
        done.clear()
        with counted_queries() as statements, ended(statements):
            fail(email)
        return [*done, *statements]

    return work


@contextmanager
def ended(statements: list[str]) -> Iterator[None]:
    def note(kind: str) -> None:
        statements.append(kind)

    kinds = ("commit", "rollback")
    listeners = {kind: lambda _connection, kind=kind: note(kind) for kind in kinds}
    for kind, listener in listeners.items():
        event.listen(db.engine, kind, listener)
    yield
    for kind, listener in listeners.items():
        event.remove(db.engine, kind, listener)


@pytest.mark.on_both_databases
def test_whoever_fails_causes_the_same_work(facilitator, work):
    stopped, invited = (
        make_account(Role.READER, email=f"{who}@example.org")
        for who in ("stopped", "invited")
    )
    deactivate(stopped.id, actor=ACTOR, now=NOW)
    with transaction() as session:
        session.get_one(Account, invited.id).password_hash = ""
    told = [UNKNOWN, stopped.email, invited.email]

    known = work(facilitator)

    assert sum(each.startswith("$argon2id$") for each in known) == 1
    assert known.count("commit") == 2
    for email in told:
        assert work(email) == known


def test_who_is_refused_at_the_desk_is_in_the_log_by_number(app, caplog):
    reader = make_account(Role.READER)
    browser = enter(app, reader)[0]

    with caplog.at_level(logging.WARNING, logger="concertation"):
        assert browser.get("/bureau/comptes").status_code == 403

    assert f"account {reader.id} refused at /bureau/comptes" in caplog.text
    assert reader.email not in caplog.text
