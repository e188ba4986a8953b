"""Where whoever runs one group works now: in its phase that is open."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from concertation.domain.phases import PhaseState
from concertation.domain.roles import Place, Reach
from concertation.models import GroupOffer
from concertation.queries.accounts import HeldGrant
from concertation.queries.offers import count_requests, offers_in_reach


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnGroup:
    offer: GroupOffer
    requests: int
    """Persons who wait for a decision."""


def own_groups(own: Iterable[HeldGrant], now: datetime) -> dict[Place, OwnGroup]:
    """Of each group that was given by name, the phase that is open.

    Else the next one, else the last one. A group that no phase offers is left out.
    """
    named = frozenset(grant.at for grant in own if grant.at.group)
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
