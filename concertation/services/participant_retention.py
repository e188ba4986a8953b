"""Forget who took part in a process once the time to keep them is over."""

from datetime import datetime, timedelta

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.enrolment import EndReason
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Participant,
    Phase,
    Process,
    Question,
    Questionnaire,
)
from concertation.services.answer_files import forget_answer
from concertation.services.audit import note
from concertation.services.group_places import Ending, end_enrolment, lock_together
from concertation.services.participant_erasure import forget_participant

NOT_SETTLED = (
    AdmissionState.ASKED,
    AdmissionState.WAITLISTED,
    AdmissionState.OFFERED,
)


def forget_expired_participants(*, now: datetime) -> int:
    """Anonymise who took part where the last phase is long over; return how many.

    Safe to run twice, and by several workers: whoever is second finds nothing left.
    """
    with transaction() as session:
        forgotten = 0
        for process, ended_at in _ended(session, now):
            if ended_at + timedelta(days=process.retention_days) > now:
                continue
            people = session.scalars(_remembered(process)).all()
            for person in people:
                forget_participant(session, person, now=now)
                note(session, "participant.expired", person, actor=SYSTEM, now=now)
            if people:
                _end_what_waits(session, process, now=now)
            forgotten += len(people)
    return forgotten


def forget_old_answers_of_participants(*, now: datetime) -> int:
    """Erase what was answered to questions whose own time is over; return how many."""
    with transaction() as session:
        forgotten = 0
        for process, ended_at in _ended(session, now):
            for question in session.scalars(_passing_questions(process)):
                if ended_at + timedelta(days=question.retention_days or 0) > now:
                    continue
                for person in session.scalars(_answering(process, question)):
                    forget_answer(session, person, question)
                    forgotten += 1
    return forgotten


def _end_what_waits(session: Session, process: Process, *, now: datetime) -> None:
    """Nobody who was forgotten is let in where a phase is made longer afterwards."""
    offers = select(GroupOffer.id).join(GroupOffer.phase)
    lock_together(
        session, session.scalars(offers.where(Phase.process_id == process.id)).all()
    )
    waiting = (
        select(Enrolment)
        .join(Enrolment.participant)
        .join(Enrolment.admission)
        .where(
            Participant.process_id == process.id,
            Participant.anonymised_at.is_not(None),
            Enrolment.ended_at.is_(None),
            Admission.state.in_(NOT_SETTLED),
        )
        .execution_options(populate_existing=True)
    )
    for enrolment in session.scalars(waiting).all():
        end_enrolment(session, enrolment, Ending(EndReason.ERASED), now=now)


def _ended(session: Session, now: datetime) -> list[tuple[Process, datetime]]:
    """Processes whose last phase is over, and since when."""
    last = func.max(Phase.ends_at)
    rows = (
        select(Phase.process_id, last)
        .group_by(Phase.process_id)
        .having(last < now - timedelta(days=1))
    )
    return [
        (session.get_one(Process, number), ended_at)
        for number, ended_at in session.execute(rows).all()
    ]


def _passing_questions(process: Process) -> Select[Question]:
    return (
        select(Question)
        .join(Questionnaire, Questionnaire.id == Question.questionnaire_id)
        .where(
            Questionnaire.process_id == process.id, Question.retention_days.is_not(None)
        )
    )


def _answering(process: Process, question: Question) -> Select[Participant]:
    answered = Participant.answers[str(question.id)].as_string().is_not(None)
    return _remembered(process).where(answered)


def _remembered(process: Process) -> Select[Participant]:
    return (
        select(Participant)
        .where(
            Participant.process_id == process.id, Participant.anonymised_at.is_(None)
        )
        .with_for_update(of=Participant, skip_locked=True)
    )
