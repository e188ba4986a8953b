"""Which answers may mean that somebody wants no picture of them."""

from collections.abc import Iterator

from flask_babel import gettext as _

from concertation.domain.questions import NO, YES, QuestionKind
from concertation.exports.badge_marks import NoPhoto
from concertation.exports.own_columns import all_questions
from concertation.models import Event, Question

BETWEEN = "-"
YES_OR_NO = frozenset({QuestionKind.YES_NO, QuestionKind.CONSENT})


def no_photo_choices(event: Event) -> list[tuple[str, str]]:
    """The answers by question, also where it is asked no more; first: no mark."""
    return [
        ("", _("Nobody: no mark")),
        *(
            (
                _value(question, answer),
                _("%(question)s: %(answer)s", question=question.label, answer=name),
            )
            for question in _offered(event)
            for answer, name in _answers_to(question)
        ),
    ]


def default_answer(event: Event) -> str:
    """“No” to the only question about photos; nothing where there is not one."""
    about = [
        question
        for question in _offered(event)
        if question.kind in YES_OR_NO and "photo" in question.label.lower()
    ]
    return _value(about[0], NO) if len(about) == 1 else ""


def no_photo_of(event: Event, value: str | None) -> NoPhoto | None:
    """What one of the choices stands for."""
    if not value:
        return None
    number, _between, answer = value.partition(BETWEEN)
    if answer not in {YES, NO}:
        return NoPhoto(int(number), int(answer))
    asked = next(each for each in _offered(event) if each.id == int(number))
    is_consent = asked.kind is QuestionKind.CONSENT
    return NoPhoto(
        asked.id, answer == YES, is_given_by_silence=is_consent and answer == NO
    )


def _offered(event: Event) -> list[Question]:
    """What is sensitive is told by no badge."""
    kinds = YES_OR_NO | {QuestionKind.ONE_OF}
    return [
        question
        for question in all_questions(event)
        if question.kind in kinds and not question.is_sensitive
    ]


def _answers_to(question: Question) -> Iterator[tuple[str, str]]:
    if question.kind in YES_OR_NO:
        yield YES, _("Yes")
        yield NO, _("No")
    for choice in question.choices:
        yield str(choice.id), choice.label


def _value(question: Question, answer: str) -> str:
    return f"{question.id}{BETWEEN}{answer}"
