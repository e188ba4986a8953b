"""Go on from one phase to the next: invite members to confirm, free what nobody took.

Members of the same group in the phase before get a seat that is held until a day;
whoever waited there comes before all who ask anew.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.enrolment import Standing
from concertation.domain.enrolment_messages import EnrolmentHeld
from concertation.domain.process_errors import (
    NoFormerPhase,
    ProcessNotPublished,
    RenewalOver,
)
from concertation.models import Admission, Enrolment, GroupOffer, Phase
from concertation.queries.enrolments import (
    enrolments_in,
    ever_in,
    former_offer,
    held_in,
    last_enrolment_mail,
    offers_with_seats_to_free,
)
from concertation.queries.member_bulk import read_members_again
from concertation.services.audit import note
from concertation.services.bulk import BATCH
from concertation.services.carrying_over import carry_over
from concertation.services.enrolment_news import tell_member, tell_places
from concertation.services.group_places import (
    lock_offer,
    refuse_if_over,
    seat_waiting_in,
)

MEMBERS_FIRST, THEN_WHO_WAITED = -2, -1
"""Priorities in the line of the new phase; who asks anew has 0."""
BETWEEN_REMINDERS = timedelta(days=1)
TURNS = {
    Standing.SEAT: 0,
    Standing.HELD: 0,
    Standing.DEPUTY: 1,
    Standing.WAITING: 2,
}
"""Who comes along, and in which order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """How many people were asked to confirm a seat, and how many wait for one."""

    held: int = 0
    waiting: int = 0

    def __add__(self, other: "Renewed") -> "Renewed":
        return Renewed(
            held=self.held + other.held, waiting=self.waiting + other.waiting
        )


def renew_group(
    offer_id: int, *, until: datetime, actor: str, now: datetime
) -> Renewed:
    """Invite the members of the phase before to go on in this group.

    ``until`` is the instant when seats that nobody confirmed are given on. Doing it
    again reaches those who were not invited yet: it works in short batches, members
    first, and goes on where it stopped. Raises `NoFormerPhase` where the group
    met in no earlier one, `RenewalOver` for an instant that is past or not before the
    end of the phase, and `ProcessNotPublished`.
    """
    due = _due(offer_id, until, now=now)
    renewed = Renewed()
    for first in range(0, len(due), BATCH):
        batch = due[first : first + BATCH]
        renewed += _renew(offer_id, batch, until=until, actor=actor, now=now)
    return renewed


def renew_phase(
    phase_id: int, *, until: datetime, actor: str, now: datetime
) -> Renewed:
    """Invite the members of every group that met before; see `renew_group`.

    Each group is a transaction of its own: doing it again goes on where it stopped.
    Raises `NoFormerPhase` where no group of the phase met in an earlier one.
    """
    with transaction() as session:
        wanted = select(GroupOffer).where(GroupOffer.phase_id == phase_id)
        offers = session.scalars(wanted.order_by(GroupOffer.id)).all()
        renewable = [each.id for each in offers if former_offer(session, each)]
    if not renewable:
        raise NoFormerPhase
    renewed = Renewed()
    for offer_id in renewable:
        renewed += renew_group(offer_id, until=until, actor=actor, now=now)
    return renewed


def remind_unconfirmed(offer_id: int, *, actor: str, now: datetime) -> int:
    """Write again to those who have not confirmed, once a day at most; how many."""
    with transaction() as session:
        offer = lock_offer(session, offer_id)
        refuse_if_over(offer.phase, now=now)
        seat_waiting_in(session, offer, now=now)
        due = [each.id for each in held_in(session, offer.id)]
    reminded = 0
    for first in range(0, len(due), BATCH):
        with transaction() as session:
            lock_offer(session, offer_id)
            batch = read_members_again(session, due[first : first + BATCH])
            silent = [each for each in batch if each.standing is Standing.HELD]
            reminded += sum(_remind(session, e, actor=actor, now=now) for e in silent)
    return reminded


