"""Read imports of people: what was sent, what would happen, what happened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.people_import import ImportState, Verdict
from concertation.models import ImportLine, PeopleImport, Registration

Row = TypeVar("Row", int, ImportLine)

LINES_ON_A_PAGE = 50
ASKED_AT_ONCE = 500
COMPARED = (
    "given_name",
    "family_name",
    "organisation",
    "role",
    "category",
    "departement",
    "epci",
    "phone",
    "accessibility_needs",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LineCount:
    lines: int = 0
    chosen: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LinePage:
    lines: Sequence[ImportLine]
    page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What is registered under an address."""

    answers: dict[str, str]
    has_left: bool


def find_import(event_id: int, import_id: int) -> PeopleImport | None:
    return db.session.scalar(
        select(PeopleImport).where(
            PeopleImport.event_id == event_id, PeopleImport.id == import_id
        )
    )


def imports_of(event_id: int) -> Sequence[PeopleImport]:
    """What was sent for this event and is not forgotten yet, latest first."""
    return db.session.scalars(
        select(PeopleImport)
        .where(PeopleImport.event_id == event_id)
        .order_by(PeopleImport.id.desc())
    ).all()


def packed_rows(import_id: int) -> bytes | None:
    return db.session.scalar(
        select(PeopleImport.rows).where(PeopleImport.id == import_id)
    )


def keeps_rows(import_id: int) -> bool:
    """Whether its columns can still be given another meaning."""
    kept = exists().where(PeopleImport.id == import_id, PeopleImport.rows.is_not(None))
    return bool(db.session.scalar(select(kept)))


def is_import_running() -> bool:
    """A cheap look that takes no lock, before anyone claims."""
    running = exists().where(PeopleImport.state == ImportState.RUNNING)
    return bool(db.session.scalar(select(running)))


def count_lines(import_id: int) -> dict[Verdict, LineCount]:
    counts = db.session.execute(
        select(
            ImportLine.verdict,
            func.count(),
            func.count().filter(ImportLine.is_chosen),
        )
        .where(ImportLine.import_id == import_id)
        .group_by(ImportLine.verdict)
    )
    found = {
        verdict: LineCount(lines=lines, chosen=chosen)
        for verdict, lines, chosen in counts
    }
    return {verdict: found.get(verdict, LineCount()) for verdict in Verdict}


def parties_chosen(import_id: int) -> Sequence[int]:
    """The seats of each line that is ticked and registers somebody, in their order."""
    companions = func.json_array_length(ImportLine.person["companions"])
    rows = select(1 + func.coalesce(companions, 0)).where(
        ImportLine.import_id == import_id,
        ImportLine.is_chosen,
        ImportLine.verdict.in_((Verdict.NEW, Verdict.LEFT)),
    )
    return db.session.scalars(rows.order_by(ImportLine.place)).all()


def line_page(import_id: int, verdict: Verdict | None, page: int) -> LinePage:
    """One page, from 1, in the file's order; one that does not exist is the last."""
    total = db.session.scalar(_lines(select(func.count()), import_id, verdict)) or 0
    pages = max(1, -(-total // LINES_ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = _lines(select(ImportLine), import_id, verdict).order_by(ImportLine.number)
    wanted = rows.limit(LINES_ON_A_PAGE).offset((page - 1) * LINES_ON_A_PAGE)
    return LinePage(lines=db.session.scalars(wanted).all(), page=page, pages=pages)


def lines_to_mend(import_id: int) -> Iterator[ImportLine]:
    """Once it has ended, only those are left."""
    rows = _lines(select(ImportLine), import_id, None).order_by(ImportLine.number)
    yield from db.session.scalars(rows.execution_options(yield_per=ASKED_AT_ONCE))


def known_by_key(
    session: Session, event_id: int, keys: Sequence[str]
) -> dict[str, Known]:
    """What these addresses answered: the current registration, or else the last."""
    columns = [getattr(Registration, name) for name in COMPARED]
    known = {}
    for start in range(0, len(keys), ASKED_AT_ONCE):
        rows = session.execute(
            select(Registration.email_key, Registration.ended_at, *columns)
            .where(
                Registration.event_id == event_id,
                Registration.email_key.in_(keys[start : start + ASKED_AT_ONCE]),
            )
            # The current one comes last, and stays.
            .order_by(Registration.ended_at.is_(None), Registration.id)
        )
        for key, ended_at, *answers in rows:
            texts = dict(zip(COMPARED, map(str, answers), strict=True))
            known[key] = Known(answers=texts, has_left=ended_at is not None)
    return known


def _lines(rows: Select[Row], import_id: int, verdict: Verdict | None) -> Select[Row]:
    listed = rows.select_from(ImportLine).where(ImportLine.import_id == import_id)
    return listed.where(ImportLine.verdict == verdict) if verdict else listed
