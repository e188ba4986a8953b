"""What people who are in a file answered to an event's own questions."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.questions import Answer
from concertation.domain.workshops import WorkshopRule
from concertation.models import (
    AdmissionWish,
    Event,
    Registration,
    Workshop,
    admission_quota,
)

ASKED_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownOwn:
    own: dict[str, Answer]
    workshops: list[int]
    """Wishes where they are ranked, best first; else by their order on the page."""
    companions: list[str]


def known_own(
    session: Session, event: Event, keys: Sequence[str]
) -> dict[str, KnownOwn]:
    """By address, of those who are registered now."""
    known = {}
    for start in range(0, len(keys), ASKED_AT_ONCE):
        rows = session.execute(
            select(
                Registration.email_key,
                Registration.admission_id,
                Registration.answers,
                Registration.companions,
            ).where(
                Registration.event_id == event.id,
                Registration.email_key.in_(keys[start : start + ASKED_AT_ONCE]),
                Registration.ended_at.is_(None),
            )
        ).all()
        workshops = _workshops(session, event, [row.admission_id for row in rows])
        for key, admission_id, answers, companions in rows:
            known[key] = KnownOwn(
                own=answers or {},
                workshops=workshops[admission_id],
                companions=companions or [],
            )
    return known


def _workshops(
    session: Session, event: Event, admissions: Sequence[int]
) -> dict[int, list[int]]:
    found: dict[int, list[int]] = defaultdict(list)
    if not event.workshops or not admissions:
        return found
    wish, chosen = AdmissionWish, admission_quota.c
    if event.workshop_rule is WorkshopRule.RANKED:
        rows = (
            select(wish.admission_id, Workshop.id)
            .join(Workshop, Workshop.quota_id == wish.quota_id)
            .where(wish.admission_id.in_(admissions))
            .order_by(wish.admission_id, wish.place)
        )
    else:
        rows = (
            select(chosen.admission_id, Workshop.id)
            .join(Workshop, Workshop.quota_id == chosen.quota_id)
            .where(chosen.admission_id.in_(admissions))
            .order_by(Workshop.position, Workshop.id)
        )
    for admission_id, workshop_id in session.execute(rows):
        found[admission_id].append(workshop_id)
    return found
