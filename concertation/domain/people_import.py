"""Importing people: what a file's lines say, and what becomes of each."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, Self

from concertation.domain.questions import Answer

KEPT_FOR = timedelta(days=7)
"""How long a file's lines wait for somebody to import or to mend them."""
MOST_ROWS = 50_000
MOST_COLUMNS = 200
_NO_RANK = MOST_ROWS + 1
MOST_CELL_CHARACTERS = 32_767
"""What a cell of a spreadsheet holds at most, here as in Excel."""


class ImportSource(StrEnum):
    """Whose export it is, as its headings tell."""

    OWN = "own"
    HELLOASSO = "helloasso"
    EVENTBRITE = "eventbrite"
    INDICO = "indico"
    OTHER = "other"


class ImportState(StrEnum):
    READ = "read"
    """Somebody must say what its columns mean."""
    READY = "ready"
    """Each line was judged; nothing is written yet."""
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"


class PersonField(StrEnum):
    """What a column can hold. The values are the names of the registration's own."""

    EMAIL = "email"
    GIVEN_NAME = "given_name"
    FAMILY_NAME = "family_name"
    FULL_NAME = "full_name"
    ORGANISATION = "organisation"
    ROLE = "role"
    CATEGORY = "category"
    DEPARTEMENT = "departement"
    EPCI = "epci"
    PHONE = "phone"
    ACCESSIBILITY_NEEDS = "accessibility_needs"
    LOCALE = "locale"
    STATE = "state"
    REGISTERED_AT = "registered_at"
    RANK = "rank"


class Verdict(StrEnum):
    """What would happen to a line, as things stood when it was looked at."""

    NEW = "new"
    SAME = "same"
    """The address is registered, and all that the line says is known."""
    DIFFERENT = "different"
    """The address is registered with other answers."""
    LEFT = "left"
    """The address was registered, and its registration was cancelled."""
    REFUSED = "refused"

    @property
    def can_be_chosen(self) -> bool:
        """Somebody new is chosen unless unticked; who is known only when ticked."""
        return self in {Verdict.NEW, Verdict.DIFFERENT, Verdict.LEFT}


class Outcome(StrEnum):
    """What happened to a line."""

    CONFIRMED = "confirmed"
    WAITLISTED = "waitlisted"
    UPDATED = "updated"
    KNOWN = "known"
    REFUSED = "refused"


class Problem(StrEnum):
    """Why a line, or a cell of it, is refused."""

    MISSING = "missing"
    TOO_LONG = "too_long"
    FORGED = "forged"
    """A line break or another control character where one line is due."""
    NOT_MAILABLE = "not_mailable"
    NOT_A_PHONE = "not_a_phone"
    NOT_A_DATE = "not_a_date"
    NO_SUCH_DAY = "no_such_day"
    NO_SUCH_TIME = "no_such_time"
    IN_THE_FUTURE = "in_the_future"
    UNKNOWN_VALUE = "unknown_value"
    ELSEWHERE = "elsewhere"
    """The grouping of communes is not in that département."""
    CANCELLED_THERE = "cancelled_there"
    NOT_SETTLED_THERE = "not_settled_there"
    """Unpaid, or waiting for an approval."""
    TWICE = "twice"
    TWICE_OTHER_NAME = "twice_other_name"
    TOO_MANY_CELLS = "too_many_cells"
    LEFT_SINCE = "left_since"
    """Cancelled between the look at the file and the import."""
    FULL = "event_full"
    NOT_STORED = "not_stored"
    NOT_A_DAY = "not_a_day"
    NOT_A_NUMBER = "not_a_number"
    NOT_A_SIRET = "not_a_siret"
    NOT_YES_OR_NO = "not_yes_or_no"
    NO_SUCH_CHOICE = "no_such_choice"
    CHOSEN_TWICE = "chosen_twice"
    TOO_MANY = "too_many"
    """More workshops or companions than one may have."""
    AT_THE_SAME_TIME = "at_the_same_time"
    CHOICE_FULL = "choice_full"
    CHOICE_GONE = "choice_gone"
    QUOTA_FULL = "quota_full"
    PARTY_DOES_NOT_FIT = "party_does_not_fit"
    NOT_REACHED = "not_reached"
    """The import ended before its turn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One reason to refuse a line."""

    problem: Problem
    field: PersonField | None = None
    given: str = ""
    """What stands in the cell, or the number of the other line."""
    name: str = ""
    """What the column is called, where it is one of the event's own."""

    def as_json(self) -> dict[str, str]:
        return {
            "problem": self.problem.value,
            "field": self.field.value if self.field else "",
            "given": self.given,
            "name": self.name,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, str]) -> Self:
        return cls(
            problem=Problem(stored["problem"]),
            field=PersonField(stored["field"]) if stored["field"] else None,
            given=stored["given"],
            name=stored.get("name", ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """What a good line says, in the registration's own values."""

    email: str
    given_name: str
    family_name: str
    organisation: str
    role: str
    category: str
    departement: str
    epci: str = ""
    phone: str = ""
    accessibility_needs: str = ""
    locale: str
    registered_at: str = ""
    """An instant (ISO 8601), or nothing."""
    had_a_seat: bool = True
    """False: stood on the waiting list there, and comes after those who did not."""
    rank: int = 0
    """On the waiting list there; 0: the file says none."""
    own: Mapping[str, Answer] = field(default_factory=dict)
    """To the event's own questions, by the id of each."""
    workshops: tuple[int, ...] = ()
    companions: tuple[str, ...] = ()
    said: tuple[str, ...] = ()
    """The fields that the file itself fills in: what comes from a choice made for all
    lines never replaces what a person answered."""

    def as_json(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Self:
        several = ("said", "workshops", "companions")
        return cls(**{**stored, **{n: tuple(stored.get(n, ())) for n in several}})

    @property
    def registered(self) -> datetime | None:
        return (
            datetime.fromisoformat(self.registered_at) if self.registered_at else None
        )

    @property
    def has_own(self) -> bool:
        """Whether the line says any of what only this event asks."""
        return bool(self.own or self.workshops or self.companions)

    def differences(self, known: Mapping[str, str]) -> dict[str, tuple[str, str]]:
        """Where the file says another thing than we know: field, known, said.

        An empty cell says nothing.
        """
        return {
            name: (known[name], getattr(self, name))
            for name in self.said
            if name in known and getattr(self, name) not in ("", known[name])
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the file, judged by itself: without looking at who is registered."""

    number: int
    cells: tuple[str, ...]
    person: Person | None
    findings: tuple[Finding, ...] = ()

    @property
    def order(self) -> tuple[bool, int, bool, str, int]:
        """Who had a seat there comes first; by rank, then by when they registered."""
        person = self.person
        if person is None:
            return (True, _NO_RANK, True, "", self.number)
        return (
            not person.had_a_seat,
            person.rank or _NO_RANK,
            not person.registered_at,
            person.registered_at,
            self.number,
        )
