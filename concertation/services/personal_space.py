"""Let people into the space of their own address, and out of it."""

import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.account_errors import LinkRunOut
from concertation.domain.limits import Limit
from concertation.domain.personal_space import space_hash
from concertation.domain.registration import email_key
from concertation.domain.retention import LINK_LASTS
from concertation.domain.space_messages import SpaceLinkAsked
from concertation.models import SpaceLink, SpaceSession
from concertation.queries.personal_space import known_address
from concertation.queries.retention import spaces_over
from concertation.services.accounts import count_try
from concertation.services.limits import use_up
from concertation.services.outbox import promise
from concertation.services.purging import sweep

SESSION_LASTS = timedelta(hours=2)
QUIET_AFTER_A_MAIL = timedelta(minutes=10)
SECRET_BYTES = 16


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceRequest:
    """Somebody, who may be anybody, asks for the link to the space of an address."""

    email: str
    locale: str
    place: str
    """Where it comes from: requests are counted for the address and the place."""
    limits: tuple[Limit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceOpening:
    """The link of the mail was opened, and the button on its page pressed."""

    secret: str
    browser_key: str = ""
    """What tells this browser from all others; empty when nothing does."""
    former_token: str = ""
    """Of the space that this browser holds open already, which gives way."""


def ask_for_space(wish: SpaceRequest, *, now: datetime) -> None:
    """Promise a link to who is known here; for any other, do the same in vain.

    An address is written to at most once in ten minutes. What is written for an
    unknown one is taken back, so that no answer, nor the time that it takes, tells who
    takes part in what. Raises `LimitReached` or `TooManyTries`.
    """
    key = email_key(wish.email)
    with transaction() as session:
        use_up(session, wish.limits, now=now)
        count_try(session, f"space {key} {wish.place}", now=now)
        take_turns(session, f"space {key}")
        known_as = known_address(session, key)
        is_quiet = _is_quiet(session, key, now=now)
        attempt = session.begin_nested()
        written = replace(wish, email=known_as or wish.email)
        _promise_link(session, written, key, now=now)
        if known_as and is_quiet:
            attempt.commit()
        else:
            attempt.rollback()


def open_space(wish: SpaceOpening, *, now: datetime) -> str:
    """Use the link up, and return the token that the browser must hold.

    A second press of the same button, in the same browser, is answered as the first:
    its token is made of the link and of the browser. Raises `LinkRunOut`.
    """
    token = _token_of(wish)
    with transaction() as session:
        if wish.former_token and wish.former_token != token:
            _end(session, wish.former_token)
        key = session.scalar(
            delete(SpaceLink)
            .where(
                SpaceLink.token_hash == space_hash(wish.secret),
                SpaceLink.expires_at > now,
            )
            .returning(SpaceLink.email_key)
        )
        if key is not None:
            _start(session, token, key, now=now)
        elif not _is_open(session, token, now=now):
            raise LinkRunOut
    return token


def close_space(token: str) -> None:
    """Closing twice is closing once."""
    with transaction() as session:
        _end(session, token)


def sweep_spaces(*, now: datetime) -> None:
    """Forget the links and sessions that ran out, and the mails that brought them."""
    with transaction() as session:
        sweep(session, spaces_over(session, now), now=now)


def _is_quiet(session: Session, key: str, *, now: datetime) -> bool:
    latest = session.scalar(
        select(func.max(SpaceLink.expires_at)).where(SpaceLink.email_key == key)
    )
    return latest is None or latest - LINK_LASTS <= now - QUIET_AFTER_A_MAIL


def _promise_link(
    session: Session, wish: SpaceRequest, key: str, *, now: datetime
) -> None:
    secret, expires_at = secrets.token_urlsafe(SECRET_BYTES), now + LINK_LASTS
    session.add(
        SpaceLink(
            email_key=key,
            token_hash=space_hash(secret),
            created_at=now,
            expires_at=expires_at,
        )
    )
    session.flush()
    message = SpaceLinkAsked(
        recipient=wish.email,
        locale=wish.locale,
        secret=secret,
        link_expires_at=expires_at,
    )
    promise(session, message, now=now)


def _token_of(wish: SpaceOpening) -> str:
    if not wish.browser_key:
        return secrets.token_urlsafe(SECRET_BYTES)
    made = hmac.digest(wish.secret.encode(), wish.browser_key.encode(), "sha256")
    return made.hex()


def _start(session: Session, token: str, key: str, *, now: datetime) -> None:
    session.add(
        SpaceSession(
            email_key=key,
            token_hash=space_hash(token),
            created_at=now,
            expires_at=now + SESSION_LASTS,
        )
    )


def _is_open(session: Session, token: str, *, now: datetime) -> bool:
    found = select(SpaceSession.id).where(
        SpaceSession.token_hash == space_hash(token), SpaceSession.expires_at > now
    )
    return session.scalar(found) is not None


def _end(session: Session, token: str) -> None:
    its_own = SpaceSession.token_hash == space_hash(token)
    session.execute(delete(SpaceSession).where(its_own))
