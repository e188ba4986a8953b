"""Accounts of the desk: sign in, sign out."""

import logging
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.account_errors import (
    SignInRunOut,
    TooManyTries,
    WrongCode,
    WrongCredentials,
)
from concertation.domain.actor import SYSTEM, account_actor
from concertation.domain.limits import Limit
from concertation.domain.registration import email_key
from concertation.domain.retention import TRIES_ARE_COUNTED_FOR
from concertation.models import Account, DeskSession, SignInFailure
from concertation.queries.accounts import find_account, pending_sign_in
from concertation.queries.retention import sign_ins_over
from concertation.services.audit import Many, note, note_many
from concertation.services.limits import use_up
from concertation.services.passwords import is_password_of
from concertation.services.purging import sweep
from concertation.services.second_factor import CodeKind, use_code

log = logging.getLogger(__name__)

SESSION_LENGTH = timedelta(hours=12)
TIME_FOR_THE_CODE = timedelta(minutes=10)
MOST_TRIES = 5
NOBODY = 0
"""No account has this number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignIn:
    email: str
    password: str
    place: str
    """Where it comes from: a browser known to this account, or else a network.

    Tries are counted for the address and the place together, so that nobody can
    lock somebody else out from elsewhere.
    """
    device: str = ""
    """Coarse words for the browser, by which its owner knows it in a list."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SecondStep:
    token: str
    """What the browser got for the right password."""
    code: str
    device: tuple[str, str]
    """Who signed in with this browser before, and what stands for it; or two blanks.

    All browsers that the account's owner is not known by are counted as one place:
    whoever comes here knows the password, and may come from many networks.
    """
    key: str
    """The site's key, of which secrets are made."""
    former_keys: tuple[str, ...] = ()
    """Of which they may have been made before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenedSession:
    token: str
    """The secret that the browser must hold."""
    awaits_code: bool = False
    """The password was right; the desk opens once the code is given as well."""
    email: str = ""


def sign_in(wish: SignIn, *, now: datetime) -> OpenedSession:
    """Open a session, or only the way to the second step where that is asked.

    Raises `WrongCredentials`, the same for an unknown address and a wrong password,
    `LimitReached` or `TooManyTries`.
    """
    source = f"{email_key(wish.email)} {wish.place}"
    with transaction() as session:
        use_up(session, wish.limits, now=now)
        count_try(session, source, now=now)
        found = find_account(session, wish.email)
        usable = found if found and found.is_active else None
        account_id = found.id if found else NOBODY
        password_hash = usable.password_hash if usable else None
    # No transaction is open while the hash is computed, which takes its time.
    if not is_password_of(password_hash, wish.password):
        with transaction() as session:
            _note_failure(session, account_id, now=now)
        raise WrongCredentials
    with transaction() as session:
        account = lock_account(session, account_id)
        # Meanwhile it may have been stopped, or have got another password.
        if not account.is_active or account.password_hash != password_hash:
            raise WrongCredentials
        forget_tries(session, source)
        awaits_code = account.totp_since is not None
        token = _open_session(
            session, account, wish.device, awaits_code=awaits_code, now=now
        )
    return OpenedSession(token=token, awaits_code=awaits_code)


def finish_sign_in(wish: SecondStep, *, now: datetime) -> OpenedSession:
    """Open the desk to who gave the password before, and now the code.

    Raises `WrongCode`, `TooManyTries`, or `SignInRunOut` when too much time went by.
    """
    with transaction() as session:
        pending = pending_sign_in(session, _hashed(wish.token), now=now)
        if pending is None:
            raise SignInRunOut
        account = lock_account(session, pending.account_id)
        owner, device = wish.device
        place = device if owner == account.email_key else "unknown"
        source = f"code {account.id} {place}"
        count_try(session, source, now=now)
        keys = (wish.key, *wish.former_keys)
        kind = use_code(session, account, wish.code, keys=keys, now=now)
        if kind is not None:
            forget_tries(session, source)
            token = _open_session(session, account, pending.device, now=now)
            session.delete(pending)
            if kind is CodeKind.RECOVERY:
                actor = account_actor(account.id)
                action = "account.recovery_code_used"
                note(session, action, account, actor=actor, now=now)
        else:
            _note_failure(session, account.id, now=now)
    # After the commit: a try that failed is counted.
    if kind is None:
        raise WrongCode
    return OpenedSession(token=token, email=account.email)


def sign_out(token: str) -> None:
    with transaction() as session:
        session.execute(
            delete(DeskSession).where(DeskSession.token_hash == _hashed(token))
        )


def sweep_sign_ins(*, now: datetime) -> None:
    """Forget the sessions that expired and the tries that no longer count."""
    with transaction() as session:
        sweep(session, sign_ins_over(session, now), now=now)


def session_key(token: str) -> str:
    """What the database knows of a browser's secret."""
    return _hashed(token)


def lock_account(session: Session, account_id: int) -> Account:
    """The account as it is now, and nobody else changes it before we are done."""
    return session.scalars(
        select(Account)
        .where(Account.id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()


def end_sessions(
    session: Session, account_id: int, *, but_for: int | None = None
) -> None:
    """Sign out every browser of this account, or every other one."""
    ended = delete(DeskSession).where(DeskSession.account_id == account_id)
    if but_for is not None:
        ended = ended.where(DeskSession.id != but_for)
    session.execute(ended)


def count_try(session: Session, source: str, *, now: datetime) -> None:
    """Note this try as failed until it succeeds: tries at once are all counted.

    Raises `TooManyTries`.
    """
    source = _hashed(source)
    take_turns(session, source)
    recent = select(func.count()).where(
        SignInFailure.source == source,
        SignInFailure.at > now - TRIES_ARE_COUNTED_FOR,
    )
    if (session.scalar(recent) or 0) >= MOST_TRIES:
        raise TooManyTries
    session.add(SignInFailure(source=source, at=now))


def forget_tries(session: Session, source: str) -> None:
    """It succeeded."""
    hashed = _hashed(source)
    session.execute(delete(SignInFailure).where(SignInFailure.source == hashed))


def _note_failure(session: Session, account_id: int, *, now: datetime) -> None:
    """Of an address that nobody has here as well: the same work, and no address."""
    action = "account.sign_in_failed"
    failed = Many(Account, {account_id: {}})
    note_many(session, action, failed, actor=SYSTEM, now=now)


def _open_session(
    session: Session,
    account: Account,
    device: str,
    *,
    awaits_code: bool = False,
    now: datetime,
) -> str:
    token = secrets.token_urlsafe(32)
    length = TIME_FOR_THE_CODE if awaits_code else SESSION_LENGTH
    session.add(
        DeskSession(
            token_hash=_hashed(token),
            account_id=account.id,
            awaits_code=awaits_code,
            device=device,
            created_at=now,
            expires_at=now + length,
        )
    )
    if not awaits_code:
        account.last_signed_in_at = now
        log.info("account %d signed in", account.id)
    return token


def _hashed(value: str) -> str:
    return sha256(value.encode()).hexdigest()
