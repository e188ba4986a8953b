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
    Organisation,
    Participant,
    Phase,
    Process,
    Question,
    Questionnaire,
)
from concertation.services.answer_files import forget_answer
from concertation.services.audit import note
from concertation.services.bulk import BATCH
from concertation.services.group_places import Ending, end_enrolment, lock_together
from concertation.services.participant_erasure import forget_participant

NOT_SETTLED = (
    AdmissionState.ASKED,
    AdmissionState.WAITLISTED,
    AdmissionState.OFFERED,
)


def forget_expired_participants(*, now: datetime) -> int:
    """Anonymise who took part where the last phase is long over; return how many.

    In short batches: who is interrupted goes on with the rest the next time. Safe to
    run twice, and by several workers: whoever is second finds nothing left.
    """
    forgotten = 0
    for process_id in _processes_over(now):
        while some := _forget_some(process_id, now=now):
            forgotten += some
    return forgotten


def forget_old_answers_of_participants(*, now: datetime) -> int:
    """Erase what was answered to questions whose own time is over; return how many."""
    forgotten = 0
    for process_id in _processes_over(now):
        while some := _forget_some_answers(process_id, now=now):
            forgotten += some
    return forgotten


def _processes_over(now: datetime) -> list[int]:
    with transaction() as session:
        return [process.id for process, _ended_at in _ended(session, now)]


def _forget_some(process_id: int, *, now: datetime) -> int:
    """One batch, in the order in which everybody locks: organisations, pools, people.

    Whether their time is over is asked again each time: somebody may have changed it.
    """
    with transaction() as session:
        for process, ended_at in _ended(session, now, process_id):
            if ended_at + timedelta(days=process.retention_days) > now:
                continue
            numbers = _next_ones(session, process)
            _hold_what_they_name(session, numbers)
            _lock_groups(session, process)
            chosen = _remembered(process).where(Participant.id.in_(numbers))
            people = session.scalars(chosen).all()
            for person in people:
                forget_participant(session, person, now=now)
                note(session, "participant.expired", person, actor=SYSTEM, now=now)
            if people:
                _end_what_waits(session, process, now=now)
            return len(people)
    return 0


def _forget_some_answers(process_id: int, *, now: datetime) -> int:
    with transaction() as session:
        for process, ended_at in _ended(session, now, process_id):
            for question in session.scalars(_passing_questions(process)):
                if ended_at + timedelta(days=question.retention_days or 0) > now:
                    continue
                some = _answering(process, question).limit(BATCH)
                people = session.scalars(some).all()
                for person in people:
                    forget_answer(session, person, question)
                if people:
                    return len(people)
    return 0


def _next_ones(session: Session, process: Process) -> list[int]:
    remembered = select(Participant.id).where(
        Participant.process_id == process.id, Participant.anonymised_at.is_(None)
    )
    ordered = remembered.order_by(Participant.id).limit(BATCH)
    return list(session.scalars(ordered))


def _hold_what_they_name(session: Session, numbers: list[int]) -> None:
    """A name that one of them alone typed goes with them."""
    named = select(Participant.organisation_id).where(Participant.id.in_(numbers))
    held = (
        select(Organisation.id)
        .where(Organisation.id.in_(named))
        .order_by(Organisation.id)
        .with_for_update()
    )
    session.execute(held).all()


def _lock_groups(session: Session, process: Process) -> None:
    offers = select(GroupOffer.id).join(GroupOffer.phase)
    here = offers.where(Phase.process_id == process.id)
    lock_together(session, session.scalars(here).all())


def _end_what_waits(session: Session, process: Process, *, now: datetime) -> None:
    """Nobody who was forgotten is let in where a phase is made longer afterwards."""
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


def _ended(
    session: Session, now: datetime, process_id: int | None = None
) -> list[tuple[Process, datetime]]:
    """Processes whose last phase is over, or this one if it is, and since when."""
    last = func.max(Phase.ends_at)
    rows = (
        select(Phase.process_id, last)
        .group_by(Phase.process_id)
        .having(last < now - timedelta(days=1))
    )
    if process_id is not None:
        rows = rows.where(Phase.process_id == process_id)
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
