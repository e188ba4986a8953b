"""What somebody who enrols is answered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from concertation.domain.enrolment import Standing
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import GroupFull
from concertation.models import Enrolment, GroupOffer, Participant
from concertation.queries.enrolments import rank_of_enrolment
from concertation.services.group_places import obstacle_to, share_at
from concertation.services.organisations import known_organisation
from concertation.services.participants import PersonDetails
from concertation.services.seat_roles import is_spoken_for


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceTold:
    """How somebody stands in one group."""

    offer_id: int
    standing: Standing
    rank: int | None = None
    """In the waiting line; None for who does not wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolmentReceipt:
    participant_id: int
    reference: str
    places: tuple[PlaceTold, ...]
    is_new: bool
    """False when the address was in this phase before. Never told to the public."""


def receipt_of(
    session: Session,
    person: Participant,
    places: Sequence[Enrolment],
    *,
    is_new: bool,
) -> EnrolmentReceipt:
    return EnrolmentReceipt(
        participant_id=person.id,
        reference=person.reference,
        places=tuple(
            PlaceTold(
                offer_id=place.offer_id,
                standing=place.standing,
                rank=rank_of_enrolment(session, place),
            )
            for place in places
        ),
        is_new=is_new,
    )


def places_of_a_newcomer(
    session: Session, details: PersonDetails, offers: Sequence[GroupOffer]
) -> list[PlaceTold | None]:
    """How a stranger would stand who says this of themselves; None: nowhere."""
    return [_place_of_a_newcomer(session, details, offer) for offer in offers]


def receipt_for_a_newcomer(
    known: Participant, places: Sequence[PlaceTold | None]
) -> EnrolmentReceipt:
    """What is answered to a stranger who types an address that is enrolled.

    It is what they would be answered if it were not, so that it tells them nothing.
    Raises `GroupFull` where a stranger would get no place.
    """
    told = tuple(place for place in places if place)
    if len(told) < len(places):
        raise GroupFull
    return EnrolmentReceipt(
        participant_id=known.id, reference=known.reference, places=told, is_new=False
    )


def _place_of_a_newcomer(
    session: Session, details: PersonDetails, offer: GroupOffer
) -> PlaceTold | None:
    process, pool = offer.process, offer.pool
    is_allotted = process.group_rule is GroupRule.RANKED
    if process.one_seat_an_organisation and not is_allotted:
        named = known_organisation(session, details.organisation, details.departement)
        if named and is_spoken_for(session, offer, named.id):
            return PlaceTold(offer_id=offer.id, standing=Standing.DEPUTY)
    if is_allotted or (process.needs_approval and pool.takes_one_more):
        return PlaceTold(offer_id=offer.id, standing=Standing.ASKED)
    share = share_at(session, offer, details.category, details.departement)
    if not process.needs_approval and obstacle_to(offer, share.quotas) is None:
        return PlaceTold(offer_id=offer.id, standing=Standing.SEAT)
    if not pool.keeps_waiting_list:
        return None
    rank = pool.parties_waiting + 1
    return PlaceTold(offer_id=offer.id, standing=Standing.WAITING, rank=rank)
