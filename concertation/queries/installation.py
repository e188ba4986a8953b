"""What an installation holds."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.models import Event, Process


def holds_anything(session: Session) -> bool:
    """Whether there is an event or a consultation, drafts included."""
    return any(
        session.scalars(select(model.id).limit(1)).first() is not None
        for model in (Event, Process)
    )
