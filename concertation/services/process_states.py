"""Take a process back from the public, or end it before its time; both can be undone.

Whoever enrols locks the pools of groups alone. What shuts the door holds them all: who
was before it is in, and who comes after it is refused.
"""

from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.phases import PhaseState, state_of_all
from concertation.domain.process import ProcessState
from concertation.domain.process_errors import (
    NothingToEnrolIn,
    ProcessNotPublished,
    ProcessOver,
)
from concertation.models import GroupOffer, Process
from concertation.queries.processes import offers_with_places
from concertation.services.audit import note
from concertation.services.group_places import lock_offers, seat_waiting_in
from concertation.services.process_lock import lock_process


def publish_process(process_id: int, *, actor: str, now: datetime) -> None:
    """Show a draft to the public; twice is once.

    One that was withdrawn lets in who fits: places may have become free meanwhile.
    Raises `NothingToEnrolIn` where no group is offered in a phase.
    """
    with transaction() as session:
        process, offers = _lock(session, process_id)
        if process.is_published:
            return
        if not offers:
            raise NothingToEnrolIn
        process.state = ProcessState.PUBLISHED
        process.published_at = process.published_at or now
        process.updated_at = now
        note(session, "process.published", process, actor=actor, now=now)
        _let_in(session, offers, now=now)


def withdraw_process(process_id: int, *, actor: str, now: datetime) -> None:
    """Make it a draft again, which the public does not see; twice is once.

    Nobody who is in it is written to, or loses their place or their own pages. Raises
    `ProcessNotPublished` for a draft that never was.
    """
    with transaction() as session:
        process, _offers = _lock(session, process_id)
        if process.is_withdrawn:
            return
        if not process.is_published:
            raise ProcessNotPublished
        process.state = ProcessState.DRAFT
        process.updated_at = now
        note(session, "process.withdrawn", process, actor=actor, now=now)


def end_process(process_id: int, *, actor: str, now: datetime) -> None:
    """Let no phase take anybody from now on; twice is once.

    Who has a place or waits stays where they are, and nothing is deleted. Raises
    `ProcessNotPublished`, or `ProcessOver` where all phases have passed.
    """
    with transaction() as session:
        process, _offers = _lock(session, process_id)
        if process.has_ended(now):
            return
        if not process.is_published:
            raise ProcessNotPublished
        if state_of_all(process.phases, now) is PhaseState.OVER:
            raise ProcessOver
        process.ended_at = process.updated_at = now
        note(session, "process.ended", process, actor=actor, now=now)


def resume_process(process_id: int, *, actor: str, now: datetime) -> None:
    """Take the end back: the dates of the phases hold again; twice is once."""
    with transaction() as session:
        process, offers = _lock(session, process_id)
        if process.ended_at is None:
            return
        process.ended_at, process.updated_at = None, now
        note(session, "process.resumed", process, actor=actor, now=now)
        _let_in(session, offers, now=now)


def _lock(session: Session, process_id: int) -> tuple[Process, list[GroupOffer]]:
    process = lock_process(session, process_id)
    return process, lock_offers(session, offers_with_places(session, process.id))


def _let_in(session: Session, offers: list[GroupOffer], *, now: datetime) -> None:
    session.flush()
    for offer in offers:
        seat_waiting_in(session, offer, now=now)
