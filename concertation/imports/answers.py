"""A cell as the answer to a question of the organiser's own, by the form's rules."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Final

from concertation.domain.people_import import Problem
from concertation.domain.questions import NO, YES, Answer, QuestionKind
from concertation.domain.siret import NotASiret, siret_of
from concertation.domain.typed_text import (
    MOST_EMAIL_CHARACTERS,
    MOST_FIGURES,
    MOST_LINE,
    MOST_TEXT,
    PHONE,
    clean_line,
    clean_text,
    written_number,
)
from concertation.exports.own_columns import BETWEEN
from concertation.imports.vocabulary import plain
from concertation.mailable import NotMailable, mailable_address
from concertation.models import Question

_SEPARATOR: Final = BETWEEN.strip()
_MIDNIGHT: Final = " 00:00:00"
"""What a spreadsheet adds to a day."""
_DAYS: Final = ("%Y-%m-%d", "%d/%m/%Y")
_YES: Final = frozenset({YES, "oui", "o", "y", "vrai", "true", "1", "x"})
_NO: Final = frozenset({NO, "non", "n", "faux", "false", "0"})


class NoAnswer(ValueError):  # noqa: N818 -- reads as a sentence
    def __init__(self, problem: Problem, given: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.given = given
        """What is wrong in the cell; empty where all of it is."""


Named = Sequence[tuple[int, str]]
"""The id and the name of each thing that can be chosen, the offered ones first."""


def answer_to(question: Question, text: str) -> Answer:
    """Raises `NoAnswer`."""
    return _READ[question.kind](question, text)


def several_of(named: Named, text: str) -> list[int]:
    """Find the names that are written one after the other. Raises `NoAnswer`.

    A name may hold the separator itself: the longest one that fits is taken.
    """
    found: list[int] = []
    parts = [part.strip() for part in text.replace("\n", _SEPARATOR).split(_SEPARATOR)]
    while parts:
        if not parts[0]:
            parts = parts[1:]
            continue
        number, taken = _first_of(named, parts)
        if number in found:
            raise NoAnswer(Problem.CHOSEN_TWICE, BETWEEN.join(parts[:taken]))
        found.append(number)
        parts = parts[taken:]
    return found


def _first_of(named: Named, parts: Sequence[str]) -> tuple[int, int]:
    for taken in range(len(parts), 0, -1):
        for number in _called(named, BETWEEN.join(parts[:taken])):
            return number, taken
    raise NoAnswer(Problem.NO_SUCH_CHOICE, parts[0])


def _called(named: Named, text: str) -> Iterator[int]:
    """The thing of this very name, or else the only one of nearly this name."""
    line = clean_line(text)
    for number, name in named:
        if clean_line(name) == line:
            yield number
            return
    words = plain(text)
    alike = [number for number, name in named if words and plain(name) == words]
    if len(alike) == 1:
        yield alike[0]


def _choices(question: Question) -> Named:
    # One that is offered no more is still the answer of who gave it then.
    ordered = sorted(question.choices, key=lambda choice: choice.retired_at is not None)
    return [(choice.id, choice.label) for choice in ordered]


def _short(text: str, most: int = MOST_LINE) -> str:
    line = clean_line(text)
    if len(line) > most:
        raise NoAnswer(Problem.TOO_LONG)
    return line


def _long_text(_question: Question, text: str) -> Answer:
    cleaned = clean_text(text)
    if len(cleaned) > MOST_TEXT:
        raise NoAnswer(Problem.TOO_LONG)
    return cleaned


def _number(_question: Question, text: str) -> Answer:
    try:
        return written_number(_short(text, MOST_FIGURES))
    except NoAnswer:
        raise
    except ValueError as wrong:
        raise NoAnswer(Problem.NOT_A_NUMBER) from wrong


def _date(_question: Question, text: str) -> Answer:
    day = clean_line(text).removesuffix(_MIDNIGHT)
    for written in _DAYS:
        try:
            return datetime.strptime(day, written).date().isoformat()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
    raise NoAnswer(Problem.NOT_A_DAY)


def _yes_no(_question: Question, text: str) -> Answer:
    words = plain(text)
    if words in _YES | _NO:
        return words in _YES
    raise NoAnswer(Problem.NOT_YES_OR_NO)


def _one_of(question: Question, text: str) -> Answer:
    for number in _called(_choices(question), text):
        return number
    raise NoAnswer(Problem.NO_SUCH_CHOICE)


def _several_of(question: Question, text: str) -> Answer:
    return several_of(_choices(question), text)


def _several_in_order(question: Question, text: str) -> Answer:
    """As a form sends them: in the order in which they are offered."""
    chosen = set(several_of(_choices(question), text))
    return [choice.id for choice in question.choices if choice.id in chosen]


def _address(_question: Question, text: str) -> Answer:
    try:
        return mailable_address(_short(text, MOST_EMAIL_CHARACTERS))
    except NotMailable as wrong:
        raise NoAnswer(Problem.NOT_MAILABLE) from wrong


def _phone(_question: Question, text: str) -> Answer:
    line = _short(text)
    if not PHONE.fullmatch(line):
        raise NoAnswer(Problem.NOT_A_PHONE)
    return line


def _siret(_question: Question, text: str) -> Answer:
    try:
        return siret_of(_short(text))
    except NotASiret as wrong:
        raise NoAnswer(Problem.NOT_A_SIRET) from wrong


_READ: Final[dict[QuestionKind, Callable[[Question, str], Answer]]] = {
    QuestionKind.SHORT_TEXT: lambda _question, text: _short(text),
    QuestionKind.LONG_TEXT: _long_text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.YES_NO: _yes_no,
    QuestionKind.CONSENT: _yes_no,
    QuestionKind.ONE_OF: _one_of,
    QuestionKind.SEVERAL_OF: _several_in_order,
    QuestionKind.RANKING: _several_of,
    QuestionKind.EMAIL: _address,
    QuestionKind.PHONE: _phone,
    QuestionKind.SIRET: _siret,
}
"""Of every kind but files, which no table holds."""
