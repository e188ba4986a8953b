"""Forget who took part in a process once the time to keep them is over."""

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from concertation.domain.actor import SYSTEM
from concertation.models import (
    GroupOffer,
    Organisation,
    Participant,
    Phase,
    Question,
)
from concertation.queries.retention import (
    Term,
    process_answers_over,
    process_people_over,
)
from concertation.services.answer_files import forget_answer
from concertation.services.audit import note
from concertation.services.consents import forget_consents
from concertation.services.forgotten_places import end_what_waits
from concertation.services.group_places import lock_together
from concertation.services.participant_erasure import forget_participant
from concertation.services.purging import Ids, Purge


def forget_expired_participants(*, now: datetime) -> int:
    """Anonymise who took part where the last phase is long over; return how many.

    In short batches: who is interrupted goes on with the rest the next time. Safe to
    run twice, and by several workers: whoever is second finds nothing left.
    """
    people = Purge(over=process_people_over, forget=_forget, hold=_hold)
    return people.run(now)


def forget_old_answers_of_participants(*, now: datetime) -> int:
    """Erase what was answered to questions whose own time is over; return how many."""
    return Purge(over=process_answers_over, forget=_forget_answers).run(now)


def _hold(session: Session, term: Term, ids: Ids) -> bool:
    """In the order in which everybody locks: organisations, pools, then people."""
    _hold_what_they_name(session, ids)
    offers = select(GroupOffer.id).join(GroupOffer.phase)
    here = offers.where(Phase.process_id == term.process_id)
    lock_together(session, session.scalars(here).all())
    last = select(func.max(Phase.ends_at)).where(Phase.process_id == term.process_id)
    return session.scalar(last) == term.since


def _forget(session: Session, term: Term, ids: Ids, now: datetime) -> None:
    for person in session.scalars(_these(ids)).all():
        forget_participant(session, person, now=now)
        note(session, "participant.expired", person, actor=SYSTEM, now=now)
    end_what_waits(session, term.process_id, now=now)


def _forget_answers(session: Session, term: Term, ids: Ids, _now: datetime) -> None:
    question = session.get_one(Question, term.question_id)
    for person in session.scalars(_these(ids)).all():
        forget_answer(session, person, question)
        forget_consents(session, person, question_id=question.id)


def _these(ids: Ids) -> Select[Participant]:
    return (
        select(Participant)
        .where(Participant.id.in_(ids))
        .execution_options(populate_existing=True)
    )


def _hold_what_they_name(session: Session, numbers: Ids) -> None:
    """A name that one of them alone typed goes with them."""
    named = select(Participant.organisation_id).where(Participant.id.in_(numbers))
    held = (
        select(Organisation.id)
        .where(Organisation.id.in_(named))
        .order_by(Organisation.id)
        .with_for_update()
    )
    session.execute(held).all()
