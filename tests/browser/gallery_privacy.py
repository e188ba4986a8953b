"""What was purged, in several lines."""

from datetime import timedelta

from sqlalchemy import select

from concertation.database import transaction
from concertation.domain.retention import DataKind
from concertation.models import Event, PurgeLine
from tests.factories import NOW


def furnish_privacy() -> dict[str, str]:
    """Written as the purge would have: nobody of the gallery is forgotten for it."""
    with transaction() as session:
        event = session.scalars(select(Event).where(Event.slug == "past")).one()
        for kind in DataKind:
            session.add(PurgeLine(at=NOW, kind=kind, purged=0))
        session.add(
            PurgeLine(
                at=NOW + timedelta(hours=1),
                kind=DataKind.PEOPLE,
                purged=1234,
                days=365,
                since=event.ends_at,
                event_id=event.id,
            )
        )
    return {}
