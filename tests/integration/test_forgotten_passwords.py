"""Passwords that were forgotten: renewed by mail, and nobody learns who has one."""

from datetime import timedelta

import pytest

from concertation.domain.account_errors import LinkRunOut, TooManyTries
from concertation.domain.roles import Role
from concertation.services.grants import deactivate
from concertation.services.invitations import (
    take_up_invitation,
)
from concertation.services.own_account import (
    QUIET_AFTER_A_MAIL,
    RESET_LASTS,
    ForgottenPassword,
    ask_for_reset,
    reset_password,
)
from tests.factories import ACTOR, FACILITATOR, NOW, make_account
from tests.people import INVITED, can_sign_in, choose, invited, mails

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

A_SECOND = timedelta(seconds=1)


def ask(email=INVITED, *, now=NOW, place="here") -> None:
    ask_for_reset(ForgottenPassword(email=email, place=place), now=now)


def test_a_forgotten_password_is_renewed_once_within_an_hour():
    number = make_account(email=INVITED).id
    ask()
    wish = choose(number, "another long password")

    reset_password(wish, now=NOW + RESET_LASTS - A_SECOND)

    assert can_sign_in("another long password")
    assert not can_sign_in()
    assert [mail.template for mail in mails()] == [
        "password_forgotten",
        "password_changed",
    ]
    with pytest.raises(LinkRunOut):
        reset_password(wish, now=NOW)


def test_a_link_for_a_password_runs_out():
    number = make_account(email=INVITED).id
    ask()

    with pytest.raises(LinkRunOut):
        reset_password(choose(number), now=NOW + RESET_LASTS)


def test_without_having_been_asked_for_no_link_opens_anything():
    number = make_account(email=INVITED).id

    for version in (0, 1, 2):
        with pytest.raises(LinkRunOut):
            reset_password(choose(number, version=version), now=NOW)


def test_unknown_and_stopped_people_cause_the_same_work_and_no_mail(
    counted_queries,
):
    make_account(email=INVITED)
    deactivate(make_account(email="stopped@example.org").id, actor=ACTOR, now=NOW)
    invited(email="invited@example.org")
    before = len(mails())
    done = {}

    for email in (INVITED, "nobody@example.org", "stopped@example.org"):
        with counted_queries() as statements:
            ask(email)
        done[email] = [s for s in statements if "SAVEPOINT" not in s.upper()]
    ask("invited@example.org")

    assert done["nobody@example.org"] == done[INVITED] == done["stopped@example.org"]
    assert any("INSERT INTO outbox_mail" in s for s in done["nobody@example.org"])
    assert [mail.recipient for mail in mails()[before:]] == [INVITED]


def test_a_mail_for_a_password_leaves_once_in_ten_minutes():
    make_account(email=INVITED)
    ask()
    ask(now=NOW + QUIET_AFTER_A_MAIL - A_SECOND)
    once = len(mails())
    ask(now=NOW + QUIET_AFTER_A_MAIL)

    assert (once, len(mails())) == (1, 2)


@pytest.mark.parametrize("email", [INVITED, "nobody@example.org"])
def test_asking_is_counted_for_known_and_unknown_alike(email):
    make_account(email=INVITED)
    for _ in range(5):
        ask(email)

    with pytest.raises(TooManyTries):
        ask(email)
    ask(email, place="elsewhere")


def test_who_is_stopped_meanwhile_renews_no_password():
    make_account(Role.ADMINISTRATOR, email=FACILITATOR)
    number = make_account(email=INVITED).id
    ask()
    wish = choose(number)
    deactivate(number, actor=ACTOR, now=NOW)

    with pytest.raises(LinkRunOut):
        reset_password(wish, now=NOW)


def test_an_invitation_is_no_link_for_a_password_nor_the_reverse():
    waiting, known = invited(), make_account(email="known@example.org").id
    ask("known@example.org")

    with pytest.raises(LinkRunOut):
        reset_password(choose(waiting), now=NOW)
    with pytest.raises(LinkRunOut):
        take_up_invitation(choose(known), now=NOW)
