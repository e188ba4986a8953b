"""Limits by kind of organisation and by territory on the places of a group."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import GroupGone
from concertation.models import Admission, GroupOffer
from concertation.queries.enrolments import enrolments_in
from concertation.services.audit import note
from concertation.services.group_places import lock_offer, seat_waiting_in
from concertation.services.offers import name_of_offer
from concertation.services.quotas import PlaceQuota, drop_quota, settle_quota


def set_offer_quota(
    offer_id: int, wish: PlaceQuota, *, actor: str, now: datetime
) -> None:
    """Make the limit, or change the one that there is; more seats are given at once.

    Raises `GroupGone`.
    """
    with transaction() as session:
        offer = _locked(session, offer_id)

        def counted() -> Iterable[Admission]:
            return [
                each.admission
                for each in enrolments_in(session, offer.id)
                if each.admission and wish.counts(each.participant)
            ]

        settle_quota(session, offer.pool, wish, counted)
        told = {"label": name_of_offer(offer), **wish.told}
        note(session, "quota.set", offer, actor=actor, now=now, **told)
        seat_waiting_in(session, offer, now=now)


def remove_offer_quota(
    offer_id: int, quota_id: int, *, actor: str, now: datetime
) -> None:
    """Lift a limit; whoever waited because of it is let in. Twice is once."""
    with transaction() as session:
        offer = _locked(session, offer_id)
        value = drop_quota(session, offer.pool_id, quota_id)
        if value is not None:
            told = {"label": name_of_offer(offer), "value": value}
            note(session, "quota.removed", offer, actor=actor, now=now, **told)
            seat_waiting_in(session, offer, now=now)


def _locked(session: Session, offer_id: int) -> GroupOffer:
    if session.get(GroupOffer, offer_id) is None:
        raise GroupGone
    return lock_offer(session, offer_id)
