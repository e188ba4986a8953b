"""The columns that one event adds to its list: answers, workshops, companions."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from babel.numbers import get_decimal_symbol
from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.domain.exporting import COMPANIONS, QUESTION, WISHES, WORKSHOPS
from concertation.domain.questions import NO, YES, Answer, QuestionKind
from concertation.domain.workshops import WorkshopRule
from concertation.exports.spreadsheets import Cell
from concertation.models import Event, Question
from concertation.queries.answers import answers_of, files_of, workshops_of

BETWEEN = "; "


def key_of(question: Question) -> str:
    return f"{QUESTION}{question.id}"


def own_cells(
    event: Event, numbers: Sequence[int], keys: Sequence[str]
) -> dict[int, dict[str, Cell]]:
    """Read what is asked for, for many registrations at once, by their numbers."""
    cells: dict[int, dict[str, Cell]] = {number: {} for number in numbers}
    questions = [q for q in all_questions(event) if key_of(q) in keys]
    files = files_of(numbers) if has_file(questions) else {}
    for number, answers, companions in answers_of(numbers):
        for question in questions:
            value = answers.get(str(question.id))
            cells[number][key_of(question)] = cell_of(
                question, value, files.get((number, question.id), "")
            )
        cells[number][COMPANIONS] = together(companions)
    for key, is_wish in ((WORKSHOPS, False), (WISHES, True)):
        if key in keys:
            for number, title in workshops_of(numbers, wished=is_wish):
                before = cells[number].get(key)
                cells[number][key] = f"{before}{BETWEEN}{title}" if before else title
    for key, title in meeting_cells(event).items():
        if key in keys:
            for number in numbers:
                cells[number][key] = title
    return cells


def meeting_cells(event: Event) -> dict[str, str]:
    """Process, group and phase that it is a meeting of, by the columns' keys."""
    told = {
        "process": event.process,
        "working_group": event.group,
        "phase": event.phase,
    }
    return {key: each.title for key, each in told.items() if each}


def all_questions(event: Event) -> list[Question]:
    """Also those that are asked no more: their answers are still there."""
    return list(event.questionnaire.questions) if event.questionnaire else []


def has_wishes(event: Event) -> bool:
    return bool(event.workshops) and event.workshop_rule is WorkshopRule.RANKED


def words_for(question: Question) -> Any:
    """What a stored answer is called in front of people; None: as it is stored."""
    if question.kind in {QuestionKind.YES_NO, QuestionKind.CONSENT}:
        return lambda value: {YES: _("Yes"), NO: _("No")}.get(value, "")
    if question.kind is QuestionKind.DATE:
        return lambda value: f"{date.fromisoformat(value):%d/%m/%Y}" if value else ""
    if question.kind is QuestionKind.NUMBER:
        return lambda value: (value or "").replace(".", _decimal_point())
    return None


def answer_text(question: Question, value: Answer | None) -> str:
    """An answer as people read it in a list."""
    cell, words = cell_of(question, value, ""), words_for(question)
    return str((words(cell) if words else cell) or "")


def _decimal_point() -> str:
    return get_decimal_symbol(get_locale())


def has_file(questions: Sequence[Question]) -> bool:
    return any(question.kind is QuestionKind.FILE for question in questions)


def cell_of(question: Question, value: Answer | None, filename: str) -> Cell:
    if value is None:
        return None
    if isinstance(value, bool):
        return YES if value else NO
    if question.kind is QuestionKind.FILE:
        return filename
    if question.kind.has_choices:
        return BETWEEN.join(_labels(question, value))
    return str(value)


def _labels(question: Question, value: Answer) -> Iterator[str]:
    names: Mapping[int, str] = {choice.id: choice.label for choice in question.choices}
    for number in value if isinstance(value, list) else [value]:
        if isinstance(number, int) and number in names:
            yield names[number]


def together(companions: Sequence[str]) -> str:
    """Names, or only how many."""
    names = [name for name in companions if name]
    return BETWEEN.join(names) or (str(len(companions)) if companions else "")
