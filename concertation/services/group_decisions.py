"""What is decided about members of one group in one phase: for one, or for many.

Every function works in the caller's transaction, under the lock of the group's pool,
on people whom the caller found to be such that the decision is for them.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from concertation.domain.enrolment import EndReason, SeatRole, Standing
from concertation.domain.enrolment_messages import (
    EnrolmentDeclined,
    EnrolmentMoved,
    EnrolmentStanding,
)
from concertation.domain.process_errors import GroupFull
from concertation.models import Admission, Enrolment, GroupOffer
from concertation.queries.enrolments import (
    last_enrolment_mail,
    rank_of_enrolment,
)
from concertation.queries.seating import first_priority, line_of
from concertation.services.audit import note
from concertation.services.enrolment_news import (
    tell_animators,
    tell_member,
    tell_places,
)
from concertation.services.group_places import (
    Ending,
    end_enrolment,
    seat_waiting_in,
    share_in,
)
from concertation.services.kept_places import join_keeping_time
from concertation.services.own_places import end_and_tell
from concertation.services.proven_people import prove
from concertation.services.seat_roles import become_deputy, is_spoken_for
from concertation.services.seating import enter_line, step_back

SECOND_CLICK = timedelta(minutes=1)
"""Staff who ask twice within this time have only clicked twice."""


def approve_members(
    session: Session,
    offer: GroupOffer,
    asking: Sequence[Enrolment],
    *,
    actor: str,
    now: datetime,
) -> list[Enrolment]:
    """Let them in, on seats or into the line, at the rank of when they asked.

    Returns for whom there is no room where the group keeps no line: they go on asking.
    """
    for enrolment in asking:
        organisation_id = enrolment.participant.organisation_id
        if is_spoken_for(session, offer, organisation_id, but=enrolment):
            become_deputy(session, enrolment, now=now)
        elif enrolment.admission:
            enter_line(offer.pool, enrolment.admission)
            session.flush()
    admissions = _admissions(asking)
    seat_waiting_in(session, offer, now=now, untold=admissions)
    left = [] if offer.pool.keeps_waiting_list else _without_a_seat(asking)
    for enrolment in asking:
        if enrolment in left:
            continue
        enrolment.updated_at = now
        prove(enrolment.participant, now=now)
        tell_places(session, enrolment.participant, [enrolment], now=now)
        note(
            session,
            "enrolment.approved",
            enrolment,
            actor=actor,
            now=now,
            state=enrolment.standing,
        )
    return left


def _without_a_seat(asking: Sequence[Enrolment]) -> list[Enrolment]:
    """Where nobody may wait they ask again."""
    left = [each for each in asking if each.standing is Standing.WAITING]
    for enrolment in left:
        if enrolment.admission:
            step_back(enrolment.offer.pool, enrolment.admission)
        enrolment.obstacle = None
    return left


def decline_members(
    session: Session,
    asking: Sequence[Enrolment],
    reason: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """End what they asked, and tell them why."""
    for enrolment in asking:
        end_enrolment(session, enrolment, Ending(EndReason.DECLINED, reason), now=now)
        tell_member(session, EnrolmentDeclined, enrolment, now=now, reason=reason)
        note(session, "enrolment.declined", enrolment, actor=actor, now=now)


def remove_members(
    session: Session,
    members: Sequence[Enrolment],
    reason: str,
    *,
    actor: str,
    now: datetime,
) -> None:
    """End their place, tell them why, and let in whoever waits."""
    ending = Ending(EndReason.REMOVED, reason)
    for enrolment in members:
        note(session, "enrolment.removed", enrolment, actor=actor, now=now)
        end_and_tell(session, enrolment, ending, now=now)


def promote_members(
    session: Session,
    offer: GroupOffer,
    waiting: Sequence[Enrolment],
    *,
    actor: str,
    now: datetime,
) -> list[Enrolment]:
    """Serve them before all others who wait; return those for whom that is new.

    Their order among themselves stays. Who is in front already is told nothing.
    """
    promoted = _admissions(waiting)
    before = line_of(session, offer.pool)
    if {each.id for each in promoted}.issuperset(before[: len(promoted)]):
        return []
    front = first_priority(session, offer.pool) - 1
    for admission in promoted:
        admission.priority = front
    session.flush()
    known = {number: rank for rank, number in enumerate(before, start=1)}
    seat_waiting_in(session, offer, now=now)
    changed = [
        each
        for each in waiting
        if rank_of_enrolment(session, each) != known[each.admission_id or 0]
    ]
    for enrolment in changed:
        if enrolment.standing is Standing.WAITING:
            tell_places(session, enrolment.participant, [enrolment], now=now)
        note(session, "enrolment.promoted", enrolment, actor=actor, now=now)
    return changed


def move_member(  # noqa: PLR0913 -- who, whither, why, by whom and when
    session: Session,
    former: Enrolment,
    offer: GroupOffer,
    reason: str,
    *,
    actor: str,
    now: datetime,
) -> Enrolment:
    """Let somebody go from one group to another, with the time that they have.

    In the line of the other group they stand where they would, had they asked there
    when they asked here. Whoever seats an organisation there already has a deputy more.
    Raises `GroupFull` where they would wait and nobody does: the caller rolls back.
    """
    origin = former.offer
    end_enrolment(session, former, Ending(EndReason.MOVED, reason), now=now)
    newer = _come_in(session, former, offer, now=now)
    seat_waiting_in(session, offer, now=now, untold=_admissions([newer]))
    if newer.standing is Standing.WAITING and not offer.pool.keeps_waiting_list:
        raise GroupFull
    seat_waiting_in(session, origin, now=now)
    _tell_moved(session, former, newer, reason, now=now)
    by: dict[str, Any] = {"actor": actor, "now": now}
    note(session, "enrolment.moved", former, **by, to=offer.group.slug)
    note(session, "enrolment.moved_in", newer, **by, group=origin.group.slug)
    return newer


def resend_to_member(
    session: Session, enrolment: Enrolment, *, actor: str, now: datetime
) -> bool:
    """Tell somebody once more how they stand; False for a second click."""
    template = EnrolmentStanding.template
    last = last_enrolment_mail(session, enrolment.participant_id, [template])
    if last and now - last < SECOND_CLICK:
        return False
    tell_places(session, enrolment.participant, [enrolment], now=now)
    note(session, "enrolment.mail_resent", enrolment, actor=actor, now=now)
    return True


def _come_in(
    session: Session, former: Enrolment, offer: GroupOffer, *, now: datetime
) -> Enrolment:
    """A place in the other group, with the time of the former one."""
    person = former.participant
    queued_at = former.admission.queued_at if former.admission else former.created_at
    admission = None
    if not is_spoken_for(session, offer, person.organisation_id):
        share = share_in(session, offer, person)
        admission = join_keeping_time(session, offer.pool, share, queued_at=queued_at)
    newer = Enrolment(
        participant=person,
        offer=offer,
        admission=admission,
        seat_role=SeatRole.TITULAR if admission else SeatRole.DEPUTY,
        source=former.source,
        previous_id=former.id,
        created_at=now,
        updated_at=now,
    )
    session.add(newer)
    session.flush()
    return newer


def _tell_moved(
    session: Session, former: Enrolment, newer: Enrolment, reason: str, *, now: datetime
) -> None:
    tell_member(
        session,
        EnrolmentMoved,
        newer,
        now=now,
        former_group=former.offer.group.title,
        standing=newer.standing.value,
        rank=rank_of_enrolment(session, newer),
        reason=reason,
    )
    tell_animators(session, former, newer, now=now)


def _admissions(enrolments: Iterable[Enrolment]) -> list[Admission]:
    return [each.admission for each in enrolments if each.admission]
