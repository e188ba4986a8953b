"""Judge the lines of a file by the rules of the registration form."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from concertation.domain.exporting import COMPANIONS, WISHES, WORKSHOPS
from concertation.domain.people_import import (
    MOST_ROWS,
    Finding,
    Line,
    Person,
    PersonField,
    Problem,
)
from concertation.domain.registration import email_key
from concertation.domain.territory import may_be_in
from concertation.domain.typed_text import (
    MOST_CHARACTERS,
    MOST_EMAIL_CHARACTERS,
    clean_line,
    clean_text,
    has_control,
)
from concertation.imports.event_columns import OwnColumns, answers_in, read_own
from concertation.imports.instants import NotAnInstant, instant_in
from concertation.imports.tables import FileTable, Row
from concertation.imports.vocabulary import (
    PROBLEM_OF,
    Standing,
    category_of,
    departement_of,
    epci_of,
    language_of,
    phone_of,
    standing_of,
)
from concertation.mailable import NotMailable, mailable_address

REQUIRED: Final = (
    PersonField.EMAIL,
    PersonField.GIVEN_NAME,
    PersonField.FAMILY_NAME,
    PersonField.ORGANISATION,
    PersonField.ROLE,
    PersonField.CATEGORY,
    PersonField.DEPARTEMENT,
    PersonField.LOCALE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the lines of one file are to be understood."""

    columns: Sequence[str | None]
    defaults: Mapping[PersonField, str]
    """What is meant by an empty cell, or by a column that is not there."""
    timezone: str
    now: datetime
    own: OwnColumns = field(default_factory=OwnColumns)


@dataclass(slots=True)
class _Draft:
    """What was understood of a line so far."""

    cells: dict[str, str]
    values: dict[PersonField, str] = field(default_factory=dict)
    own: dict[str, Any] = field(default_factory=dict)
    said: set[PersonField] = field(default_factory=set)
    had_a_seat: bool = True
    rank: int = 0
    findings: list[Finding] = field(default_factory=list)

    def refuse(self, problem: Problem, about: PersonField, given: str = "") -> None:
        self.findings.append(Finding(problem=problem, field=about, given=given))

    def refuses(self, about: PersonField) -> bool:
        return any(finding.field is about for finding in self.findings)


def judge(table: FileTable, reading: Reading) -> Iterator[Line]:
    """Yield every line with the person it describes, or with all that is wrong."""
    seen: dict[str, Line] = {}
    for row in table.rows:
        line = _judged(row, reading)
        if line.person:
            first = seen.setdefault(email_key(line.person.email), line)
            if first is not line:
                line = replace(line, person=None, findings=(_twice(line, first),))
        yield line


def _twice(line: Line, first: Line) -> Finding:
    """A buyer of several tickets gives one address for all of them."""
    mine, other = line.person, first.person
    same = mine and other and _name(mine) == _name(other)
    return Finding(
        problem=Problem.TWICE if same else Problem.TWICE_OTHER_NAME,
        field=PersonField.EMAIL,
        given=str(first.number),
    )


def _name(person: Person) -> tuple[str, str]:
    return person.given_name.casefold(), person.family_name.casefold()


def _judged(row: Row, reading: Reading) -> Line:
    if len(row.cells) > len(reading.columns):
        finding = Finding(problem=Problem.TOO_MANY_CELLS)
        return _line(row, None, (finding,))
    cells = {
        column: cell.strip()
        for column, cell in zip(reading.columns, row.cells, strict=True)
        if column
    }
    draft = _Draft(cells)
    _read_standing(draft)
    if draft.findings:
        # Whoever left is not imported: what else is wrong with them is nobody's work.
        return _line(row, None, tuple(draft.findings))
    _split_name(draft)
    _read_texts(draft)
    _read_email(draft)
    _read_phone(draft)
    _read_words(draft)
    _read_instant(draft, reading)
    _read_rank(draft)
    draft.own, findings = read_own(reading.own, cells)
    _fill_in(draft, reading.defaults)
    draft.findings += findings
    if draft.findings:
        return _line(row, None, tuple(draft.findings))
    return _line(row, _person(draft), ())


def _line(row: Row, person: Person | None, findings: tuple[Finding, ...]) -> Line:
    return Line(number=row.number, cells=row.cells, person=person, findings=findings)


def _read_standing(draft: _Draft) -> None:
    text = draft.cells.get(PersonField.STATE, "")
    if not text:
        return
    standing = standing_of(text)
    if standing in PROBLEM_OF:
        draft.refuse(PROBLEM_OF[standing], PersonField.STATE, text)
    draft.had_a_seat = standing is not Standing.WAITING


