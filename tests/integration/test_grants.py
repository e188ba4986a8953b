"""Who may do what: roles given and taken, people stopped, one administrator left."""

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.account_errors import (
    LastAdministrator,
    NoSuchScope,
    WrongCredentials,
)
from concertation.domain.roles import Grant, Place, Role
from concertation.models import Account, AccountGrant, AuditEntry, DeskSession
from concertation.queries.accounts import find_signed_in, grants_of
from concertation.services.accounts import SignIn, session_key, sign_in
from concertation.services.grants import (
    RoleToGive,
    deactivate,
    give_role,
    reactivate,
    require_second_factor,
    take_role,
)
from tests.factories import ACTOR, NOW, PASSWORD, make_account, make_event
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]


def give(account, role, event=None) -> None:
    wish = RoleToGive(role=role, event_id=event.id if event else None, actor=ACTOR)
    give_role(account.id, wish, now=NOW)


def take(account, number) -> None:
    take_role(account.id, number, actor=ACTOR, now=NOW)


def enter(account) -> str:
    wish = SignIn(email=account.email, password=PASSWORD, place="here")
    return sign_in(wish, now=NOW).token


def seen(token):
    return find_signed_in(session_key(token), now=NOW)


def administrators() -> set[int]:
    held = select(AccountGrant.account_id).join(
        Account, Account.id == AccountGrant.account_id
    )
    return set(
        db.session.scalars(
            held.where(AccountGrant.role == Role.ADMINISTRATOR, Account.is_active)
        )
    )


def told(action: str) -> list[dict]:
    return list(
        db.session.scalars(
            select(AuditEntry.details).where(AuditEntry.action == action)
        )
    )


def test_roles_are_there_at_the_next_request_with_one_query(counted_queries):
    account, event = make_account(), make_event()
    token = enter(account)
    assert seen(token).grants == ()
    give(account, Role.WELCOMER, event)
    give(account, Role.READER)
    give(account, Role.READER)

    with counted_queries() as queries:
        found = seen(token)

    assert set(found.grants) == {
        Grant(Role.WELCOMER, Place(event=event.slug)),
        Grant(Role.READER),
    }
    assert len([query for query in queries if query != "BEGIN"]) == 1
    assert told("account.right_given") == [
        {"changes": {"role": [None, "welcomer"], "event": [None, event.slug]}},
        {"changes": {"role": [None, "reader"]}},
    ]


def test_a_role_that_is_taken_is_gone_at_once():
    account = make_account(Role.FACILITATOR)
    token = enter(account)
    [grant] = grants_of(account.id)

    take(account, grant.id)
    take(account, grant.id)

    assert seen(token).grants == ()
    [told_once] = told("account.right_taken")
    assert told_once["changes"] == {"role": ["facilitator", None]}
    assert told_once["rows"] == [grant.id]


def test_nobody_takes_a_role_through_the_page_of_another():
    one, other = make_account(Role.READER), make_account(Role.FACILITATOR)
    [grant] = grants_of(other.id)

    take(one, grant.id)

    assert grants_of(other.id) == [grant]


@pytest.mark.parametrize(
    ("role", "at_event"), [(Role.ADMINISTRATOR, True), (Role.WELCOMER, False)]
)
def test_a_role_is_given_where_it_can_be(role, at_event):
    with pytest.raises(NoSuchScope):
        give(make_account(), role, make_event() if at_event else None)


def test_who_is_deactivated_is_out_at_once_and_may_come_back():
    account = make_account(Role.READER)
    token = enter(account)

    deactivate(account.id, actor=ACTOR, now=NOW)

    assert seen(token) is None
    assert db.session.scalars(select(DeskSession)).all() == []
    with pytest.raises(WrongCredentials):
        enter(account)
    reactivate(account.id, actor=ACTOR, now=NOW)
    assert seen(token) is None
    assert seen(enter(account)).grants == (Grant(Role.READER),)


def test_the_last_administrator_stays():
    account = make_account(Role.ADMINISTRATOR)
    make_account(Role.FACILITATOR)
    [grant] = grants_of(account.id)

    with pytest.raises(LastAdministrator):
        take(account, grant.id)
    with pytest.raises(LastAdministrator):
        deactivate(account.id, actor=ACTOR, now=NOW)

    assert administrators() == {account.id}


def test_who_is_stopped_or_only_invited_is_no_administrator_to_rely_on():
    account = make_account(Role.ADMINISTRATOR)
    other = make_account(Role.ADMINISTRATOR, email="other@example.org")
    deactivate(other.id, actor=ACTOR, now=NOW)

    with pytest.raises(LastAdministrator):
        deactivate(account.id, actor=ACTOR, now=NOW)


@pytest.mark.parametrize("way", ["demote", "deactivate"])
def test_administrators_who_remove_each_other_at_the_same_time_leave_one(app, way):
    people = [
        make_account(Role.ADMINISTRATOR, email=f"admin{n}@example.org")
        for n in range(4)
    ]
    numbers = {account.id: grants_of(account.id)[0].id for account in people}

    def remove(account_id: int) -> None:
        if way == "demote":
            take_role(account_id, numbers[account_id], actor=ACTOR, now=NOW)
        else:
            deactivate(account_id, actor=ACTOR, now=NOW)

    done = all_at_once(app, [lambda n=a.id: remove(n) for a in people])

    errors = [type(f.exception()) for f in done if f.exception()]
    db.session.rollback()
    assert errors == [LastAdministrator]
    assert len(administrators()) == 1


def test_a_second_factor_is_asked_of_who_has_a_role_that_needs_it():
    event = make_event()
    welcomer = make_account(Role.WELCOMER, event)
    reader = make_account(Role.READER)
    roles = frozenset({Role.WELCOMER, Role.ADMINISTRATOR})

    for _ in range(2):
        require_second_factor(roles, actor=ACTOR, now=NOW)

    assert seen(enter(welcomer)).must_set_up_second_factor
    assert not seen(enter(reader)).must_set_up_second_factor
    require_second_factor(frozenset(), actor=ACTOR, now=NOW)
    assert not seen(enter(welcomer)).must_set_up_second_factor
    assert [entry["changes"] for entry in told("desk.policy_changed")] == [
        {"second_factor_roles": [[], ["administrator", "welcomer"]]},
        {"second_factor_roles": [["administrator", "welcomer"], []]},
    ]
