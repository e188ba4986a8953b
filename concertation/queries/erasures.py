"""Read from the trail who was erased on request."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.erasures import Erasure
from concertation.models import AuditEntry

ON_REQUEST = ("registration.erased", "participant.erased")


def erasures_since(session: Session, moment: datetime) -> Sequence[Erasure]:
    """In the order of time. At the end of their time people are erased anyway."""
    entries = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.action.in_(ON_REQUEST), AuditEntry.at >= moment)
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return [
        Erasure(kind=each.subject_kind, number=each.subject_id, at=each.at)
        for each in entries
    ]
