"""What is taken away besides the list, and how the list was taken away before."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import func, or_, select

from concertation.database import db
from concertation.domain.exporting import Choice, ExportFormat
from concertation.models import (
    AuditEntry,
    ExportChoice,
    Guest,
    OutboxMail,
    Registration,
)
from concertation.queries.restrictions import is_limited

READ_AT_ONCE = 2000
OF_A_MAIL = (
    OutboxMail.recipient,
    OutboxMail.template,
    OutboxMail.state,
    OutboxMail.created_at,
    OutboxMail.sent_at,
    OutboxMail.last_error,
)


def last_choice(account_id: int, event_id: int) -> Choice:
    kept = db.session.scalar(
        select(ExportChoice).where(
            ExportChoice.account_id == account_id, ExportChoice.event_id == event_id
        )
    )
    if kept is None:
        return Choice()
    return Choice(
        format=kept.format,
        columns=frozenset(kept.columns),
        left_out=frozenset(kept.left_out),
    )


def last_member_choice(actor: str, process_id: int) -> Choice:
    """How this account last took away people of this process, whatever group.

    The trail knows it already, and no name stands in it.
    """
    details = db.session.scalar(
        select(AuditEntry.details)
        .where(
            AuditEntry.actor == actor,
            AuditEntry.process_id == process_id,
            AuditEntry.action == "process.members_exported",
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    )
    if not details:
        return Choice()
    return Choice(
        format=ExportFormat(details["format"]),
        columns=frozenset(details["columns"]),
        left_out=frozenset(details.get("left_out", ())),
    )


def mail_rows_of(event_id: int) -> Iterator[tuple[Any, ...]]:
    """Reference, recipient, message, state, promised, sent, error; oldest first.

    Of guests as well, who have no reference.
    """
    people = select(Registration.id).where(Registration.event_id == event_id)
    guests = select(Guest.id).where(Guest.event_id == event_id)
    mails = (
        select(
            func.coalesce(Registration.reference, ""),
            *OF_A_MAIL,
        )
        .outerjoin(Registration, OutboxMail.registration_id == Registration.id)
        .where(
            or_(
                OutboxMail.registration_id.in_(people), OutboxMail.guest_id.in_(guests)
            ),
            ~is_limited(func.lower(OutboxMail.recipient)),
        )
        .order_by(OutboxMail.id)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for mail in db.session.execute(mails):
        yield tuple(mail)
