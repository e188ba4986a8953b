"""The columns that an event adds to its list, as a file can fill them."""

import re
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from concertation.domain.exporting import COMPANIONS, QUESTION, WISHES, WORKSHOPS
from concertation.domain.people_import import Finding, Problem
from concertation.domain.questions import Answer, QuestionKind, shown
from concertation.domain.questions import Question as Rule
from concertation.domain.typed_text import MOST_NAME, clean_line
from concertation.domain.workshops import WorkshopRule, colliding
from concertation.exports.columns import MEETING_COLUMNS, ListColumn, extra_columns
from concertation.exports.formula_guard import unguarded
from concertation.exports.own_columns import (
    BETWEEN,
    all_questions,
    answer_text,
    key_of,
    together,
)
from concertation.imports.answers import NoAnswer, answer_to, several_of
from concertation.imports.headings import is_fixed
from concertation.imports.vocabulary import plain, spoken
from concertation.models import Event, Question
from concertation.queries.questions import labels_of

_KEY: Final = re.compile(rf"{QUESTION}([0-9]{{1,9}})")
_SIGNED: Final = {QuestionKind.NUMBER, QuestionKind.PHONE}
"""What our guard against formulas can stand before, and nobody typed it."""


class LeftOut(StrEnum):
    """Why a column of an event's own is never imported."""

    FILE = "file"
    RETIRED = "retired"
    GRANTED = "granted"
    """What people got among their wishes: the wishes say it once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumn:
    key: str
    name: str
    read: Callable[[str], Any]
    """Raises `NoAnswer`."""
    tell: Callable[[Any], str]
    """What was read, as people read it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnColumns:
    by_key: Mapping[str, OwnColumn] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)
    """The key of what can only be meant by a heading, plain."""
    left_out: Mapping[str, LeftOut] = field(default_factory=dict)
    """By heading, plain."""
    unsure: frozenset[str] = frozenset()
    """Headings, plain, that may mean several things: somebody has to say which."""
    rules: Sequence[Rule] = ()

    def is_sure_of(self, headings: Sequence[str]) -> bool:
        return self.unsure.isdisjoint(map(plain, headings))


def own_columns(event: Event, headings: Sequence[str] = ()) -> OwnColumns:
    """What a file with these headings can fill of the event's own columns."""
    # Whose meeting it is was settled with the event, and is never imported.
    extra = extra_columns(event).columns
    offered = [column for column in extra if column not in MEETING_COLUMNS]
    by_name: dict[str, list[str]] = defaultdict(list)
    for column in offered:
        for name in _names(column):
            by_name[name].append(column.key)
    names = {name: keys for name, keys in by_name.items() if not is_fixed(name)}
    known = {**names, **{plain(column.key): [column.key] for column in offered}}
    known |= _known_elsewhere(headings, by_name, known)
    sure = {name: keys[0] for name, keys in known.items() if len(keys) == 1}
    why = _left_out(event)
    return OwnColumns(
        by_key={
            column.key: _readable(event, column)
            for column in offered
            if column.key not in why
        },
        headings={name: key for name, key in sure.items() if key not in why},
        left_out={name: why[key] for name, key in sure.items() if key in why},
        unsure=frozenset((by_name.keys() | known.keys()) - sure.keys()),
        rules=[question.rule for question in event.questions],
    )


def read_own(
    columns: OwnColumns, cells: Mapping[str, str]
) -> tuple[dict[str, Any], list[Finding]]:
    """What the cells of one line answer, by the keys, and what none of them does."""
    values: dict[str, Any] = {}
    findings: dict[str, Finding] = {}
    for key, text in cells.items():
        column = columns.by_key.get(key)
        if column is None or not text:
            continue
        try:
            values[key] = column.read(text)
        except NoAnswer as wrong:
            given = wrong.given or text
            findings[key] = Finding(
                problem=wrong.problem, given=given, name=column.name
            )
    if findings:
        # As on the form: what is wrong in what is not asked is nobody's work.
        asked = {f"{QUESTION}{q.id}" for q in shown(columns.rules, answers_in(values))}
        asked |= {WORKSHOPS, WISHES, COMPANIONS}
        findings = {key: each for key, each in findings.items() if key in asked}
    return values, list(findings.values())


