"""Invitations to the desk: by mail, signed, taken up once."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.account_errors import (
    HasAccount,
    InvitationAnswered,
    LinkRunOut,
    NoSuchScope,
    WeakPassword,
)
from concertation.domain.delivery import MailState
from concertation.domain.retention import INVITATION_DAYS
from concertation.domain.roles import Place, Role
from concertation.mailing.rendering import render
from concertation.models import Account, AccountGrant, AuditEntry
from concertation.queries.accounts import all_accounts, grants_of
from concertation.services.invitations import (
    INVITATION_LASTS,
    forget_old_invitations,
    invite_again,
    take_up_invitation,
    withdraw_invitation,
)
from tests.factories import ACTOR, NOW, PASSWORD, make_event
from tests.people import INVITED, can_sign_in, choose, invited, mails
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

A_SECOND = timedelta(seconds=1)


def test_who_takes_an_invitation_up_can_sign_in_with_the_role_that_was_given():
    event = make_event()
    number = invited(Role.WELCOMER, event.id)

    assert not can_sign_in()
    take_up_invitation(choose(number), now=NOW)

    assert can_sign_in()
    [grant] = grants_of(number)
    assert (grant.role, grant.at) == (Role.WELCOMER, Place(event=event.slug))


def test_an_invitation_is_taken_up_once():
    number = invited()
    wish = choose(number)
    take_up_invitation(wish, now=NOW)

    with pytest.raises(LinkRunOut):
        take_up_invitation(wish, now=NOW)


def test_an_invitation_is_good_for_seven_days():
    number = invited()

    with pytest.raises(LinkRunOut):
        take_up_invitation(choose(number), now=NOW + INVITATION_LASTS)
    assert timedelta(days=7) == INVITATION_LASTS
    take_up_invitation(choose(number), now=NOW + INVITATION_LASTS - A_SECOND)


def test_of_two_who_take_it_up_at_the_same_time_one_does(app):
    number = invited()
    wishes = [choose(number, f"{PASSWORD} {n}") for n in range(6)]

    done = all_at_once(
        app, [lambda w=w: take_up_invitation(w, now=NOW) for w in wishes]
    )

    errors = [future.exception() for future in done]
    assert errors.count(None) == 1
    assert {type(error) for error in errors if error} == {LinkRunOut}


def test_a_later_invitation_ends_the_one_before():
    number = invited()
    early = choose(number)
    invite_again(number, invited_by="Animation", actor=ACTOR, now=NOW)

    with pytest.raises(LinkRunOut):
        take_up_invitation(early, now=NOW)
    take_up_invitation(choose(number), now=NOW)
    with pytest.raises(InvitationAnswered):
        withdraw_invitation(number, actor=ACTOR, now=NOW)
    with pytest.raises(InvitationAnswered):
        invite_again(number, invited_by="Animation", actor=ACTOR, now=NOW)


def test_nobody_is_invited_twice_whatever_the_case_of_the_address():
    invited()

    with pytest.raises(HasAccount):
        invited(email=f" {INVITED.upper()}")


@pytest.mark.parametrize(
    ("role", "at_event"), [(Role.ADMINISTRATOR, True), (Role.WELCOMER, False)]
)
def test_a_role_is_given_where_it_can_be_and_nothing_is_half_written(role, at_event):
    event_id = make_event().id if at_event else None

    with pytest.raises(NoSuchScope):
        invited(role, event_id)

    assert db.session.scalar(select(func.count()).select_from(Account)) == 0
    assert [mail for mail in mails() if mail.account_id] == []


def test_a_weak_password_takes_no_invitation_up():
    number = invited()

    with pytest.raises(WeakPassword):
        take_up_invitation(choose(number, "lea.dupont.2026"), now=NOW)
    assert not can_sign_in("lea.dupont.2026")
    take_up_invitation(choose(number), now=NOW)


def test_who_was_withdrawn_is_forgotten_everywhere():
    number = invited()
    wish = choose(number)

    withdraw_invitation(number, actor=ACTOR, now=NOW)

    account = db.session.get_one(Account, number, populate_existing=True)
    [mail] = mails()
    assert (account.email, account.display_name, account.is_active) == ("", "", False)
    assert (mail.recipient, mail.facts, mail.state) == ("", {}, MailState.WITHDRAWN)
    assert db.session.scalars(select(AccountGrant)).all() == []
    assert all_accounts() == []
    with pytest.raises(LinkRunOut):
        take_up_invitation(wish, now=NOW)
    assert invited() != number


def test_what_nobody_took_up_is_forgotten_after_a_while_and_not_before():
    late, taken = invited(), invited(email="other@example.org")
    take_up_invitation(choose(taken), now=NOW)
    over = NOW + INVITATION_LASTS + timedelta(days=INVITATION_DAYS)

    early = forget_old_invitations(now=over - A_SECOND)
    in_time, again = (forget_old_invitations(now=over) for _ in range(2))

    assert (early, in_time, again) == (0, 1, 0)
    assert [account.id for account in all_accounts()] == [taken]
    assert db.session.get_one(Account, late).email == ""


def test_no_name_nor_address_of_the_invited_is_in_the_journal():
    number = invited()
    take_up_invitation(choose(number), now=NOW)

    entries = db.session.scalars(select(AuditEntry)).all()
    assert [entry.action for entry in entries] == [
        "account.invited",
        "account.right_given",
        "account.taken_up",
    ]
    told = str([(entry.actor, entry.details) for entry in entries])
    assert "lea" not in told.casefold()
    assert "léa" not in told.casefold()


def test_the_link_is_in_the_mail_and_not_in_the_database():
    number = invited()
    [mail] = mails()

    text = render(mail).get_body(("plain",)).get_content()

    [link] = [line for line in text.splitlines() if "/bureau/invitation/" in line]
    token = link.rpartition("/")[2].partition("?")[0]
    assert token
    assert token not in str(mail.facts)
    assert mail.account_id == number
