"""What people change of their own account: name, password, open sessions."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.account_errors import TooManyTries, WeakPassword, WrongPassword
from concertation.domain.roles import Role
from concertation.models import Account, AuditEntry, DeskSession, OutboxMail
from concertation.queries.accounts import (
    find_signed_in,
)
from concertation.services.accounts import (
    MOST_TRIES,
    SignIn,
    session_key,
    sign_in,
)
from concertation.services.own_account import (
    OwnWish,
    PasswordChange,
    change_password,
    end_one_session,
    rename,
    sign_out_everywhere,
    turn_off_second_factor,
)
from tests.factories import NOW, PASSWORD, make_account
from tests.people import NEW_PASSWORD

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

LATER = NOW + timedelta(minutes=2)


@pytest.fixture
def account(app) -> Account:
    make_account(Role.ADMINISTRATOR)
    return make_account(Role.READER)


def password_step(account, *, now=LATER):
    wish = SignIn(
        email=account.email, password=PASSWORD, place="here", device="Firefox"
    )
    return sign_in(wish, now=now)


def seen(token, *, now=LATER):
    return find_signed_in(session_key(token), now=now)


def own(account, password=PASSWORD, session_id=0) -> OwnWish:
    return OwnWish(account_id=account.id, session_id=session_id, password=password)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_the_right_password_is_asked_five_times_and_then_no_more(account):
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongPassword):
            turn_off_second_factor(own(account, "wrong"), now=NOW)

    with pytest.raises(TooManyTries):
        turn_off_second_factor(own(account), now=NOW)


def test_a_new_password_ends_the_other_sessions_and_is_told_by_mail(account):
    here, there = (password_step(account).token for _ in range(2))
    wish = PasswordChange(
        account_id=account.id,
        session_id=seen(here).session_id,
        password=PASSWORD,
        new_password=NEW_PASSWORD,
        about_the_person=(),
    )

    change_password(wish, now=LATER)

    assert seen(here)
    assert seen(there) is None
    [mail] = db.session.scalars(select(OutboxMail)).all()
    assert mail.template == "password_changed"


def test_one_session_is_ended_by_its_owner_only(account):
    other = make_account(email="other@example.org")
    here, there = (password_step(account).token for _ in range(2))
    number = seen(there).session_id

    end_one_session(other.id, number, now=LATER)
    assert seen(there)
    end_one_session(account.id, number, now=LATER)
    end_one_session(account.id, number, now=LATER)

    assert seen(there) is None
    assert seen(here)
    assert actions() == ["account.session_ended"]


def test_signing_out_everywhere_ends_all_of_ones_sessions_and_nobody_elses(account):
    other = make_account(email="other@example.org")
    mine = [password_step(account).token for _ in range(2)]
    theirs = password_step(other).token

    sign_out_everywhere(account.id, now=LATER)

    assert [seen(token) for token in mine] == [None, None]
    assert seen(theirs)
    assert db.session.scalar(select(func.count()).select_from(DeskSession)) == 1


def test_a_new_name_is_in_the_journal_without_being_told(account):
    rename(account.id, "Zoé Nouveau", locale="en", now=NOW)
    rename(account.id, "Zoé Nouveau", locale="en", now=NOW)

    [details] = db.session.scalars(select(AuditEntry.details)).all()
    assert details == {"changes": {"display_name": None, "locale": ["fr", "en"]}}


def test_a_weak_password_counts_as_no_try(account):
    here = password_step(account).token
    wish = PasswordChange(
        account_id=account.id,
        session_id=seen(here).session_id,
        password=PASSWORD,
        new_password="azertyuiop12",
        about_the_person=(),
    )
    for _ in range(MOST_TRIES + 1):
        with pytest.raises(WeakPassword):
            change_password(wish, now=LATER)

    change_password(replace(wish, new_password=NEW_PASSWORD), now=LATER)
