"""Write the organiser's own questions: add, change, reorder, retire."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import (
    QuestionDecides,
    QuestionHasAnswers,
    QuestionOrder,
)
from concertation.domain.questions import Audience, QuestionKind, picked
from concertation.domain.seating import QuotaKind
from concertation.models import Event, Question, QuestionChoice, Questionnaire, Quota
from concertation.queries.questions import has_answers
from concertation.services.audit import note
from concertation.services.places import lock_event, seat_waiting
from concertation.services.quotas import add_quota


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceSheet:
    id: int | None = None
    """None: a new one."""
    label: str
    seats: int | None = None
    """None: no limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSheet:
    kind: QuestionKind
    label: str
    hint: str = ""
    is_mandatory: bool = False
    audience: Audience = Audience.PARTICIPANTS
    is_sensitive: bool = False
    retention_days: int | None = None
    shown_if_id: int | None = None
    shown_if: tuple[str, ...] = ()
    choices: tuple[ChoiceSheet, ...] = field(default=())
    """In the order in which they are offered; one that is left out is retired."""


def add_question(
    event_id: int, sheet: QuestionSheet, *, actor: str, now: datetime
) -> int:
    """Put a question after the others; return its id. Raises `QuestionOrder`."""
    with transaction() as session:
        event = lock_event(session, event_id)
        questionnaire = event.questionnaire
        if questionnaire is None:
            questionnaire = Questionnaire(event_id=event.id, changed_at=now)
            event.questionnaire = questionnaire
        last = max((q.position for q in questionnaire.questions), default=0)
        question = Question(kind=sheet.kind, position=last + 1)
        questionnaire.questions.append(question)
        _write_sheet(session, event, question, sheet, now=now)
        note(
            session, "question.added", event, actor=actor, now=now, label=question.label
        )
        return question.id


def edit_question(
    event_id: int, question_id: int, sheet: QuestionSheet, *, actor: str, now: datetime
) -> None:
    """Change a question; the answers that it has are kept.

    Raises `QuestionHasAnswers` where they would not be answers of the new kind, and
    `QuestionOrder` where it would depend on a question that comes after it.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        question = _question(session, event, question_id)
        if not question.kind.can_become(sheet.kind) and has_answers(session, question):
            raise QuestionHasAnswers
        _write_sheet(session, event, question, sheet, now=now)
        note(
            session,
            "question.changed",
            event,
            actor=actor,
            now=now,
            label=question.label,
        )
        seat_waiting(session, event, now=now)


def move_question(
    event_id: int, question_id: int, *, up: bool, actor: str, now: datetime
) -> None:
    """Change places with the question before or after; at either end, do nothing.

    Raises `QuestionOrder` where one of the two depends on the other.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        question = _question(session, event, question_id)
        order = event.questions
        there = order.index(question) + (-1 if up else 1)
        if not 0 <= there < len(order):
            return
        other = order[there]
        if other.id == question.shown_if_id or question.id == other.shown_if_id:
            raise QuestionOrder
        question.position, other.position = other.position, question.position
        note(
            session, "question.moved", event, actor=actor, now=now, label=question.label
        )


def retire_question(
    event_id: int, question_id: int, *, actor: str, now: datetime
) -> None:
    """Ask it no more. Its answers stay; without any, nothing of it stays.

    Raises `QuestionDecides` where others depend on it.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        question = _question(session, event, question_id)
        if any(other.shown_if_id == question.id for other in event.questions):
            raise QuestionDecides
        note(
            session,
            "question.removed",
            event,
            actor=actor,
            now=now,
            label=question.label,
        )
        limits = [choice for choice in question.choices if choice.quota_id]
        if limits or has_answers(session, question):
            question.retired_at = now
        else:
            session.delete(question)


def _question(session: Session, event: Event, question_id: int) -> Question:
    return session.scalars(
        select(Question)
        .join(Questionnaire)
        .where(Question.id == question_id, Questionnaire.event_id == event.id)
        .execution_options(populate_existing=True)
    ).one()


def _write_sheet(
    session: Session,
    event: Event,
    question: Question,
    sheet: QuestionSheet,
    *,
    now: datetime,
) -> None:
    question.kind = sheet.kind
    question.label, question.hint = sheet.label, sheet.hint
    question.is_mandatory = sheet.is_mandatory
    question.audience = sheet.audience
    question.is_sensitive = sheet.is_sensitive
    question.retention_days = sheet.retention_days
    question.shown_if_id = sheet.shown_if_id
    question.shown_if = list(sheet.shown_if)
    session.flush()
    _check_order(event, question)
    _write_choices(session, event, question, sheet.choices, now=now)


def _check_order(event: Event, question: Question) -> None:
    if question.shown_if_id is None:
        return
    before = event.questions[: event.questions.index(question)]
    if question.shown_if_id not in {other.id for other in before}:
        raise QuestionOrder


def _write_choices(
    session: Session,
    event: Event,
    question: Question,
    sheets: tuple[ChoiceSheet, ...],
    *,
    now: datetime,
) -> None:
    known = {choice.id: choice for choice in question.choices}
    for position, sheet in enumerate(sheets, start=1):
        choice = known.pop(sheet.id, None) if sheet.id else None
        if choice is None:
            choice = QuestionChoice()
            question.choices.append(choice)
        choice.position, choice.label, choice.retired_at = position, sheet.label, None
        session.flush()
        _limit(session, event, question, choice, sheet.seats)
    for choice in known.values():
        choice.retired_at = choice.retired_at or now


def _limit(
    session: Session,
    event: Event,
    question: Question,
    choice: QuestionChoice,
    seats: int | None,
) -> None:
    if choice.quota is not None:
        choice.quota.seats = seats
    elif seats is not None:
        choice.quota = add_quota(
            session,
            event,
            Quota(kind=QuotaKind.CHOICE, seats=seats),
            belongs=lambda registration: (
                str(choice.id) in picked(registration.answers.get(str(question.id)))
            ),
        )