def _split_name(draft: _Draft) -> None:
    """« Lovelace, Ada », « Ada LOVELACE », or else the first word is the given name."""
    full = draft.cells.pop(PersonField.FULL_NAME, "")
    if not full or has_control(full):
        if full:
            draft.cells[PersonField.FAMILY_NAME] = full
        return
    family, comma, given = full.partition(",")
    if not comma:
        words = full.split()
        shouted = [word for word in words if word.isupper() and len(word) > 1]
        if shouted and len(shouted) < len(words):
            family = " ".join(shouted)
            given = " ".join(word for word in words if word not in shouted)
        else:
            given, _, family = full.partition(" ")
    for part, text in (
        (PersonField.GIVEN_NAME, given),
        (PersonField.FAMILY_NAME, family),
    ):
        draft.cells[part] = draft.cells.get(part) or text.strip()


def _one_line(draft: _Draft, about: PersonField, most: int) -> str:
    """The cell's text, unless it holds what could become a line of a mail's head."""
    text = draft.cells.get(about, "")
    if has_control(text):
        draft.refuse(Problem.FORGED, about, text)
        return ""
    line = clean_line(text)
    if len(line) > most:
        draft.refuse(Problem.TOO_LONG, about, line)
        return ""
    return line


def _read_texts(draft: _Draft) -> None:
    for name, most in MOST_CHARACTERS.items():
        about = PersonField(name)
        if about is not PersonField.ACCESSIBILITY_NEEDS:
            _say(draft, about, _one_line(draft, about, most))
    about = PersonField.ACCESSIBILITY_NEEDS
    text = clean_text(draft.cells.get(about))
    if len(text) > MOST_CHARACTERS[about]:
        draft.refuse(Problem.TOO_LONG, about, text)
    else:
        _say(draft, about, text)


def _read_email(draft: _Draft) -> None:
    about = PersonField.EMAIL
    text = _one_line(draft, about, MOST_EMAIL_CHARACTERS)
    if not text:
        return
    try:
        _say(draft, about, mailable_address(text))
    except NotMailable:
        draft.refuse(Problem.NOT_MAILABLE, about, text)


def _read_phone(draft: _Draft) -> None:
    about = PersonField.PHONE
    # Our own guard stays in the cell when our CSV went through a spreadsheet.
    text = _one_line(draft, about, MOST_EMAIL_CHARACTERS).removeprefix("'")
    if not text:
        return
    if phone := phone_of(text):
        _say(draft, about, phone)
    else:
        draft.refuse(Problem.NOT_A_PHONE, about, text)


def _read_words(draft: _Draft) -> None:
    for about, meaning in (
        (PersonField.CATEGORY, category_of),
        (PersonField.DEPARTEMENT, departement_of),
        (PersonField.EPCI, epci_of),
        (PersonField.LOCALE, language_of),
    ):
        text = draft.cells.get(about, "")
        if not text:
            continue
        if known := meaning(text):
            _say(draft, about, known)
        else:
            draft.refuse(Problem.UNKNOWN_VALUE, about, text)


def _read_instant(draft: _Draft, reading: Reading) -> None:
    about = PersonField.REGISTERED_AT
    text = draft.cells.get(about, "")
    if not text:
        return
    try:
        instant = instant_in(clean_line(text), reading.timezone, now=reading.now)
    except NotAnInstant as error:
        draft.refuse(error.problem, about, text)
    else:
        draft.values[about] = instant.isoformat()


def _read_rank(draft: _Draft) -> None:
    """Where somebody stood in the line, by their own will or put there by the desk."""
    about = PersonField.RANK
    text = draft.cells.get(about, "")
    if not text:
        return
    if text.isascii() and text.isdecimal() and 0 < int(text[:9]) <= MOST_ROWS:
        draft.rank = int(text)
    else:
        draft.refuse(Problem.NOT_A_NUMBER, about, text)


def _say(draft: _Draft, about: PersonField, value: str) -> None:
    draft.values[about] = value
    if value:
        draft.said.add(about)


def _fill_in(draft: _Draft, defaults: Mapping[PersonField, str]) -> None:
    for about, value in defaults.items():
        if not draft.cells.get(about):
            draft.values[about] = value
    for about in REQUIRED:
        if not draft.values.get(about) and not draft.refuses(about):
            draft.refuse(Problem.MISSING, about)
    epci = draft.values.get(PersonField.EPCI, "")
    departement = draft.values.get(PersonField.DEPARTEMENT, "")
    if epci and departement and not may_be_in(epci, departement):
        draft.refuse(Problem.ELSEWHERE, PersonField.EPCI, draft.cells[PersonField.EPCI])


def _person(draft: _Draft) -> Person:
    values: dict[str, Any] = {about.value: text for about, text in draft.values.items()}
    return Person(
        **values,
        had_a_seat=draft.had_a_seat,
        rank=draft.rank,
        own={str(number): value for number, value in answers_in(draft.own).items()},
        workshops=tuple(draft.own.get(WISHES) or draft.own.get(WORKSHOPS) or ()),
        companions=tuple(draft.own.get(COMPANIONS, ())),
        said=tuple(sorted([*(each.value for each in draft.said), *draft.own])),
    )
