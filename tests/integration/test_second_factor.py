"""The second factor: set up, asked for, replayed in vain, lost, and reset."""

from datetime import timedelta

import pytest
from pyotp import TOTP
from sqlalchemy import select

from concertation.database import db
from concertation.domain.account_errors import (
    SignInRunOut,
    TooManyTries,
    WrongCode,
    WrongPassword,
)
from concertation.domain.roles import Role
from concertation.domain.second_factor import totp_secret
from concertation.models import Account, AuditEntry, OutboxMail
from concertation.queries.accounts import (
    find_signed_in,
    open_sessions,
    recovery_codes_left,
)
from concertation.services.accounts import (
    MOST_TRIES,
    TIME_FOR_THE_CODE,
    SecondStep,
    SignIn,
    finish_sign_in,
    session_key,
    sign_in,
)
from concertation.services.grants import deactivate, reset_second_factor
from concertation.services.own_account import (
    OwnWish,
    renew_recovery_codes,
    turn_off_second_factor,
    turn_on_second_factor,
)
from tests.factories import ACTOR, NOW, PASSWORD, make_account
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]

KEY = "the key of the site"
LATER = NOW + timedelta(minutes=2)
"""When the code that set it up counts no more."""


@pytest.fixture
def account(app) -> Account:
    make_account(Role.ADMINISTRATOR)
    return make_account(Role.READER)


def code_of(account, now=LATER) -> str:
    held = db.session.get_one(Account, account.id, populate_existing=True)
    return TOTP(totp_secret(KEY, held.id, held.totp_salt)).at(now)


def password_step(account, *, now=LATER):
    wish = SignIn(
        email=account.email, password=PASSWORD, place="here", device="Firefox"
    )
    return sign_in(wish, now=now)


def code_step(token, code, *, now=LATER, device=("", "")):
    wish = SecondStep(token=token, code=code, device=device, key=KEY)
    return finish_sign_in(wish, now=now)


def seen(token, *, now=LATER):
    return find_signed_in(session_key(token), now=now)


def set_up(account) -> list[str]:
    here = seen(password_step(account, now=NOW).token, now=NOW)
    return turn_on_second_factor(
        account.id, here.session_id, code_of(account, NOW), key=KEY, now=NOW
    )


def own(account, password=PASSWORD, session_id=0) -> OwnWish:
    return OwnWish(account_id=account.id, session_id=session_id, password=password)


def actions() -> list[str]:
    return list(db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)))


def test_it_counts_only_once_a_code_was_right(account):
    for wrong in ("", "000000", "12345", "١٢٣٤٥٦", code_of(account, NOW)[::-1] + "0"):
        with pytest.raises(WrongCode):
            turn_on_second_factor(account.id, 0, wrong, key=KEY, now=NOW)

    assert not password_step(account).awaits_code
    assert recovery_codes_left(account.id) == 0


def test_the_password_alone_opens_nothing_any_more(account):
    set_up(account)

    opened = password_step(account)

    assert opened.awaits_code
    assert seen(opened.token) is None
    entered = code_step(opened.token, code_of(account))
    assert seen(entered.token).account.id == account.id
    assert entered.token != opened.token
    assert seen(opened.token) is None


def test_setting_it_up_signs_the_other_browsers_out(account):
    elsewhere = password_step(account, now=NOW).token

    set_up(account)

    assert seen(elsewhere, now=NOW) is None
    assert len(open_sessions(account.id, now=NOW)) == 1


def test_a_code_counts_once_and_no_earlier_one_after_it(account):
    set_up(account)
    first, second = (password_step(account).token for _ in range(2))
    early = code_of(account, LATER - timedelta(seconds=30))
    code_step(first, code_of(account))

    for used in (code_of(account), early):
        with pytest.raises(WrongCode):
            code_step(second, used)
    soon = LATER + timedelta(seconds=30)
    assert code_step(second, code_of(account, soon), now=soon)


def test_the_code_that_set_it_up_does_not_sign_in(account):
    code = code_of(account, NOW)
    set_up(account)

    with pytest.raises(WrongCode):
        code_step(password_step(account, now=NOW).token, code, now=NOW)


