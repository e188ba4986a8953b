"""What a list of attendees can hold: every column, for every format.

The keys are a promise to programs, and to imports of what we exported.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, partial
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.exporting import COMPANIONS, WISHES, WORKSHOPS, Choice
from concertation.domain.territory import epci_name
from concertation.exports.own_columns import (
    all_questions,
    has_wishes,
    key_of,
    meeting_cells,
    own_cells,
    words_for,
)
from concertation.exports.spreadsheets import Cell, Kind
from concertation.models import Event
from concertation.wording.names import (
    category_name,
    language_name,
    source_name,
    state_name,
    territory_name,
)


class Group(StrEnum):
    """The heading below which a column is offered."""

    PERSON = "person"
    ORGANISATION = "organisation"
    REGISTRATION = "registration"
    ENROLMENT = "enrolment"
    ANSWERS = "answers"


Words = Callable[[Any], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListColumn:
    key: str
    title: str | LazyString
    group: Group
    kind: Kind = Kind.TEXT
    width: int = 20
    words: Words | None = None
    """What a value is called in front of people; None: it is shown as it is stored."""
    by_default: bool = True
    is_sensitive: bool = False
    """Told to few (GDPR, article 9): never taken away unless somebody asks for it."""


Answers = dict[int, dict[str, Cell]]
"""By the number of the registration, then by the key of the column."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ExtraColumns:
    """Columns that an event adds, and what reads them for many people at once."""

    columns: Sequence[ListColumn] = ()
    read: Callable[[Sequence[int], Sequence[str]], Answers] = lambda _ids, _keys: {}
    """Takes the numbers of registrations and the keys that are asked for."""


COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(
        key="reference", title=_l("Reference"), group=Group.REGISTRATION, width=12
    ),
    ListColumn(
        key="state",
        title=_l("State"),
        group=Group.REGISTRATION,
        width=16,
        words=state_name,
    ),
    ListColumn(
        key="rank",
        title=_l("Rank on the waiting list"),
        group=Group.REGISTRATION,
        kind=Kind.NUMBER,
        width=12,
        by_default=False,
    ),
    ListColumn(
        key="seats",
        title=_l("Number of places"),
        group=Group.REGISTRATION,
        kind=Kind.NUMBER,
        width=12,
        by_default=False,
    ),
    ListColumn(key="family_name", title=_l("Family name"), group=Group.PERSON),
    ListColumn(key="given_name", title=_l("Given name"), group=Group.PERSON),
    ListColumn(key="email", title=_l("E-mail address"), group=Group.PERSON, width=32),
    ListColumn(
        key="organisation", title=_l("Organisation"), group=Group.ORGANISATION, width=32
    ),
    ListColumn(
        key="role",
        title=_l("Role in the organisation"),
        group=Group.ORGANISATION,
        width=24,
    ),
    ListColumn(
        key="category",
        title=_l("Kind of organisation"),
        group=Group.ORGANISATION,
        width=24,
        words=category_name,
    ),
    ListColumn(
        key="departement",
        title=_l("Département"),
        group=Group.ORGANISATION,
        width=16,
        words=territory_name,
    ),
    ListColumn(
        key="epci",
        title=_l("Grouping of communes"),
        group=Group.ORGANISATION,
        width=32,
        words=lambda siren: epci_name(siren) or "",
    ),
    ListColumn(key="phone", title=_l("Phone"), group=Group.PERSON, width=18),
    ListColumn(
        key="accessibility_needs",
        title=_l("What you need to take part with ease"),
        group=Group.PERSON,
        width=40,
        by_default=False,
        is_sensitive=True,
    ),
    ListColumn(
        key="registered_at",
        title=_l("Registered on"),
        group=Group.REGISTRATION,
        kind=Kind.INSTANT,
        width=18,
    ),
    ListColumn(
        key="ended_at",
        title=_l("Cancelled on"),
        group=Group.REGISTRATION,
        kind=Kind.INSTANT,
        width=18,
        by_default=False,
    ),
    ListColumn(
        key="locale",
        title=_l("Language of the mails"),
        group=Group.REGISTRATION,
        width=12,
        words=language_name,
        by_default=False,
    ),
    ListColumn(
        key="source",
        title=_l("Registered by"),
        group=Group.REGISTRATION,
        width=16,
        words=source_name,
        by_default=False,
    ),
)


MEETING_COLUMNS: tuple[ListColumn, ...] = (
    ListColumn(
        key="process", title=_l("Consultation"), group=Group.REGISTRATION, width=32
    ),
    ListColumn(
        key="working_group", title=_l("Working group"), group=Group.REGISTRATION
    ),
    ListColumn(
        key="phase", title=_l("Phase of the consultation"), group=Group.REGISTRATION
    ),
)
"""What the event is a meeting of: the same on each row, so that lists of several
meetings can be put together."""


def extra_columns(event: Event) -> ExtraColumns:
    """The answers to the event's own questions, each in a column of its own."""
    return ExtraColumns(
        columns=tuple(_own_columns(event)), read=partial(own_cells, event)
    )


def _own_columns(event: Event) -> Iterator[ListColumn]:
    for question in all_questions(event):
        yield ListColumn(
            key=key_of(question),
            title=question.label,
            group=Group.ANSWERS,
            width=24,
            words=words_for(question),
            is_sensitive=question.is_sensitive,
            by_default=question.retired_at is None,
        )
    if event.workshops:
        yield ListColumn(key=WORKSHOPS, title=_l("Workshops"), group=Group.ANSWERS)
    if has_wishes(event):
        title = _l("Wishes, best first")
        yield ListColumn(key=WISHES, title=title, group=Group.ANSWERS)
    if event.companions_most:
        yield ListColumn(key=COMPANIONS, title=_l("Comes with"), group=Group.ANSWERS)
    told = meeting_cells(event)
    yield from (column for column in MEETING_COLUMNS if column.key in told)


def offered_columns(event: Event) -> Sequence[ListColumn]:
    """What can be taken away of this event."""
    return (*COLUMNS, *extra_columns(event).columns)


def wanted_keys(offered: Iterable[ListColumn], choice: Choice) -> frozenset[str]:
    """A column that the choice does not know is wanted as it is by default."""
    return frozenset(
        column.key
        for column in offered
        if choice.wants(
            column.key, by_default=column.by_default and not column.is_sensitive
        )
    )


def remembering(words: Words) -> Words:
    """Each name is looked up once a list, not once a row."""
    return cache(words)
