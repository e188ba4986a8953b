"""Write the organiser's own questions: add, change, reorder, retire."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import (
    AgreedAlready,
    QuestionDecides,
    QuestionHasAnswers,
    QuestionOrder,
)
from concertation.domain.questions import Audience, QuestionKind, picked
from concertation.domain.seating import QuotaKind
from concertation.models import Event, Question, QuestionChoice, Questionnaire, Quota
from concertation.queries.consents import is_agreed_to, was_ever_agreed_to
from concertation.queries.questions import has_answers
from concertation.queries.registrations import current_registrations
from concertation.services.audit import note
from concertation.services.question_owners import (
    KindOfOwner,
    Owner,
    let_in,
    lock_owner,
    lock_owner_of,
    questionnaire_of,
)
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
    owner_id: int,
    sheet: QuestionSheet,
    *,
    actor: str,
    now: datetime,
    of: KindOfOwner = Event,
) -> int:
    """Put a question after the others; return its id. Raises `QuestionOrder`."""
    with transaction() as session:
        owner = lock_owner(session, of, owner_id)
        questionnaire = questionnaire_of(owner, now=now)
        last = max((q.position for q in questionnaire.questions), default=0)
        question = Question(kind=sheet.kind, position=last + 1)
        questionnaire.questions.append(question)
        _write_sheet(session, owner, question, sheet, now=now)
        label = question.label
        note(session, "question.added", owner, actor=actor, now=now, label=label)
        return question.id


def edit_question(
    question_id: int,
    sheet: QuestionSheet,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Change a question; the answers that it has are kept.

    Raises `QuestionHasAnswers` where they would not be answers of the new kind,
    `AgreedAlready` where it would ask for another agreement than was given, and
    `QuestionOrder` where it would depend on a question that comes after it.
    """
    with transaction() as session:
        owner, question = _locked(session, question_id)
        if not question.kind.can_become(sheet.kind) and has_answers(session, question):
            raise QuestionHasAnswers
        if is_reworded(question, sheet) and is_agreed_to(session, question):
            raise AgreedAlready
        _write_sheet(session, owner, question, sheet, now=now)
        label = question.label
        note(session, "question.changed", owner, actor=actor, now=now, label=label)
        let_in(session, owner, now=now)


def move_question(
    question_id: int,
    *,
    up: bool,
    actor: str,
    now: datetime,
) -> None:
    """Change places with the question before or after; at either end, do nothing.

    Raises `QuestionOrder` where one of the two depends on the other.
    """
    with transaction() as session:
        owner, question = _locked(session, question_id)
        order = owner.questions
        there = order.index(question) + (-1 if up else 1)
        if not 0 <= there < len(order):
            return
        other = order[there]
        if other.id == question.shown_if_id or question.id == other.shown_if_id:
            raise QuestionOrder
        question.position, other.position = other.position, question.position
        label = question.label
        note(session, "question.moved", owner, actor=actor, now=now, label=label)


def retire_question(
    question_id: int,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Ask it no more. Answers and agreements stay; without any, nothing of it does.

    Raises `QuestionDecides` where others depend on it.
    """
    with transaction() as session:
        owner, question = _locked(session, question_id)
        if any(other.shown_if_id == question.id for other in owner.questions):
            raise QuestionDecides
        label = question.label
        note(session, "question.removed", owner, actor=actor, now=now, label=label)
        limits = [choice for choice in question.choices if choice.quota_id]
        is_kept = has_answers(session, question) or was_ever_agreed_to(
            session, question
        )
        if limits or is_kept:
            question.retired_at = now
        else:
            session.delete(question)


def _locked(session: Session, question_id: int) -> tuple[Owner, Question]:
    """A question and who asks it, as they stand under the lock of who asks."""
    asked = select(Questionnaire).join(Questionnaire.questions)
    found = session.scalars(asked.where(Question.id == question_id)).one()
    owner = lock_owner_of(session, found)
    return owner, session.get_one(Question, question_id, populate_existing=True)


def is_reworded(question: Question, sheet: QuestionSheet) -> bool:
    """Whether who agreed to it would be told to have agreed to something else."""
    words = (question.label, question.hint)
    return question.kind is QuestionKind.CONSENT and words != (sheet.label, sheet.hint)


def _write_sheet(
    session: Session,
    owner: Owner,
    question: Question,
    sheet: QuestionSheet,
    *,
    now: datetime,
) -> None:
    question.kind = sheet.kind
    question.label, question.hint = sheet.label, sheet.hint
    is_consent = sheet.kind is QuestionKind.CONSENT
    # An agreement that is demanded, or noted behind somebody's back, is none.
    question.is_mandatory = sheet.is_mandatory and not is_consent
    question.audience = Audience.PARTICIPANTS if is_consent else sheet.audience
    question.is_sensitive = sheet.is_sensitive
    question.retention_days = sheet.retention_days
    question.shown_if_id = sheet.shown_if_id
    question.shown_if = list(sheet.shown_if)
    session.flush()
    _check_order(owner, question)
    _write_choices(session, owner, question, sheet.choices, now=now)


def _check_order(owner: Owner, question: Question) -> None:
    if question.shown_if_id is None:
        return
    before = owner.questions[: owner.questions.index(question)]
    if question.shown_if_id not in {other.id for other in before}:
        raise QuestionOrder


def _write_choices(
    session: Session,
    owner: Owner,
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
        if isinstance(owner, Event):
            _limit(session, owner, question, choice, sheet.seats)
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
        chosen = [
            registration.admission
            for registration in current_registrations(session, event.id)
            if str(choice.id) in picked(registration.answers.get(str(question.id)))
        ]
        quota = Quota(kind=QuotaKind.CHOICE, seats=seats)
        choice.quota = add_quota(session, event.pool, quota, counted=chosen)
