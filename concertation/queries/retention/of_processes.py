"""What is kept too long about people who take part in processes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import Session

from concertation.domain.retention import DataKind, is_over
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    Participant,
    Phase,
    Process,
    Question,
    Questionnaire,
)
from concertation.queries.restrictions import is_limited
from concertation.queries.retention.terms import Term, retention_terms

REMEMBERED = Participant.anonymised_at.is_(None)


@dataclass(frozen=True, slots=True)
class Over:
    """A process whose time is over."""

    process_id: int
    ended_at: datetime
    days: int

    def term(
        self, kind: DataKind, rows: Select[int], question_id: int | None = None
    ) -> Term:
        return Term(
            kind=kind,
            table=Participant,
            rows=rows,
            days=self.days,
            since=self.ended_at,
            process_id=self.process_id,
            question_id=question_id,
        )


def process_people_over(session: Session, now: datetime) -> Sequence[Term]:
    """Who had a place in no group first: waiting, never granted, left."""
    site, terms = retention_terms(session), []
    here = exists().where(Participant.process_id == Process.id, REMEMBERED)
    for process, ended_at in session.execute(_ended(now).where(here)):
        unseated = site.unseated_days(
            process.unseated_retention_days, process.retention_days
        )
        for kind, days, counts in (
            (DataKind.UNSEATED, unseated, ~_has_a_place()),
            (DataKind.PEOPLE, process.retention_days, _has_a_place()),
        ):
            if is_over(ended_at, days, now):
                rows = _people_of(process).where(counts)
                over = Over(process.id, ended_at, days)
                terms.append(over.term(kind, rows))
    return terms


def process_answers_over(session: Session, now: datetime) -> Sequence[Term]:
    asked = (
        _ended(now)
        .join(Questionnaire, Questionnaire.process_id == Process.id)
        .join(Question, Question.questionnaire_id == Questionnaire.id)
        .add_columns(Question)
        .where(Question.retention_days.is_not(None))
    )
    terms = []
    for process, ended_at, question in session.execute(asked):
        days = question.retention_days
        if is_over(ended_at, days, now):
            over, rows = Over(process.id, ended_at, days), _people_of(process)
            answered = rows.where(_has_answered(question))
            terms.append(over.term(DataKind.ANSWERS, answered, question.id))
    return terms


def _ended(now: datetime) -> Select[Process, datetime]:
    """Processes whose last phase is over, and since when."""
    last = (
        select(Phase.process_id, func.max(Phase.ends_at).label("ends_at"))
        .group_by(Phase.process_id)
        .subquery()
    )
    return (
        select(Process, last.c.ends_at)
        .join(last, last.c.process_id == Process.id)
        .where(last.c.ends_at < now - timedelta(days=1))
        .order_by(Process.id)
    )


def _people_of(process: Process) -> Select[int]:
    here = Participant.process_id == process.id
    kept = is_limited(Participant.email_key)
    people = select(Participant.id).where(here, REMEMBERED, ~kept)
    return people.order_by(Participant.id)


def _has_a_place() -> ColumnElement[bool]:
    """A deputy has one as well, and no admission."""
    seated = select(Admission.id).where(Admission.state == AdmissionState.CONFIRMED)
    return exists().where(
        Enrolment.participant_id == Participant.id,
        Enrolment.ended_at.is_(None),
        or_(Enrolment.admission_id.is_(None), Enrolment.admission_id.in_(seated)),
    )


def _has_answered(question: Question) -> ColumnElement[bool]:
    answer: ColumnElement[str] = Participant.answers[str(question.id)].as_string()
    return answer.is_not(None)