def answers_in(values: Mapping[str, Any]) -> dict[int, Answer]:
    return {
        int(key.removeprefix(QUESTION)): value
        for key, value in values.items()
        if key.startswith(QUESTION)
    }


def _names(column: ListColumn) -> set[str]:
    if isinstance(column.title, str):
        return {plain(column.title)}
    return {plain(said) for said in spoken(column.title.__str__).values()}


def _known_elsewhere(
    headings: Sequence[str],
    by_name: Mapping[str, list[str]],
    known: Mapping[str, list[str]],
) -> dict[str, list[str]]:
    """Keys of another event's questions: where ours are called the same, they are."""
    keys = {plain(h): h for h in headings if _KEY.fullmatch(h)}
    strange = {key: heading for key, heading in keys.items() if key not in known}
    labels = labels_of([int(h.removeprefix(QUESTION)) for h in strange.values()])
    found = {}
    for key, heading in strange.items():
        label = labels.get(int(heading.removeprefix(QUESTION)))
        if label is not None and plain(label) in by_name:
            found[key] = by_name[plain(label)]
    return found


def _left_out(event: Event) -> dict[str, LeftOut]:
    why = {}
    for question in all_questions(event):
        if question.retired_at:
            why[key_of(question)] = LeftOut.RETIRED
        elif question.kind is QuestionKind.FILE:
            why[key_of(question)] = LeftOut.FILE
    if event.workshop_rule is WorkshopRule.RANKED:
        why[WORKSHOPS] = LeftOut.GRANTED
    return why


def _readable(event: Event, column: ListColumn) -> OwnColumn:
    read, tell = _reader(event, column.key)
    return OwnColumn(key=column.key, name=str(column.title), read=read, tell=tell)


def _reader(
    event: Event, key: str
) -> tuple[Callable[[str], Any], Callable[[Any], str]]:
    if key in {WORKSHOPS, WISHES}:
        titles = {workshop.id: workshop.title for workshop in event.workshops}
        return (
            lambda text: _workshops(event, text),
            lambda ids: BETWEEN.join(titles[n] for n in ids if n in titles),
        )
    if key == COMPANIONS:
        return lambda text: _companions(event, text), together
    question = next(q for q in event.questions if key_of(q) == key)
    return (
        lambda text: _answer(question, text),
        lambda value: answer_text(question, value),
    )


def _answer(question: Question, text: str) -> Answer:
    return answer_to(question, unguarded(text) if question.kind in _SIGNED else text)


def _workshops(event: Event, text: str) -> list[int]:
    ordered = sorted(event.workshops, key=lambda each: each.retired_at is not None)
    chosen = several_of([(each.id, each.title) for each in ordered], text)
    most = 1 if event.takes_one_workshop else event.workshops_most
    if most and len(chosen) > most:
        raise NoAnswer(Problem.TOO_MANY)
    if event.workshop_rule is WorkshopRule.SEVERAL:
        slots = [each.slot for each in event.workshops if each.id in chosen]
        if colliding(slots):
            raise NoAnswer(Problem.AT_THE_SAME_TIME)
    return chosen


def _companions(event: Event, text: str) -> list[str]:
    """Names, or only how many."""
    if text.isascii() and text.isdecimal():
        count = int(text[:4])
        names = [""] * min(count, event.companions_most + 1)
    else:
        parts = text.replace("\n", BETWEEN).split(BETWEEN.strip())
        names = [name for part in parts if (name := clean_line(part))]
    if len(names) > event.companions_most:
        raise NoAnswer(Problem.TOO_MANY)
    if any(len(name) > MOST_NAME for name in names):
        raise NoAnswer(Problem.TOO_LONG)
    return names
