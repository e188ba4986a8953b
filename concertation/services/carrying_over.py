"""Places of one phase that go on in the next: who comes along, and as what."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.enrolment import EnrolmentSource, SeatRole, Standing
from concertation.domain.process import GroupRule
from concertation.models import Enrolment, GroupOffer, Participant
from concertation.queries.enrolments import live_enrolments
from concertation.services.group_places import share_in
from concertation.services.kept_places import hold_seat, join_keeping_time
from concertation.services.seat_roles import is_spoken_for


def carry_over(  # noqa: PLR0913 -- whom, whither, in which order, and until when
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