@pytest.mark.parametrize(
    ("seconds", "is_taken"), [(-60, False), (-30, True), (30, True), (60, False)]
)
def test_clocks_may_differ_by_half_a_minute(account, seconds, is_taken):
    set_up(account)
    much_later = LATER + timedelta(minutes=10)
    token = password_step(account, now=much_later).token
    code = code_of(account, much_later + timedelta(seconds=seconds))

    if is_taken:
        assert code_step(token, code, now=much_later)
    else:
        with pytest.raises(WrongCode):
            code_step(token, code, now=much_later)


def test_of_many_who_use_one_code_at_the_same_time_one_enters(app, account):
    set_up(account)
    tokens = [password_step(account).token for _ in range(4)]
    code = code_of(account)

    done = all_at_once(app, [lambda t=t: code_step(t, code) for t in tokens])

    assert [f.exception() for f in done].count(None) == 1


def test_each_recovery_code_opens_once(account):
    codes = set_up(account)
    first, second = (password_step(account).token for _ in range(2))

    assert code_step(first, codes[0].lower().replace("-", " "))

    with pytest.raises(WrongCode):
        code_step(second, codes[0])
    assert recovery_codes_left(account.id) == len(codes) - 1
    assert code_step(second, codes[1])
    assert actions().count("account.recovery_code_used") == 2


def test_no_recovery_code_opens_the_account_of_another(account):
    other = make_account(email="other@example.org")
    codes, _ = set_up(account), set_up(other)

    with pytest.raises(WrongCode):
        code_step(password_step(other).token, codes[0])


def test_new_recovery_codes_end_the_old_ones(account):
    [old, *_] = set_up(account)
    with pytest.raises(WrongPassword):
        renew_recovery_codes(own(account, "wrong"), key=KEY, now=NOW)

    [new, *_] = renew_recovery_codes(own(account), key=KEY, now=NOW)

    token = password_step(account).token
    with pytest.raises(WrongCode):
        code_step(token, old)
    assert code_step(token, new)


def test_tries_at_the_code_are_counted_wherever_they_come_from(account):
    set_up(account)
    for _ in range(MOST_TRIES):
        with pytest.raises(WrongCode):
            code_step(password_step(account).token, "000000")

    token = password_step(account).token
    with pytest.raises(TooManyTries):
        code_step(token, code_of(account))
    with pytest.raises(TooManyTries):
        code_step(token, code_of(account), device=("thief@example.org", "their own"))
    # The owner's own browser is a place of its own.
    assert code_step(token, code_of(account), device=(account.email, "known"))


def test_the_code_is_awaited_for_ten_minutes(account):
    set_up(account)
    token = password_step(account).token
    over = LATER + TIME_FOR_THE_CODE

    with pytest.raises(SignInRunOut):
        code_step(token, code_of(account, over), now=over)
    with pytest.raises(SignInRunOut):
        code_step("", code_of(account))


def test_who_is_stopped_between_the_two_steps_does_not_enter(account):
    set_up(account)
    token = password_step(account).token
    deactivate(account.id, actor=ACTOR, now=LATER)

    with pytest.raises(SignInRunOut):
        code_step(token, code_of(account))


def test_neither_secret_nor_codes_are_in_the_database(account):
    codes = set_up(account)

    stored = str(
        [
            db.session.execute(select(table)).all()
            for table in Account.metadata.sorted_tables
        ]
    )
    held = db.session.get_one(Account, account.id)
    assert totp_secret(KEY, held.id, held.totp_salt) not in stored
    assert not any(code in stored or code.replace("-", "") in stored for code in codes)


def test_turning_it_off_asks_for_the_password_and_changes_the_secret(account):
    [code, *_] = set_up(account)
    before = code_of(account)
    with pytest.raises(WrongPassword):
        turn_off_second_factor(own(account, "wrong"), now=NOW)

    turn_off_second_factor(own(account), now=NOW)

    assert not password_step(account).awaits_code
    assert recovery_codes_left(account.id) == 0
    assert code_of(account) != before
    with pytest.raises(SignInRunOut):
        code_step(password_step(account).token, code)


def test_an_administrator_resets_it_and_the_person_is_told(account):
    set_up(account)
    token = code_step(password_step(account).token, code_of(account)).token

    reset_second_factor(account.id, actor=ACTOR, now=LATER)
    reset_second_factor(account.id, actor=ACTOR, now=LATER)

    assert seen(token) is None
    assert not password_step(account).awaits_code
    [mail] = db.session.scalars(select(OutboxMail)).all()
    assert (mail.template, mail.recipient) == ("second_factor_removed", account.email)
    assert actions().count("account.second_factor_reset") == 1
