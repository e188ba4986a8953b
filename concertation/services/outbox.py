"""The outbox: mail is promised in the same transaction as the fact it reports."""

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.delivery import (
    FIRST_PAUSE,
    LEASE,
    LONGEST_PAUSE,
    LONGEST_PAUSE_WITHOUT_SERVER,
    MailState,
    is_given_up,
    pause_after,
)
from concertation.domain.registration import email_key
from concertation.domain.restrictions import STOPPABLE, STOPPED
from concertation.domain.snapshots import Message
from concertation.models import OutboxMail, Registration
from concertation.queries.outbox import are_due
from concertation.queries.restrictions import kinds_among


def promise(session: Session, message: Message, *, now: datetime) -> None:
    """Store a mail inside the caller's transaction. Nothing is sent here."""
    promise_all(session, [message], now=now)


def promise_all(
    session: Session, messages: Iterable[Message], *, now: datetime
) -> None:
    """Store many mails at once, each to somebody of its own.

    Nobody is written to who was forgotten: their address is empty. Nor does anybody
    get what their limitation or objection stops.
    """
    rows = [
        {
            "template": message.template,
            "recipient": message.recipient,
            "locale": message.locale,
            "facts": message.facts(),
            "message_id": secrets.token_hex(16),
            "registration_id": getattr(message, "registration_id", None),
            "account_id": getattr(message, "account_id", None),
            "guest_id": getattr(message, "guest_id", None),
            "participant_id": getattr(message, "participant_id", None),
            "created_at": now,
            "due_at": now,
        }
        for message in _may_be_sent(session, messages)
    ]
    if rows:
        # One row is not sent as a batch of one: registrations do this all day long.
        session.execute(insert(table_of(OutboxMail)), rows if rows[1:] else rows[0])


def _may_be_sent(session: Session, messages: Iterable[Message]) -> list[Message]:
    """Most mails are never stopped, and ask nothing."""
    addressed = [message for message in messages if message.recipient]
    stoppable = [m for m in addressed if m.template in STOPPABLE]
    if not stoppable:
        return addressed
    restricted = kinds_among(session, [email_key(m.recipient) for m in stoppable])
    return [
        message
        for message in addressed
        if not any(
            message.template in STOPPED[kind]
            for kind in restricted.get(email_key(message.recipient), ())
        )
    ]


def withdraw(session: Session, registration: Registration) -> None:
    """Let nothing leave any more of what was promised to this person so far."""
    session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.registration_id == registration.id,
            OutboxMail.state == MailState.PENDING,
        )
        .values(state=MailState.WITHDRAWN)
    )


def claim_due(
    *, now: datetime, limit: int, lease: timedelta = LEASE
) -> Sequence[OutboxMail]:
    """Take up to ``limit`` mails that are due, for the length of a lease.

    A claim only moves ``due_at``: a worker that dies leaves mails that come due
    again by themselves.
    """
    due = (
        select(OutboxMail.id)
        .where(are_due(now))
        .order_by(OutboxMail.due_at, OutboxMail.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    claimed = (
        update(OutboxMail)
        .where(OutboxMail.id.in_(due))
        .values(due_at=now + lease, attempts=OutboxMail.attempts + 1)
        .returning(OutboxMail)
        .execution_options(populate_existing=True, synchronize_session=False)
    )
    with transaction() as session:
        mails = session.scalars(claimed).all()
    return sorted(mails, key=lambda mail: mail.id)


def note_sent(mail: OutboxMail, *, now: datetime) -> None:
    _settle(mail, state=MailState.SENT, sent_at=now, last_error="")


def note_refused(mail: OutboxMail, error: str) -> None:
    """The server will never take it (5xx, RFC 5321 section 4.2.1)."""
    _settle(mail, state=MailState.FAILED, last_error=error)


def note_delayed(
    mail: OutboxMail, error: str, *, now: datetime, server_is_down: bool
) -> None:
    """Try again after a growing pause, or give up after three days."""
    longest = LONGEST_PAUSE_WITHOUT_SERVER if server_is_down else LONGEST_PAUSE
    next_try = now + pause_after(mail.attempts, longest=longest)
    given_up = is_given_up(mail.created_at, next_try)
    state = MailState.FAILED if given_up else MailState.PENDING
    _settle(mail, state=state, due_at=next_try, last_error=error)


def note_untried(mail: OutboxMail, *, now: datetime) -> None:
    """Its turn never came: the connection broke at another mail of its batch.

    The short pause parts it from that other one, whose pauses grow.
    """
    _settle(mail, due_at=now + FIRST_PAUSE)


def give_back(mails: Iterable[OutboxMail], *, now: datetime) -> None:
    """Nobody tried them: their worker was told to stop. Another may, at once."""
    with transaction() as session:
        for mail in mails:
            _write(session, mail, due_at=now, attempts=OutboxMail.attempts - 1)


def _settle(mail: OutboxMail, **outcome: object) -> None:
    with transaction() as session:
        _write(session, mail, **outcome)


def _write(session: Session, mail: OutboxMail, **outcome: object) -> None:
    # The number of tries tells apart the worker that claimed last from one whose
    # lease ran out: the late one's outcome is not written. Nor is any on a mail that
    # was settled meanwhile, because its recipient was forgotten or has another address.
    session.execute(
        update(OutboxMail)
        .where(
            OutboxMail.id == mail.id,
            OutboxMail.attempts == mail.attempts,
            OutboxMail.state == MailState.PENDING,
        )
        .values(**outcome)
        .execution_options(synchronize_session=False)
    )