def free_unconfirmed(*, now: datetime) -> int:
    """Give on the seats that nobody confirmed in time; return in how many groups.

    Safe to run twice, and by several workers.
    """
    due = offers_with_seats_to_free(now=now)
    for offer_id in due:
        with transaction() as session:
            seat_waiting_in(session, lock_offer(session, offer_id), now=now)
    return len(due)


def _due(offer_id: int, until: datetime, *, now: datetime) -> list[int]:
    """Whom to invite, by the ids of their former places: members, deputies, who waited.

    Seats that were held until now are given on before: nobody waits then who fits, so
    that what a batch leaves free goes to nobody who stands behind the next one.
    """
    with transaction() as session:
        offer = lock_offer(session, offer_id)
        _refuse_unless_possible(offer, until, now=now)
        former = former_offer(session, offer)
        if former is None:
            raise NoFormerPhase
        offer.phase.renewal_closes_at = max(
            until, offer.phase.renewal_closes_at or until
        )
        seat_waiting_in(session, offer, now=now)
        known = ever_in(session, offer.id)
        places = [
            place
            for place in enrolments_in(session, former.id)
            if place.standing in TURNS and place.participant_id not in known
        ]
        places.sort(key=lambda place: TURNS[place.standing])
        return [place.id for place in places]


def _renew(
    offer_id: int, batch: Sequence[int], *, until: datetime, actor: str, now: datetime
) -> Renewed:
    with transaction() as session:
        offer = lock_offer(session, offer_id)
        _refuse_unless_possible(offer, until, now=now)
        places = read_members_again(session, batch)
        seated = [p for p in places if p.standing in {Standing.SEAT, Standing.HELD}]
        waiting = [p for p in places if p.standing is Standing.WAITING]
        deputies = [p for p in places if p.standing is Standing.DEPUTY]
        invited = carry_over(session, offer, seated, MEMBERS_FIRST, until, now=now)
        invited += carry_over(session, offer, deputies, MEMBERS_FIRST, until, now=now)
        waited = carry_over(session, offer, waiting, THEN_WHO_WAITED, None, now=now)
        seat_waiting_in(session, offer, now=now, untold=_admitted(invited + waited))
        _tell(session, [*invited, *waited], until, actor=actor, now=now)
        held = sum(place.standing is Standing.HELD for place in invited)
        line = sum(place.standing is Standing.WAITING for place in invited + waited)
        return Renewed(held=held, waiting=line)


def _remind(session: Session, place: Enrolment, *, actor: str, now: datetime) -> bool:
    """Whether it is time to, a day after the last mail."""
    template = EnrolmentHeld.template
    last = last_enrolment_mail(session, place.participant_id, [template])
    if last and now - last < BETWEEN_REMINDERS:
        return False
    _invite(session, place, now=now, is_reminder=True)
    note(session, "enrolment.reminded", place, actor=actor, now=now)
    return True


def _tell(
    session: Session,
    places: Sequence[Enrolment],
    until: datetime,
    *,
    actor: str,
    now: datetime,
) -> None:
    for place in places:
        if place.standing is Standing.HELD:
            _invite(session, place, now=now)
            by: dict[str, Any] = {"actor": actor, "now": now}
            note(session, "enrolment.held", place, **by, until=until.isoformat())
        else:
            tell_places(session, place.participant, [place], now=now)
            note(session, "enrolment.carried", place, actor=actor, now=now)


def _invite(
    session: Session, place: Enrolment, *, now: datetime, is_reminder: bool = False
) -> None:
    if place.admission and place.admission.held_until:
        tell_member(
            session,
            EnrolmentHeld,
            place,
            now=now,
            held_until=place.admission.held_until,
            is_reminder=is_reminder,
        )


def _admitted(places: Iterable[Enrolment]) -> list[Admission]:
    return [place.admission for place in places if place.admission]


def _refuse_unless_possible(
    offer: GroupOffer, until: datetime, *, now: datetime
) -> None:
    phase: Phase = offer.phase
    if not offer.process.is_published:
        raise ProcessNotPublished
    refuse_if_over(phase, now=now)
    if not now < until < phase.ends_at:
        raise RenewalOver(phase.title, phase.ends_at)
