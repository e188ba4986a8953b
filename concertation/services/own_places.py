"""What people do with a place of their own: leave it, go on in it, or give it on."""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.enrolment import EndReason
from concertation.domain.enrolment_messages import EnrolmentEnded
from concertation.domain.process_errors import NothingToConfirm
from concertation.domain.seating import AdmissionState
from concertation.models import Enrolment
from concertation.services.audit import note
from concertation.services.enrolment_news import tell_member, tell_places
from concertation.services.group_places import (
    Ending,
    end_enrolment,
    lock_enrolment,
    refuse_if_over,
    seat_waiting_in,
)
from concertation.services.kept_places import take_up
from concertation.services.proven_people import prove


def leave_group(enrolment_id: int, *, actor: str, now: datetime) -> None:
    """Free the seat, tell the person, and let in whoever waits. Twice is once.

    Raises `EnrolmentClosed` in a phase that is over: it stays as it was.
    """
    with transaction() as session:
        enrolment = lock_enrolment(session, enrolment_id)
        if enrolment.ended_at:
            return
        refuse_if_over(enrolment.offer.phase, now=now)
        prove(enrolment.participant, now=now)
        note(session, "enrolment.left", enrolment, actor=actor, now=now)
        end_and_tell(session, enrolment, Ending(EndReason.LEFT), now=now)


def confirm_place(enrolment_id: int, *, actor: str, now: datetime) -> None:
    """Take up the seat that is held for somebody of the phase before. Twice is once.

    Raises `NothingToConfirm` when the seat was given on, or none was held.
    """
    with transaction() as session:
        enrolment = lock_enrolment(session, enrolment_id)
        admission = enrolment.admission
        if admission and admission.state is AdmissionState.CONFIRMED:
            return
        refuse_if_over(enrolment.offer.phase, now=now)
        _refuse_unless_held(enrolment, now=now)
        prove(enrolment.participant, now=now)
        if admission:
            take_up(admission, now=now)
        enrolment.updated_at = now
        session.flush()
        tell_places(session, enrolment.participant, [enrolment], now=now)
        note(session, "enrolment.confirmed", enrolment, actor=actor, now=now)
        seat_waiting_in(session, enrolment.offer, now=now)


def decline_place(enrolment_id: int, *, actor: str, now: datetime) -> None:
    """Give on the seat that is held for somebody. Twice is once.

    Raises `NothingToConfirm` where none is held any more.
    """
    with transaction() as session:
        enrolment = lock_enrolment(session, enrolment_id)
        if enrolment.end_reason is EndReason.NOT_RENEWED:
            return
        refuse_if_over(enrolment.offer.phase, now=now)
        _refuse_unless_held(enrolment, now=now)
        prove(enrolment.participant, now=now)
        note(session, "enrolment.not_renewed", enrolment, actor=actor, now=now)
        end_and_tell(session, enrolment, Ending(EndReason.NOT_RENEWED), now=now)


def end_and_tell(
    session: Session, enrolment: Enrolment, ending: Ending, *, now: datetime
) -> None:
    """End it under the caller's lock, tell the person why, and let in who waits."""
    end_enrolment(session, enrolment, ending, now=now)
    reason = ending.reason.value
    tell_member(
        session,
        EnrolmentEnded,
        enrolment,
        now=now,
        end_reason=reason,
        reason=ending.word,
    )
    seat_waiting_in(session, enrolment.offer, now=now)


def _refuse_unless_held(enrolment: Enrolment, *, now: datetime) -> None:
    admission = enrolment.admission
    if enrolment.ended_at:
        raise NothingToConfirm
    if admission is None or admission.state is not AdmissionState.OFFERED:
        raise NothingToConfirm
    if admission.held_until is None or now >= admission.held_until:
        raise NothingToConfirm
