"""Read questions, and what was answered to them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, exists, or_, select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.questions import Answer, Audience, QuestionKind
from concertation.models import (
    AnswerFile,
    Consent,
    Event,
    Participant,
    Process,
    Question,
    Questionnaire,
    Registration,
    StoredFile,
)
from concertation.queries.consents import consents_of

Answerer = Registration | Participant


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    question: Question
    value: Answer
    choices: tuple[str, ...] = ()
    """What was chosen, by name; best first where it was ranked."""
    file: AnswerFile | None = None
    consents: tuple[Consent, ...] = ()
    """Of an agreement: when it was given and taken back."""


def find_question(owner: Event | Process, question_id: int) -> Question | None:
    """A question that is still asked there."""
    return db.session.scalar(
        select(Question)
        .join(Questionnaire)
        .where(
            Question.id == question_id,
            is_asked_by(owner),
            Question.retired_at.is_(None),
        )
    )


def is_asked_by(owner: Event | Process) -> ColumnElement[bool]:
    """Whether a questionnaire is that of this event or process."""
    if isinstance(owner, Event):
        return Questionnaire.event_id == owner.id
    return Questionnaire.process_id == owner.id


def labels_of(numbers: Sequence[int]) -> dict[int, str]:
    """What these questions ask, of whichever events."""
    if not numbers:
        return {}
    rows = select(Question.id, Question.label).where(Question.id.in_(numbers))
    return {number: label for number, label in db.session.execute(rows)}


def is_answered(question: Question) -> bool:
    """For a page to show; whoever writes asks `has_answers` in its transaction."""
    return has_answers(db.session(), question)


def has_answers(session: Session, question: Question) -> bool:
    """Of whoever registered, or takes part in the process that asks it."""
    key = str(question.id)
    asked = select(Questionnaire).where(Questionnaire.id == question.questionnaire_id)
    event = asked.with_only_columns(Questionnaire.event_id).scalar_subquery()
    process = asked.with_only_columns(Questionnaire.process_id).scalar_subquery()
    found = or_(
        exists().where(
            Registration.event_id == event,
            Registration.answers[key].as_string().is_not(None),
        ),
        exists().where(
            Participant.process_id == process,
            Participant.answers[key].as_string().is_not(None),
        ),
    )
    return bool(session.scalar(select(found)))


def answered_by(answerer: Answerer) -> Iterator[Answered]:
    """In the order of the questions, also to those that are asked no more."""
    if isinstance(answerer, Registration):
        questionnaire = answerer.event.questionnaire
    else:
        questionnaire = answerer.process.questionnaire
    if questionnaire is None:
        return
    asks_consent = any(
        each.kind is QuestionKind.CONSENT for each in questionnaire.questions
    )
    consents = consents_of(answerer) if asks_consent else ()
    for question in questionnaire.questions:
        value = (answerer.answers or {}).get(str(question.id))
        if value is not None:
            yield Answered(
                question=question,
                value=value,
                choices=chosen(question, value),
                file=_file_of(answerer, question),
                consents=tuple(c for c in consents if c.question_id == question.id),
            )


def find_answer_file(
    answerer: Answerer, name: str, *, of_the_desk: bool = True
) -> AnswerFile | None:
    """The file of this made-up name, if it is an answer about this person.

    Those that only the desk gave are found for the desk alone.
    """
    audiences = [*Audience] if of_the_desk else [Audience.PARTICIPANTS]
    return db.session.scalar(
        select(AnswerFile)
        .join(AnswerFile.file)
        .join(Question, Question.id == AnswerFile.question_id)
        .where(
            _is_given_by(answerer),
            StoredFile.name == name,
            Question.audience.in_(audiences),
        )
    )


def _is_given_by(answerer: Answerer) -> ColumnElement[bool]:
    if isinstance(answerer, Registration):
        return AnswerFile.registration_id == answerer.id
    return AnswerFile.participant_id == answerer.id


def _file_of(answerer: Answerer, question: Question) -> AnswerFile | None:
    if question.kind is not QuestionKind.FILE:
        return None
    return db.session.scalar(
        select(AnswerFile).where(
            _is_given_by(answerer),
            AnswerFile.question_id == question.id,
        )
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
