"""What is kept too long about people at events."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.orm import Session

from concertation.domain.retention import DataKind, is_over
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Event,
    Guest,
    Question,
    Questionnaire,
    Registration,
)
from concertation.queries.restrictions import is_limited
from concertation.queries.retention.terms import Term, retention_terms

A_DAY = timedelta(days=1)
REMEMBERED = Registration.anonymised_at.is_(None)


def event_people_over(session: Session, now: datetime) -> Sequence[Term]:
    """Who had no place first: their time is never longer than that of who had one."""
    site, terms = retention_terms(session), []
    here = exists().where(Registration.event_id == Event.id, REMEMBERED)
    for event in session.scalars(_ended(now).where(here)):
        unseated = site.unseated_days(
            event.unseated_retention_days, event.retention_days
        )
        for kind, days, counts in (
            (DataKind.UNSEATED, unseated, Admission.state != AdmissionState.CONFIRMED),
            (
                DataKind.PEOPLE,
                event.retention_days,
                Admission.state == AdmissionState.CONFIRMED,
            ),
        ):
            if is_over(event.ends_at, days, now):
                rows = _people_of(event).join(Registration.admission).where(counts)
                terms.append(_term(kind, event, days, rows))
    return terms


def event_answers_over(session: Session, now: datetime) -> Sequence[Term]:
    asked = (
        select(Question, Event)
        .join(Questionnaire, Questionnaire.id == Question.questionnaire_id)
        .join(Event, Event.id == Questionnaire.event_id)
        .where(Question.retention_days.is_not(None), Event.ends_at < now - A_DAY)
        .order_by(Question.id)
    )
    return [
        Term(
            kind=DataKind.ANSWERS,
            table=Registration,
            rows=_people_of(event).where(_has_answered(question)),
            days=question.retention_days,
            since=event.ends_at,
            event_id=event.id,
            process_id=event.process_id,
            question_id=question.id,
        )
        for question, event in session.execute(asked)
        if question.retention_days is not None
        and is_over(event.ends_at, question.retention_days, now)
    ]


def guests_over(session: Session, now: datetime) -> Sequence[Term]:
    here = exists().where(Guest.event_id == Event.id)
    return [
        _term(
            DataKind.GUESTS,
            event,
            event.retention_days,
            _guests_of(event),
            table=Guest,
        )
        for event in session.scalars(_ended(now).where(here))
        if is_over(event.ends_at, event.retention_days, now)
    ]


def _ended(now: datetime) -> Select[Event]:
    return select(Event).where(Event.ends_at < now - A_DAY).order_by(Event.id)


def _people_of(event: Event) -> Select[int]:
    here = Registration.event_id == event.id
    kept = is_limited(Registration.email_key)
    people = select(Registration.id).where(here, REMEMBERED, ~kept)
    return people.order_by(Registration.id)


def _guests_of(event: Event) -> Select[int]:
    here = Guest.event_id == event.id
    guests = select(Guest.id).where(here, ~is_limited(Guest.email_key))
    return guests.order_by(Guest.id)


def _has_answered(question: Question) -> ColumnElement[bool]:
    answer: ColumnElement[str] = Registration.answers[str(question.id)].as_string()
    return answer.is_not(None)


def _term(
    kind: DataKind,
    event: Event,
    days: int,
    rows: Select[int],
    *,
    table: type[Registration | Guest] = Registration,
) -> Term:
    return Term(
        kind=kind,
        table=table,
        rows=rows,
        days=days,
        since=event.ends_at,
        event_id=event.id,
        process_id=event.process_id,
    )
