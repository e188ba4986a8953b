"""The organiser's own questions: which are shown, demanded and kept.

A questionnaire belongs to whatever people fill in: an event today, an enrolment, a
survey or an application as well. What stands here knows only questions and answers.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Answer = str | bool | int | list[int]
"""A text (also numbers, dates as ISO 8601, addresses), yes or no, the id of a choice
or of a file, or the ids of several choices, in order where they are ranked."""

Answers = Mapping[int, Answer]
"""By the id of each question. A question that was not answered is not there."""


class QuestionKind(StrEnum):
    SHORT_TEXT = "short_text"
    LONG_TEXT = "long_text"
    NUMBER = "number"
    DATE = "date"
    YES_NO = "yes_no"
    ONE_OF = "one_of"
    SEVERAL_OF = "several_of"
    RANKING = "ranking"
    EMAIL = "email"
    PHONE = "phone"
    SIRET = "siret"
    FILE = "file"
    CONSENT = "consent"
    """To one use of one's data: a box that is not ticked, and never demanded."""

    @property
    def has_choices(self) -> bool:
        return self in {self.ONE_OF, self.SEVERAL_OF, self.RANKING}

    @property
    def can_decide(self) -> bool:
        """Whether another question can be shown for some of its answers only."""
        return self in {self.YES_NO, self.ONE_OF, self.SEVERAL_OF}

    def can_become(self, other: "QuestionKind") -> bool:
        """Whether answers of this kind are still good answers of the other one."""
        if self is other:
            return True
        texts = {self.SHORT_TEXT, self.LONG_TEXT}
        return other in texts and self in texts | {
            self.NUMBER,
            self.DATE,
            self.EMAIL,
            self.PHONE,
            self.SIRET,
        }


class Audience(StrEnum):
    PARTICIPANTS = "participants"
    DESK = "desk"
    """Asked by the desk about a person, and never shown to them."""


YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Condition:
    question_id: int
    """Of a question that comes before."""
    values: frozenset[str]
    """Ids of choices, or `YES`, `NO`: one of them must be among the answers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    id: int
    is_mandatory: bool = False
    condition: Condition | None = None


def shown(questions: Iterable[Question], answers: Answers) -> Iterator[Question]:
    """Yield what is asked of somebody who answers so, in the order of the questions.

    A question that depends on one that is not shown itself is not shown either.
    """
    seen: set[int] = set()
    for question in questions:
        if _is_met(question.condition, seen, answers):
            seen.add(question.id)
            yield question


def kept(questions: Iterable[Question], answers: Answers) -> dict[int, Answer]:
    """Return the answers that are stored: none to what was not asked."""
    return {
        question.id: answers[question.id]
        for question in shown(questions, answers)
        if is_answer(answers.get(question.id))
    }


def missing(questions: Iterable[Question], answers: Answers) -> list[int]:
    """Return the ids of what was asked, is mandatory, and has no answer."""
    return [
        question.id
        for question in shown(questions, answers)
        if question.is_mandatory and not is_answer(answers.get(question.id))
    ]


def is_answer(value: Answer | None) -> bool:
    """Whether something was said; « no » is an answer, an empty text is none."""
    return value is not None and value not in ("", [])


def picked(value: Answer | None) -> frozenset[str]:
    """Return what a condition looks at: ids of choices, or `YES`, or `NO`."""
    match value:
        case bool():
            return frozenset({YES if value else NO})
        case int():
            return frozenset({str(value)})
        case list():
            return frozenset(str(each) for each in value)
        case _:
            return frozenset()


def _is_met(condition: Condition | None, seen: set[int], answers: Answers) -> bool:
    if condition is None:
        return True
    if condition.question_id not in seen:
        return False
    return bool(condition.values & picked(answers.get(condition.question_id)))
