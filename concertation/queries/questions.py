"""Read questions, and what was answered to them."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.questions import Answer, QuestionKind
from concertation.models import Question, Questionnaire, Registration


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    question: Question
    value: Answer
    choices: tuple[str, ...] = ()
    """What was chosen, by name; best first where it was ranked."""


def find_question(event_id: int, question_id: int) -> Question | None:
    """A question that is still asked at this event."""
    return db.session.scalar(
        select(Question)
        .join(Questionnaire)
        .where(
            Question.id == question_id,
            Questionnaire.event_id == event_id,
            Question.retired_at.is_(None),
        )
    )


def has_answers(session: Session, question: Question) -> bool:
    answered = Registration.answers[str(question.id)].as_string().is_not(None)
    event = (
        select(Questionnaire.event_id)
        .where(Questionnaire.id == question.questionnaire_id)
        .scalar_subquery()
    )
    found = exists().where(Registration.event_id == event, answered)
    return bool(session.scalar(select(found)))


def answered_by(registration: Registration) -> Iterator[Answered]:
    """In the order of the questions, also to those that are asked no more."""
    questionnaire = registration.event.questionnaire
    if questionnaire is None:
        return
    for question in questionnaire.questions:
        value = (registration.answers or {}).get(str(question.id))
        if value is not None:
            yield Answered(
                question=question, value=value, choices=chosen(question, value)
            )


def chosen(question: Question, value: Answer) -> tuple[str, ...]:
    if not question.kind.has_choices:
        return ()
    names = {choice.id: choice.label for choice in question.choices}
    numbers = value if isinstance(value, list) else [value]
    return tuple(names[n] for n in numbers if isinstance(n, int) and n in names)


def offered_kinds(question: Question, *, is_answered: bool) -> list[QuestionKind]:
    """What the question may become without losing an answer."""
    return [
        kind
        for kind in QuestionKind
        if not is_answered or question.kind.can_become(kind)
    ]
