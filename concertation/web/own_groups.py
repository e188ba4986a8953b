"""Where whoever runs one group works now: in its phase that is open."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from concertation.domain.phases import PhaseState
from concertation.domain.roles import Grant, Place, Reach, Role
from concertation.models import GroupOffer
from concertation.queries.offers import count_requests, offers_in_reach
from concertation.web.group_pages import address_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    offer: GroupOffer
    requests: int
    """Persons who wait for a decision."""


def own_groups(places: Iterable[Place], now: datetime) -> dict[Place, OwnGroup]:
    """Of each group that was given by name, the phase that is open.

    Else the next one, else the last one. A group that no phase offers is left out.
    """
    named = frozenset(place for place in places if place.group)
    if not named:
        return {}
    nearest: dict[Place, GroupOffer] = {}
    for offer in offers_in_reach(Reach(named)):
        at = Place(process=offer.process.slug, group=offer.group.slug)
        # The latest phase comes first: an earlier one counts unless it is over.
        if at not in nearest or offer.phase.span.state(now) is not PhaseState.OVER:
            nearest[at] = offer
    requests = count_requests(offer.id for offer in nearest.values())
    return {
        at: OwnGroup(offer=offer, requests=requests.get(offer.id, 0))
        for at, offer in nearest.items()
    }


def landing_page(grants: Collection[Grant], now: datetime) -> str:
    """Where somebody begins who just signed in: who runs groups alone, with those.

    Who protects data and does nothing else begins with what people ask about theirs.
    """
    if grants and all(grant.role is Role.DATA_OFFICER for grant in grants):
        return url_for("desk_data_requests.index")
    places = [grant.at for grant in grants]
    if places and all(place.group for place in places):
        offers = [each.offer for each in own_groups(places, now).values()]
        if len(offers) == 1:
            return url_for("desk_members.index", **address_of(offers[0]))
        if offers:
            return url_for("desk_members.groups")
    return url_for("desk_events.index")
