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
from concertation.domain.enrolment import EnrolmentSource, SeatRole, Standing
from concertation.domain.enrolment_messages import EnrolmentHeld
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import (
    NoFormerPhase,
    ProcessNotPublished,
    RenewalOver,
)
from concertation.models import Admission, Enrolment, GroupOffer, Participant, Phase
from concertation.queries.enrolments import (
    enrolments_in,
    former_offer,
    held_in,
    last_enrolment_mail,
    live_enrolments,
    offers_with_seats_to_free,
)
from concertation.services.audit import note
from concertation.services.enrolment_news import tell_member, tell_places
from concertation.services.group_places import (
    lock_offer,
    refuse_if_over,
    seat_waiting_in,
    share_in,
)
from concertation.services.kept_places import hold_seat, join_keeping_time
from concertation.services.seat_roles import is_spoken_for

MEMBERS_FIRST, THEN_WHO_WAITED = -2, -1
"""Priorities in the line of the new phase; who asks anew has 0."""
BETWEEN_REMINDERS = timedelta(days=1)


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
    again reaches those who were not invited yet. Raises `NoFormerPhase` where the group
    met in no earlier one, `RenewalOver` for an instant that is past or not before the
    end of the phase, and `ProcessNotPublished`.
    """
    with transaction() as session:
        offer = lock_offer(session, offer_id)
        _refuse_unless_possible(offer, until, now=now)
        former = former_offer(session, offer)
        if former is None:
            raise NoFormerPhase
        phase = offer.phase
        phase.renewal_closes_at = max(until, phase.renewal_closes_at or until)
        places = enrolments_in(session, former.id)
        seated = [p for p in places if p.standing in {Standing.SEAT, Standing.HELD}]
        waiting = [p for p in places if p.standing is Standing.WAITING]
        deputies = [p for p in places if p.standing is Standing.DEPUTY]
        invited = _carry_over(session, offer, seated, MEMBERS_FIRST, until, now=now)
        invited += _carry_over(session, offer, deputies, MEMBERS_FIRST, until, now=now)
        waited = _carry_over(session, offer, waiting, THEN_WHO_WAITED, None, now=now)
        seat_waiting_in(session, offer, now=now, untold=_admitted(invited + waited))
        _tell(session, [*invited, *waited], until, actor=actor, now=now)
        held = sum(place.standing is Standing.HELD for place in invited)
        line = sum(place.standing is Standing.WAITING for place in invited + waited)
        return Renewed(held=held, waiting=line)


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
        reminded = 0
        for enrolment in held_in(session, offer.id):
            template = EnrolmentHeld.template
            last = last_enrolment_mail(session, enrolment.participant_id, [template])
            if last and now - last < BETWEEN_REMINDERS:
                continue
            _invite(session, enrolment, now=now, is_reminder=True)
            note(session, "enrolment.reminded", enrolment, actor=actor, now=now)
            reminded += 1
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


def _carry_over(  # noqa: PLR0913 -- whom, whither, in which order, and until when
    session: Session,
    offer: GroupOffer,
    places: Iterable[Enrolment],
    priority: int,
    until: datetime | None,
    *,
    now: datetime,
) -> list[Enrolment]:
    """A place in the new phase for each that is not there already.

    Whose organisation has its seat there already is a deputy. With no instant they
    only wait.
    """
    carried = []
    for former in places:
        if not _may_come_along(session, former, offer):
            continue
        newer = _copy(session, former, offer, priority, now=now)
        if until and newer.admission:
            hold_seat(offer.pool, newer.admission, until=until, now=now)
        carried.append(newer)
    session.flush()
    return carried


def _copy(
    session: Session,
    former: Enrolment,
    offer: GroupOffer,
    priority: int,
    *,
    now: datetime,
) -> Enrolment:
    admission = None
    if not is_spoken_for(session, offer, former.participant.organisation_id):
        queued_at = former.admission.queued_at if former.admission else now
        admission = join_keeping_time(
            session,
            offer.pool,
            share_in(session, offer, former.participant),
            queued_at=queued_at,
            priority=priority,
        )
    newer = Enrolment(
        participant=former.participant,
        offer=offer,
        admission=admission,
        seat_role=SeatRole.DEPUTY if admission is None else SeatRole.TITULAR,
        source=EnrolmentSource.RENEWAL,
        previous_id=former.id,
        created_at=now,
        updated_at=now,
    )
    session.add(newer)
    session.flush()
    return newer


def _may_come_along(session: Session, former: Enrolment, offer: GroupOffer) -> bool:
    """Not twice, not after they left, and not where they chose another group."""
    person: Participant = former.participant
    if person.anonymised_at:
        return False
    known = (
        select(Enrolment.id)
        .where(Enrolment.participant_id == person.id, Enrolment.offer_id == offer.id)
        .limit(1)
    )
    if session.scalar(known) is not None:
        return False
    elsewhere = live_enrolments(session, person.id, offer.phase_id)
    if not elsewhere or offer.process.group_rule is GroupRule.SEVERAL:
        return True
    only_waits = {former.standing, *(place.standing for place in elsewhere)}
    is_ranked = offer.process.group_rule is GroupRule.RANKED
    return is_ranked and only_waits <= {Standing.WAITING, Standing.ASKED}


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
