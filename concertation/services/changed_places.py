"""What becomes of somebody's places when they say something else of themselves.

Under the locks of all their groups: a seat counts for the kind and the territory that
they speak for now, and the one seat of an organisation stays with the organisation.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.domain.enrolment import SeatRole, Standing
from concertation.domain.process import GroupRule
from concertation.models import Enrolment
from concertation.queries.enrolments import first_deputy
from concertation.services.enrolment_news import tell_places
from concertation.services.group_places import share_in
from concertation.services.seat_roles import (
    become_deputy,
    become_titular,
    is_spoken_for,
)
from concertation.services.seat_shares import refuse_full
from concertation.services.seating import change_share, join_line


def step_down_for(
    session: Session,
    places: Sequence[Enrolment],
    organisation_id: int | None,
    *,
    now: datetime,
) -> None:
    """Before they speak for another organisation: leave its seat to the former one."""
    for place in _with_one_seat(places):
        admission = place.admission
        former = place.participant.organisation_id
        deputy = first_deputy(session, place.offer_id, former)
        if admission and deputy:
            place.admission, place.seat_role = None, SeatRole.DEPUTY
            session.flush()
            become_titular(session, deputy, admission, now=now)
        elif admission and is_spoken_for(session, place.offer, organisation_id):
            become_deputy(session, place, now=now)


def stand_for(session: Session, places: Sequence[Enrolment], *, now: datetime) -> None:
    """After it: count where they are now, and wait where nobody sits for them yet."""
    for place in places:
        if place.admission is None:
            _ask_for_a_seat(session, place, now=now)
        elif place.offer.pool.has_quotas:
            _count_anew(session, place)


def _ask_for_a_seat(session: Session, place: Enrolment, *, now: datetime) -> None:
    organisation_id = place.participant.organisation_id
    if is_spoken_for(session, place.offer, organisation_id):
        return
    share = share_in(session, place.offer, place.participant)
    place.admission = join_line(session, place.offer.pool, share, now=now)
    place.seat_role = SeatRole.TITULAR
    session.flush()
    tell_places(session, place.participant, [place], now=now)


def _count_anew(session: Session, place: Enrolment) -> None:
    """Raises `QuotaFull`; what somebody counts in already has room for them."""
    if place.admission is None:
        return
    share = share_in(session, place.offer, place.participant)
    held = {quota.id for quota in place.admission.quotas}
    refuse_full(share, held=held, had=place.admission.seats)
    change_share(place.offer.pool, place.admission, share)


def _with_one_seat(places: Sequence[Enrolment]) -> list[Enrolment]:
    """Where wishes are ranked, who only asks claims no seat yet."""
    return [
        place
        for place in places
        if place.offer.process.one_seat_an_organisation
        and not (
            place.offer.process.group_rule is GroupRule.RANKED
            and place.standing is Standing.ASKED
        )
    ]
