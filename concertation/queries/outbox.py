"""Read the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, exists, select

from concertation.database import db
from concertation.domain.delivery import LONGEST_PAUSE, MailState
from concertation.models import OutboxMail


def are_due(now: datetime) -> ColumnElement[bool]:
    """Those whose time has come, or whose time a clock said that was set back since.

    No pause is as long as the longest: what is due later was put off by another clock.
    So was what is due later than now and was never tried.
    """
    is_put_off = OutboxMail.due_at > now + LONGEST_PAUSE
    is_untried = (OutboxMail.attempts == 0) & (OutboxMail.created_at > now)
    has_time_come = (OutboxMail.due_at <= now) | is_put_off | is_untried
    return (OutboxMail.state == MailState.PENDING) & has_time_come


def is_mail_due(*, now: datetime) -> bool:
    """A cheap look that takes no lock, before anyone claims."""
    return bool(db.session.scalar(select(exists().where(are_due(now)))))


def longest_waiting_mail() -> OutboxMail | None:
    """Of those that have not left, the one that was promised first."""
    return db.session.scalar(
        select(OutboxMail)
        .where(OutboxMail.state == MailState.PENDING)
        .order_by(OutboxMail.created_at, OutboxMail.id)
        .limit(1)
    )


def find_mail_about(registration_id: int, mail_id: int) -> OutboxMail | None:
    return db.session.scalar(
        select(OutboxMail).where(
            OutboxMail.registration_id == registration_id, OutboxMail.id == mail_id
        )
    )


def mails_about(registration_id: int) -> Sequence[OutboxMail]:
    """Every mail promised to this person about this registration, latest first."""
    return db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.registration_id == registration_id)
        .order_by(OutboxMail.id.desc())
    ).all()


def mails_to_participant(participant_id: int) -> Sequence[OutboxMail]:
    """Every mail promised to this person about their places, latest first."""
    return db.session.scalars(
        select(OutboxMail)
        .where(OutboxMail.participant_id == participant_id)
        .order_by(OutboxMail.id.desc())
    ).all()
