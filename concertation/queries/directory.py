"""The directory of organisations at the desk: searched, sorted, in pages."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, func, or_, select
from sqlalchemy.orm import aliased

from concertation.database import db
from concertation.domain.registration import folded
from concertation.models import (
    Organisation,
    Participant,
)
from concertation.queries.organisations import STANDS

Shape = TypeVarTuple("Shape")

ROWS_ON_A_PAGE = 50
ROWS_READ_AT_ONCE = 1000


class Seen(StrEnum):
    """Whether somebody at the desk said that it exists."""

    YES = "yes"
    NO = "no"


class DirectoryOrder(StrEnum):
    NAME = "name"
    LATEST = "latest"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryFilter:
    text: str = ""
    category: str = ""
    departement: str = ""
    seen: Seen | None = None
    order: DirectoryOrder = DirectoryOrder.NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class DirectoryPage:
    organisations: Sequence[Organisation]
    people: Mapping[int, int]
    """How many take part in a process for each, by its number."""
    total: int
    unseen: int
    """Of the whole directory."""
    page: int
    pages: int


PEOPLE: ColumnElement[int] = (
    select(func.count())
    .where(
        Participant.organisation_id == Organisation.id,
        Participant.anonymised_at.is_(None),
    )
    .scalar_subquery()
)


def find_organisation(number: int) -> Organisation | None:
    return db.session.get(Organisation, number)


def standing_organisation(found: Organisation) -> Organisation:
    """Itself, or the one that it was merged into in the end."""
    while found.merged_into_id is not None:
        found = db.session.get_one(Organisation, found.merged_into_id)
    return found


def directory_page(wanted: DirectoryFilter, page: int) -> DirectoryPage:
    """One page of the list, from 1; a page that does not exist is the last one."""
    total = count_directory(wanted)
    pages = max(1, -(-total // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = _listed(select(Organisation, PEOPLE), wanted).limit(ROWS_ON_A_PAGE)
    found = db.session.execute(rows.offset((page - 1) * ROWS_ON_A_PAGE)).all()
    return DirectoryPage(
        organisations=[organisation for organisation, _people in found],
        people={organisation.id: people for organisation, people in found},
        total=total,
        unseen=count_directory(DirectoryFilter(seen=Seen.NO)),
        page=page,
        pages=pages,
    )


def count_directory(wanted: DirectoryFilter) -> int:
    counted = select(func.count()).select_from(Organisation)
    return db.session.scalar(counted.where(*_conditions(wanted))) or 0


def directory_batches(
    wanted: DirectoryFilter,
) -> Iterator[Sequence[tuple[Organisation, int]]]:
    """Every row of the list, some at a time, each with how many people it has."""
    rows = _listed(select(Organisation, PEOPLE), wanted)
    found = db.session.execute(rows.execution_options(yield_per=ROWS_READ_AT_ONCE))
    for batch in found.partitions():
        yield [(organisation, people) for organisation, people in batch]


def found_in_directory(text: str, *, besides: Organisation) -> Sequence[Organisation]:
    """To choose one by hand: those whose name or SIRET holds these words."""
    wanted = DirectoryFilter(text=text)
    rows = _listed(select(Organisation), wanted).where(Organisation.id != besides.id)
    return db.session.scalars(rows.limit(20)).all()


def _listed(rows: Select[*Shape], wanted: DirectoryFilter) -> Select[*Shape]:
    return rows.where(*_conditions(wanted)).order_by(*_order(wanted.order))


def _conditions(wanted: DirectoryFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = [STANDS]
    if wanted.category:
        conditions.append(Organisation.category == wanted.category)
    if wanted.departement:
        conditions.append(Organisation.departement == wanted.departement)
    if wanted.seen is Seen.YES:
        conditions.append(Organisation.listed_at.is_not(None))
    if wanted.seen is Seen.NO:
        conditions.append(Organisation.listed_at.is_(None))
    digits = "".join(wanted.text.split())
    if digits.isdigit():
        return [*conditions, Organisation.siret.startswith(digits, autoescape=True)]
    return [*conditions, *(_holds(word) for word in folded(wanted.text).split())]


def _holds(word: str) -> ColumnElement[bool]:
    """In its own name, or in that of one that was merged into it."""
    former = aliased(Organisation)
    merged = select(former.merged_into_id).where(
        former.merged_into_id.is_not(None),
        former.name_key.contains(word, autoescape=True),
    )
    return or_(
        Organisation.name_key.contains(word, autoescape=True),
        Organisation.id.in_(merged),
    )


def _order(order: DirectoryOrder) -> tuple[SQLColumnExpression[Any], ...]:
    by_name = (Organisation.name_key, Organisation.id)
    match order:
        case DirectoryOrder.NAME:
            return by_name
        case DirectoryOrder.LATEST:
            return (Organisation.created_at.desc(), Organisation.id.desc())
        case DirectoryOrder.PEOPLE:
            return (PEOPLE.desc(), *by_name)
