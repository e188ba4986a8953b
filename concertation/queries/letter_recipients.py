"""To whom a letter to the people of a group goes."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, contains_eager, lazyload

from concertation.database import db
from concertation.domain.enrolment import Standing
from concertation.models import AuditEntry, Enrolment, GroupOffer, Participant
from concertation.queries.member_rows import stands
from concertation.queries.restrictions import may_be_solicited


def letter_recipients(offer_id: int, among: Collection[Standing]) -> list[Participant]:
    """The same for a page."""
    return list(recipients_in(db.session(), offer_id, among))


def recipients_in(
    session: Session, offer_id: int, among: Collection[Standing]
) -> Sequence[Participant]:
    """Who stands so in the group, in the order of names; nobody who was forgotten.

    Whose place is kept for them to confirm counts among those who have one.
    """
    wanted = {*among, Standing.HELD} if Standing.SEAT in among else set(among)
    return session.scalars(
        select(Participant)
        .join(Enrolment, Enrolment.participant_id == Participant.id)
        .outerjoin(Enrolment.admission)
        .where(
            Enrolment.offer_id == offer_id,
            or_(*map(stands, sorted(wanted))),
            Participant.anonymised_at.is_(None),
            may_be_solicited(Participant.email_key),
        )
        .options(
            contains_eager(Participant.process), lazyload(Participant.organisation)
        )
        .join(Participant.process)
        .order_by(Participant.sort_key, Participant.id)
    ).all()


def last_letter(
    session: Session, offer: GroupOffer, *, since: datetime
) -> AuditEntry | None:
    """The last one that left for this group since then."""
    return session.scalars(
        select(AuditEntry)
        .where(
            AuditEntry.subject_kind == GroupOffer.__tablename__,
            AuditEntry.subject_id == offer.id,
            AuditEntry.action == "offer.members_written_to",
            AuditEntry.at > since,
        )
        .order_by(AuditEntry.id.desc())
        .limit(1)
    ).first()
