"""What is wrong with a file or with a line of it, said to who has to mend it."""

from typing import Final

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.file_errors import FileProblem, TableUnreadable
from concertation.domain.people_import import (
    MOST_COLUMNS,
    MOST_ROWS,
    Finding,
    PersonField,
    Problem,
)
from concertation.domain.territory import epci_name
from concertation.imports.headings import OWN_HEADINGS

_LONGEST_QUOTE: Final = 80

FIELD_NAMES: Final[dict[PersonField, LazyString]] = {
    PersonField.EMAIL: OWN_HEADINGS[PersonField.EMAIL],
    PersonField.GIVEN_NAME: OWN_HEADINGS[PersonField.GIVEN_NAME],
    PersonField.FAMILY_NAME: OWN_HEADINGS[PersonField.FAMILY_NAME],
    PersonField.FULL_NAME: _l("Given name and family name together"),
    **{
        field: name
        for field, name in OWN_HEADINGS.items()
        if field not in {PersonField.STATE, PersonField.REGISTERED_AT}
    },
    PersonField.STATE: _l("State of the registration"),
    PersonField.REGISTERED_AT: OWN_HEADINGS[PersonField.REGISTERED_AT],
}
"""In the order in which a list offers them."""

_FILE_PROBLEMS: Final[dict[FileProblem, LazyString]] = {
    FileProblem.EMPTY: _l("The file is empty"),
    FileProblem.NO_HEADINGS: _l(
        "The file has no line below its headings, or one column only"
    ),
    FileProblem.NOT_A_TABLE: _l("This is not a table in CSV, XLSX or ODS"),
    FileProblem.BROKEN: _l(
        "The file is damaged: open it in your spreadsheet and save it anew"
    ),
    FileProblem.BROKEN_QUOTES: _l(
        "Line %(line)s has a quotation mark that is not closed, or one too many"
    ),
    FileProblem.LONG_CELL: _l("Line %(line)s has a cell that is too long"),
    FileProblem.ENCRYPTED: _l(
        "The file has a password, or comes from an Excel older than 2007: save it as"
        " XLSX, without a password"
    ),
    FileProblem.MACROS: _l("The file has macros: save it as XLSX, without them"),
    FileProblem.TOO_LARGE: _l("The file is too large: split it into smaller ones"),
    FileProblem.TOO_MANY_ROWS: _l(
        "The file has more than %(rows)s lines: split it into smaller ones"
    ),
    FileProblem.TOO_MANY_COLUMNS: _l("The file has more than %(columns)s columns"),
}
_PROBLEMS: Final[dict[Problem, LazyString]] = {
    Problem.MISSING: _l("%(field)s: nothing is filled in"),
    Problem.TOO_LONG: _l("%(field)s: the text is too long"),
    Problem.FORGED: _l("%(field)s: a line break or a hidden character is not allowed"),
    Problem.NOT_MAILABLE: _l("“%(given)s” is not an e-mail address"),
    Problem.NOT_A_PHONE: _l("“%(given)s” is not a phone number"),
    Problem.NOT_A_DATE: _l("“%(given)s” is not a date such as 31/12/2026 18:30"),
    Problem.NO_SUCH_DAY: _l("The date “%(given)s” does not exist"),
    Problem.NO_SUCH_TIME: _l(
        "The time “%(given)s” does not exist: clocks were put forward"
    ),
    Problem.IN_THE_FUTURE: _l("The date “%(given)s” has not come yet"),
    Problem.UNKNOWN_VALUE: _l("%(field)s: “%(given)s” is not known here"),
    Problem.ELSEWHERE: _l("%(field)s: “%(given)s” is not in that département"),
    Problem.CANCELLED_THERE: _l("Cancelled or refunded there (“%(given)s”)"),
    Problem.NOT_SETTLED_THERE: _l("Not confirmed there yet (“%(given)s”)"),
    Problem.TWICE: _l("Already in line %(given)s"),
    Problem.TWICE_OTHER_NAME: _l(
        "Same e-mail address as line %(given)s, under another name: give this person"
        " an address of their own"
    ),
    Problem.TOO_MANY_CELLS: _l("More cells than headings: a separator too many?"),
    Problem.LEFT_SINCE: _l("This person cancelled meanwhile"),
    Problem.NOT_A_DAY: _l("%(field)s: “%(given)s” is not a day such as 31/12/2026"),
    Problem.NOT_A_NUMBER: _l("%(field)s: “%(given)s” is not a number"),
    Problem.NOT_A_SIRET: _l("%(field)s: “%(given)s” is not a SIRET number"),
    Problem.NOT_YES_OR_NO: _l("%(field)s: “%(given)s” is neither yes nor no"),
    Problem.NO_SUCH_CHOICE: _l(
        "%(field)s: “%(given)s” is not among the choices; several are parted by a"
        " semicolon"
    ),
    Problem.CHOSEN_TWICE: _l("%(field)s: “%(given)s” is there twice"),
    Problem.TOO_MANY: _l("%(field)s: “%(given)s” is more than one may have"),
    Problem.AT_THE_SAME_TIME: _l(
        "%(field)s: “%(given)s” take place at the same time, in part"
    ),
    Problem.CHOICE_FULL: _l("A workshop or a choice of this line is full"),
    Problem.CHOICE_GONE: _l("A workshop of this line is no longer offered"),
    Problem.QUOTA_FULL: _l(
        "The places kept for this kind of organisation or this territory are taken"
    ),
    Problem.PARTY_DOES_NOT_FIT: _l(
        "There are not enough places for this person and those who come along"
    ),
    Problem.FULL: _l("The event is full, and has no waiting list"),
    Problem.NOT_STORED: _l("Could not be registered %(given)s"),
    Problem.NOT_REACHED: _l("Not imported: the import was stopped before"),
}


def file_problem_text(refusal: TableUnreadable) -> str:
    return str(_FILE_PROBLEMS[refusal.problem]) % {
        "line": refusal.line,
        "rows": f"{MOST_ROWS:,}".replace(",", "\u202f"),
        "columns": MOST_COLUMNS,
    }


def finding_text(finding: Finding) -> str:
    given = " ".join(finding.given.split())
    if len(given) > _LONGEST_QUOTE:
        given = f"{given[:_LONGEST_QUOTE]}…"
    name = finding.name or (FIELD_NAMES[finding.field] if finding.field else _("Line"))
    text = str(_PROBLEMS[finding.problem]) % {"field": name, "given": given}
    return text.strip()


def value_text(field: str, value: str) -> str:
    """What stands in a registration, as people read it."""
    if field == PersonField.EPCI:
        return epci_name(value) or value
    return value
