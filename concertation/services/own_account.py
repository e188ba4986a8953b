"""What people change of their own account, and the password that they forgot."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.account_errors import WrongCode, WrongPassword
from concertation.domain.account_messages import PasswordChanged, PasswordForgotten
from concertation.domain.actor import account_actor
from concertation.domain.limits import Limit
from concertation.domain.registration import email_key
from concertation.models import Account, DeskSession
from concertation.queries.accounts import find_account, find_resetting
from concertation.services.account_mails import tell_account
from concertation.services.accounts import (
    NOBODY,
    count_try,
    end_sessions,
    forget_tries,
    lock_account,
)
from concertation.services.audit import note
from concertation.services.invitations import NewPassword
from concertation.services.limits import use_up
from concertation.services.outbox import promise
from concertation.services.passwords import hash_password, is_password_of, refuse_weak
from concertation.services.second_factor import (
    remove_second_factor,
    use_step,
    write_recovery_codes,
)

RESET_LASTS = timedelta(hours=1)
QUIET_AFTER_A_MAIL = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class ForgottenPassword:
    email: str
    place: str
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWish:
    """Asked of somebody who is signed in, and gives the password once more."""

    account_id: int
    session_id: int
    """Of the browser that asks: it stays signed in."""
    password: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PasswordChange(OwnWish):
    new_password: str
    about_the_person: tuple[str, ...]
    """What the new password must not be made of."""


def rename(account_id: int, display_name: str, *, locale: str, now: datetime) -> None:
    with transaction() as session:
        account = lock_account(session, account_id)
        before = {"display_name": account.display_name, "locale": account.locale}
        account.display_name, account.locale = display_name, locale
        after = {"display_name": display_name, "locale": locale}
        changes = {n: (before[n], after[n]) for n in after if before[n] != after[n]}
        if changes:
            _note(session, "account.changed", account, now=now, changes=changes)


def change_password(wish: PasswordChange, *, now: datetime) -> None:
    """End every other session, and tell by mail.

    Raises `WeakPassword`, which counts as no try, `WrongPassword` or `TooManyTries`.
    """
    refuse_weak(wish.new_password, about_the_person=wish.about_the_person)
    proven = _proven(wish, now=now).password_hash
    password_hash = hash_password(wish.new_password)
    with transaction() as session:
        account = _still(session, wish, proven)
        account.password_hash = password_hash
        account.link_version += 1
        account.link_expires_at = None
        end_sessions(session, account.id, but_for=wish.session_id)
        tell_account(session, PasswordChanged, account, now=now, changed_at=now)
        _note(session, "account.password_changed", account, now=now)


def ask_for_reset(wish: ForgottenPassword, *, now: datetime) -> None:
    """Promise a link to whoever has an account; for others, do the same in vain.

    What is written for an unknown address is taken back, so that no answer, nor the
    time that it takes, tells who has an account. Raises `LimitReached` or
    `TooManyTries`.
    """
    with transaction() as session:
        use_up(session, wish.limits, now=now)
        source = f"forgotten {email_key(wish.email)} {wish.place}"
        count_try(session, source, now=now)
        account = find_account(session, wish.email)
        attempt = session.begin_nested()
        asking = account if account and _may_be_mailed(account, now=now) else None
        _promise_link(session, asking, wish.email, now=now)
        if asking is None:
            attempt.rollback()
        else:
            attempt.commit()


def reset_password(wish: NewPassword, *, now: datetime) -> None:
    """End every session; the second factor is still asked at the next sign-in.

    Raises `LinkRunOut` or `WeakPassword`.
    """
    known = find_resetting(wish.account_id, wish.link_version, now=now)
    about = (known.display_name, known.email, wish.site_name)
    refuse_weak(wish.password, about_the_person=about)
    password_hash = hash_password(wish.password)
    with transaction() as session:
        lock_account(session, wish.account_id)
        account = find_resetting(wish.account_id, wish.link_version, now=now)
        account.password_hash = password_hash
        account.link_version += 1
        account.link_expires_at = None
        end_sessions(session, account.id)
        tell_account(session, PasswordChanged, account, now=now, changed_at=now)
        _note(session, "account.password_reset", account, now=now)


def turn_on_second_factor(
    account_id: int, session_id: int, code: str, *, key: str, now: datetime
) -> list[str]:
    """Return the recovery codes, told this once. Raises `WrongCode`.

    Other browsers are signed out: they came in by the password alone.
    """
    with transaction() as session:
        account = lock_account(session, account_id)
        typed = "".join(code.split())
        if account.totp_since or not use_step(account, typed, key=key, now=now):
            raise WrongCode
        account.totp_since = now
        end_sessions(session, account.id, but_for=session_id)
        _note(session, "account.second_factor_on", account, now=now)
        return write_recovery_codes(session, account, key=key)


def turn_off_second_factor(wish: OwnWish, *, now: datetime) -> None:
    """Raises `WrongPassword` or `TooManyTries`."""
    proven = _proven(wish, now=now).password_hash
    with transaction() as session:
        account = _still(session, wish, proven)
        remove_second_factor(session, account)
        _note(session, "account.second_factor_off", account, now=now)


def renew_recovery_codes(wish: OwnWish, *, key: str, now: datetime) -> list[str]:
    """Raises `WrongPassword` or `TooManyTries`."""
    proven = _proven(wish, now=now).password_hash
    with transaction() as session:
        account = _still(session, wish, proven)
        _note(session, "account.recovery_codes_renewed", account, now=now)
        return write_recovery_codes(session, account, key=key)


def end_one_session(account_id: int, session_id: int, *, now: datetime) -> None:
    """One of one's own; any other is none of theirs."""
    with transaction() as session:
        account = lock_account(session, account_id)
        ended = delete(DeskSession).where(
            DeskSession.id == session_id, DeskSession.account_id == account_id
        )
        if session.scalar(ended.returning(DeskSession.id)) is not None:
            _note(session, "account.session_ended", account, now=now)


