"""Accounts of the desk: make them, sign in, sign out."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.errors import TooManyTries, WrongCredentials
from concertation.domain.registration import email_key
from concertation.models import Account, DeskSession, SignInFailure
from concertation.queries.accounts import find_account
from concertation.services.passwords import hash_password, is_password_of

SESSION_LENGTH = timedelta(hours=12)
MOST_TRIES = 5
TRIES_ARE_COUNTED_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    email: str
    password: str
    place: str
    """Where it comes from: a browser known to this account, or else a network.

    Tries are counted for the address and the place together, so that nobody can
    lock somebody else out from elsewhere.
    """


def add_facilitator(
    email: str, display_name: str, password: str, *, now: datetime
) -> None:
    """Make an account, or give an existing one this password and end its sessions."""
    password_hash = hash_password(password)
    with transaction() as session:
        account = find_account(session, email)
        if account is None:
            account = Account(email=email, email_key=email_key(email), created_at=now)
            session.add(account)
        account.display_name = display_name
        account.password_hash = password_hash
        account.is_active = True
        session.flush()
        session.execute(delete(DeskSession).where(DeskSession.account_id == account.id))


def remove_facilitator(email: str) -> bool:
    """Let nobody sign in with this account any more; False when there is none."""
    with transaction() as session:
        account = find_account(session, email)
        if account is None:
            return False
        account.is_active = False
        session.execute(delete(DeskSession).where(DeskSession.account_id == account.id))
    return True


def sign_in(wish: SignIn, *, now: datetime) -> str:
    """Open a session and return the secret that the browser must hold.

    Raises `WrongCredentials`, the same for an unknown address and a wrong password,
    or `TooManyTries`.
    """
    source = _hashed(f"{email_key(wish.email)} {wish.place}")
    with transaction() as session:
        _count_try(session, source, now=now)
        account = find_account(session, wish.email)
    # No transaction is open while the hash is computed, which takes its time.
    known = account is not None and account.is_active
    password_hash = account.password_hash if account and known else None
    if not is_password_of(password_hash, wish.password) or account is None:
        raise WrongCredentials
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        session.execute(delete(SignInFailure).where(SignInFailure.source == source))
        session.add(
            DeskSession(
                token_hash=_hashed(token),
                account_id=account.id,
                created_at=now,
                expires_at=now + SESSION_LENGTH,
            )
        )
    return token


def sign_out(token: str) -> None:
    with transaction() as session:
        session.execute(
            delete(DeskSession).where(DeskSession.token_hash == _hashed(token))
        )


def sweep_sign_ins(*, now: datetime) -> None:
    """Forget the sessions that expired and the tries that no longer count."""
    uncounted = SignInFailure.at <= now - TRIES_ARE_COUNTED_FOR
    with transaction() as session:
        session.execute(delete(SignInFailure).where(uncounted))
        session.execute(delete(DeskSession).where(DeskSession.expires_at <= now))


def session_key(token: str) -> str:
    """What the database knows of a browser's secret."""
    return _hashed(token)


def _count_try(session: Session, source: str, *, now: datetime) -> None:
    """Note this try as failed until it succeeds: tries at once are all counted."""
    take_turns(session, source)
    recent = select(func.count()).where(
        SignInFailure.source == source,
        SignInFailure.at > now - TRIES_ARE_COUNTED_FOR,
    )
    if (session.scalar(recent) or 0) >= MOST_TRIES:
        raise TooManyTries
    session.add(SignInFailure(source=source, at=now))


def _hashed(value: str) -> str:
    return sha256(value.encode()).hexdigest()
