"""What was purged, in several lines."""

from datetime import timedelta

from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.domain.data_requests import RequestKind, RequestOutcome
from concertation.domain.retention import DataKind
from concertation.models import Event, PurgeLine
from concertation.queries.data_requests import open_requests
from concertation.services.data_requests import (
    AskAboutData,
    Settlement,
    ask_about_data,
    settle_request,
)
from tests.browser.gallery_space import EVERYTHING
from tests.factories import ACTOR, NOW


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
    late = _make_requests()
    newest = open_requests()[-1]
    return {"data_request": str(late), "objection": str(newest.id)}


def _make_requests() -> int:
    """One answered, one overdue, one new; return the id of the overdue one."""
    now = utc_now()
    asked = (
        (EVERYTHING, RequestKind.LIMITATION, "Plus de photos.", now - timedelta(40)),
        (EVERYTHING, RequestKind.ERASURE, "", now - timedelta(45)),
        (EVERYTHING, RequestKind.OBJECTION, "Une raison.", now),
    )
    for key, kind, message, when in asked:
        wish = AskAboutData(email_key=key, kind=kind, message=message, locale="fr")
        ask_about_data(wish, now=when)
    done = Settlement(
        outcome=RequestOutcome.DONE, answer="Plus aucune photo.", restricts=True
    )
    late, settled = (each.id for each in open_requests()[:2])
    settle_request(settled, done, actor=ACTOR, now=now)
    return late
