"""Read the outbox."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, select

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.models import OutboxMail


def is_mail_due(*, now: datetime) -> bool:
    """A cheap look that takes no lock, before anyone claims."""
    due = exists().where(
        OutboxMail.state == MailState.PENDING, OutboxMail.due_at <= now
    )
    return bool(db.session.scalar(select(due)))


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