def sign_out_everywhere(account_id: int, *, now: datetime) -> None:
    with transaction() as session:
        account = lock_account(session, account_id)
        end_sessions(session, account.id)
        _note(session, "account.signed_out_everywhere", account, now=now)


def _may_be_mailed(account: Account, *, now: datetime) -> bool:
    """Once in ten minutes, who takes part; an invitation is renewed by who invites."""
    latest = (account.link_expires_at or now) - RESET_LASTS
    is_quiet = account.link_expires_at is None or latest <= now - QUIET_AFTER_A_MAIL
    return account.is_active and bool(account.password_hash) and is_quiet


def _promise_link(
    session: Session, account: Account | None, email: str, *, now: datetime
) -> None:
    """The same statements for somebody (None) who has no account."""
    renewed = (
        update(Account)
        .where(Account.id == (account.id if account else NOBODY))
        .values(
            link_version=Account.link_version + 1, link_expires_at=now + RESET_LASTS
        )
        .returning(Account.link_version)
        .execution_options(synchronize_session=False)
    )
    link_version = session.scalar(renewed) or 0
    message = PasswordForgotten(
        recipient=account.email if account else email,
        locale=account.locale if account else "fr",
        recipient_name=account.display_name if account else email,
        account_id=account.id if account else None,
        link_version=link_version,
        link_expires_at=now + RESET_LASTS,
    )
    promise(session, message, now=now)


def _proven(wish: OwnWish, *, now: datetime) -> Account:
    """Whoever sits at an open browser must know the password; tries are counted."""
    with transaction() as session:
        count_try(session, _source(wish), now=now)
        account = lock_account(session, wish.account_id)
    if not is_password_of(account.password_hash, wish.password):
        raise WrongPassword
    return account


def _still(session: Session, wish: OwnWish, password_hash: str) -> Account:
    """The account, locked, if its password is the one that was proven."""
    account = lock_account(session, wish.account_id)
    if account.password_hash != password_hash:
        raise WrongPassword
    forget_tries(session, _source(wish))
    return account


def _source(wish: OwnWish) -> str:
    return f"own {wish.account_id} {wish.session_id}"


def _note(session: Session, action: str, account: Account, **told: Any) -> None:
    note(session, action, account, actor=account_actor(account.id), **told)
