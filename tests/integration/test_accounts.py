"""Accounts of the desk: passwords, sessions, and tries that are counted."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db, transaction
from concertation.domain.account_errors import TooManyTries, WrongCredentials
from concertation.domain.retention import TRIES_ARE_COUNTED_FOR
from concertation.models import Account, DeskSession, SignInFailure
from concertation.queries.accounts import find_signed_in
from concertation.services import accounts
from concertation.services.accounts import (
    MOST_TRIES,
    SESSION_LENGTH,
    SignIn,
    session_key,
    sign_in,
    sign_out,
    sweep_sign_ins,
)
from concertation.services.facilitators import add_facilitator, remove_facilitator
from concertation.services.passwords import is_password_of
from tests.factories import FACILITATOR, NOW, PASSWORD
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("facilitator")]

A_SECOND = timedelta(seconds=1)
ELSEWHERE = "198.51.100.7"
AS_OWASP_ASKS = "$argon2id$v=19$m=19456,t=2,p=1$"


def attempt(password=PASSWORD, email=FACILITATOR, place="192.0.2.1", *, now=NOW):
    wish = SignIn(email=email, password=password, place=place)
    return sign_in(wish, now=now).token


def fail(times=1, **changes):
    for _ in range(times):
        with pytest.raises(WrongCredentials):
            attempt("a wrong password", **changes)


def account_of(token, *, now=NOW):
    found = find_signed_in(session_key(token), now=now)
    return found and found.account


def count(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_right_password_opens_a_session():
    assert account_of(attempt()).email == FACILITATOR


def test_the_address_is_known_whatever_its_case():
    assert account_of(attempt(email=f" {FACILITATOR.upper()} ")).email == FACILITATOR


@pytest.mark.parametrize(
    "changes",
    [
        {"password": "a wrong password"},
        {"password": ""},
        {"password": PASSWORD.upper()},
        {"email": "nobody@example.org"},
        {"email": ""},
    ],
)
def test_whatever_is_wrong_the_answer_is_the_same_and_opens_nothing(changes):
    with pytest.raises(WrongCredentials) as refused:
        attempt(**changes)

    assert refused.value.args == ()
    assert count(DeskSession) == 0


def test_who_was_stopped_neither_signs_in_nor_stays_signed_in():
    token = attempt()
    with transaction() as session:
        session.scalars(select(Account)).one().is_active = False

    assert account_of(token) is None
    with pytest.raises(WrongCredentials):
        attempt()


def test_a_session_lasts_until_it_expires():
    token = attempt()

    assert account_of(token, now=NOW + SESSION_LENGTH - A_SECOND)
    assert account_of(token, now=NOW + SESSION_LENGTH) is None


def test_signing_out_ends_this_session_and_no_other():
    here, there = attempt(), attempt()

    sign_out(here)

    assert account_of(here) is None
    assert account_of(there)


def test_nothing_opens_a_session_but_its_own_token():
    token = attempt()

    assert account_of(session_key(token)) is None
    assert account_of("") is None


def test_neither_the_token_nor_the_password_is_in_the_database():
    token = attempt()

    [stored] = db.session.scalars(select(DeskSession.token_hash))
    [password_hash] = db.session.scalars(select(Account.password_hash))
    assert token not in stored
    assert PASSWORD not in password_hash


def test_passwords_are_hashed_with_argon2id_and_a_salt_each(shipped_hasher):
    for email in (FACILITATOR, "other@example.org"):
        add_facilitator(email, "Animation", PASSWORD, now=NOW)

    stored = set(db.session.scalars(select(Account.password_hash)))
    assert len(stored) == 2
    assert {one[: len(AS_OWASP_ASKS)] for one in stored} == {AS_OWASP_ASKS}


def test_a_new_password_ends_every_session_of_the_old_one():
    token = attempt()

    add_facilitator(FACILITATOR, "Animation", "another long password", now=NOW)

    assert account_of(token) is None
    assert account_of(attempt("another long password"))
    with pytest.raises(WrongCredentials):
        attempt(PASSWORD)


def test_after_five_wrong_tries_even_the_right_password_waits():
    fail(MOST_TRIES)

    assert MOST_TRIES == 5
    with pytest.raises(TooManyTries):
        attempt()


def test_an_unknown_address_is_counted_like_a_known_one():
    fail(MOST_TRIES, email="nobody@example.org")

    with pytest.raises(TooManyTries):
        attempt(email="nobody@example.org")


def test_the_count_knows_the_address_whatever_its_case():
    fail(MOST_TRIES, email=FACILITATOR.upper())

    with pytest.raises(TooManyTries):
        attempt()


def test_nobody_is_locked_out_from_another_place_nor_for_another_address():
    add_facilitator("other@example.org", "Autre", PASSWORD, now=NOW)
    fail(MOST_TRIES)

    assert account_of(attempt(place=ELSEWHERE))
    assert account_of(attempt(email="other@example.org"))


def test_the_wait_ends_fifteen_minutes_after_the_tries():
    fail(MOST_TRIES)

    with pytest.raises(TooManyTries):
        attempt(now=NOW + TRIES_ARE_COUNTED_FOR - A_SECOND)
    assert timedelta(minutes=15) == TRIES_ARE_COUNTED_FOR
    assert attempt(now=NOW + TRIES_ARE_COUNTED_FOR)


def test_trying_while_one_must_wait_does_not_prolong_the_wait():
    fail(MOST_TRIES)
    with pytest.raises(TooManyTries):
        attempt(now=NOW + timedelta(minutes=14))

    assert attempt(now=NOW + TRIES_ARE_COUNTED_FOR)


def test_a_success_forgets_the_failures_of_its_place_only():
    fail(MOST_TRIES - 1)
    fail(MOST_TRIES - 1, place=ELSEWHERE)

    attempt()

    fail(MOST_TRIES - 1)
    fail(place=ELSEWHERE)
    with pytest.raises(TooManyTries):
        attempt(place=ELSEWHERE)


def test_what_is_out_of_date_is_swept_away_and_nothing_else():
    fail()
    early = attempt(place=ELSEWHERE)
    later = NOW + SESSION_LENGTH - A_SECOND
    fail(now=later)
    late = attempt(place=ELSEWHERE, now=later)

    sweep_sign_ins(now=NOW + SESSION_LENGTH)
    sweep_sign_ins(now=NOW + SESSION_LENGTH)

    assert count(SignInFailure) == count(DeskSession) == 1
    assert account_of(late, now=later)
    assert not account_of(early, now=later)


def test_tries_are_swept_away_only_when_they_no_longer_count():
    fail(MOST_TRIES)

    sweep_sign_ins(now=NOW + TRIES_ARE_COUNTED_FOR - A_SECOND)
    with pytest.raises(TooManyTries):
        attempt(now=NOW + TRIES_ARE_COUNTED_FOR - A_SECOND)

    sweep_sign_ins(now=NOW + TRIES_ARE_COUNTED_FOR)
    assert count(SignInFailure) == 0


def test_who_is_removed_neither_signs_in_nor_stays_signed_in():
    token = attempt()

    known = [remove_facilitator(f" {FACILITATOR.upper()}", now=NOW) for _ in range(2)]

    assert known == [True, True]
    assert count(DeskSession) == 0
    assert account_of(token) is None
    with pytest.raises(WrongCredentials):
        attempt()


def test_who_is_removed_can_be_added_again():
    remove_facilitator(FACILITATOR, now=NOW)

    add_facilitator(FACILITATOR, "Animation", PASSWORD, now=NOW)

    assert account_of(attempt())


def test_nobody_is_removed_where_nobody_is_known():
    token = attempt()

    assert not remove_facilitator("nobody@example.org", now=NOW)
    assert account_of(token)


def test_no_more_than_five_of_many_tries_at_once_are_looked_at(app):
    tries = all_at_once(app, [lambda: attempt("a wrong password")] * 24)

    errors = [type(future.exception()) for future in tries]
    assert set(errors) <= {WrongCredentials, TooManyTries}
    assert errors.count(WrongCredentials) <= MOST_TRIES


@pytest.mark.parametrize("meanwhile", ["stopped", "another password"])
def test_what_changes_while_a_password_is_checked_counts(meanwhile, monkeypatch):
    def slowly(password_hash: str | None, password: str) -> bool:
        is_right = is_password_of(password_hash, password)
        if meanwhile == "stopped":
            remove_facilitator(FACILITATOR, now=NOW)
        else:
            add_facilitator(FACILITATOR, "Animation", "another long one", now=NOW)
        return is_right

    monkeypatch.setattr(accounts, "is_password_of", slowly)

    with pytest.raises(WrongCredentials):
        attempt()
    assert count(DeskSession) == 0
