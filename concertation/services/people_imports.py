"""Take in a file of people, look at what would happen, and start it or let it be.

Nobody is registered here: `import_run` does that, line by line, once it is started.
"""

import json
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.file_errors import ImportMovedOn, NothingChosen
from concertation.domain.people_import import (
    ImportSource,
    ImportState,
    Line,
    Verdict,
)
from concertation.domain.registration import email_key
from concertation.models import Event, ImportLine, PeopleImport
from concertation.queries.import_answers import KnownOwn, known_own
from concertation.queries.people_imports import Known, known_by_key
from concertation.services.audit import note
from concertation.services.import_differences import own_differences
from concertation.services.import_retention import keep_only_what_can_be_mended

STORED_AT_ONCE = 1000
Rows = Sequence[tuple[int, Sequence[str]]]
"""The number and the cells of each line below the headings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What the columns hold, and the lines as they read by that."""

    columns: Sequence[str]
    defaults: Mapping[str, str]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True, kw_only=True)
class TakeFile:
    event_id: int
    filename: str
    source: ImportSource
    headings: Sequence[str]
    rows: Rows
    columns: Sequence[str]
    """As they are guessed."""
    meaning: Meaning | None
    """None: somebody must look at the columns first."""
    actor: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What was ticked on one page of lines, and what was asked for all of them."""

    shown: frozenset[int] = frozenset()
    """Numbers of the lines that the page had a box for."""
    ticked: frozenset[int] = frozenset()
    all_of: Verdict | None = None
    """A kind of lines that are all to be ticked, or none of them."""
    all_are: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class StartImport:
    import_id: int
    choice: Choice
    sends_mails: bool
    consent_text: str
    actor: str


def take_file(wish: TakeFile, *, now: datetime) -> int:
    """Keep the file's lines for a few days; return the number of the import."""
    with transaction() as session:
        taken = PeopleImport(
            event_id=wish.event_id,
            actor=wish.actor,
            filename=wish.filename,
            source=wish.source,
            state=ImportState.READ,
            headings=list(wish.headings),
            rows=_packed(wish.rows),
            columns=list(wish.columns),
            defaults={},
            created_at=now,
        )
        session.add(taken)
        session.flush()
        if wish.meaning:
            _keep_lines(session, taken, wish.meaning)
        return taken.id


def unpacked(rows: bytes) -> Rows:
    """Undo what `take_file` did to the rows."""
    return [(number, cells) for number, cells in json.loads(zlib.decompress(rows))]


def read_by(import_id: int, meaning: Meaning) -> None:
    """Judge the lines anew, by other columns. Raises `ImportMovedOn`."""
    with transaction() as session:
        taken = _unstarted(session, import_id)
        _keep_lines(session, taken, meaning)


def choose_lines(import_id: int, choice: Choice) -> None:
    """Raise `ImportMovedOn`."""
    with transaction() as session:
        _tick(session, _unstarted(session, import_id), choice)


def start_import(wish: StartImport, *, now: datetime) -> None:
    """From now on its lines are dealt with, one after the other.

    Raises `ImportMovedOn`, `NothingChosen`, and what keeps staff from seating people.
    """
    with transaction() as session:
        taken = _unstarted(session, wish.import_id)
        if taken.state is not ImportState.READY:
            raise ImportMovedOn
        taken.event.schedule.refuse_unless_staff_may_seat(now)
        _tick(session, taken, wish.choice)
        total = session.scalar(
            select(func.count()).where(
                ImportLine.import_id == taken.id, ImportLine.is_chosen
            )
        )
        if not total:
            raise NothingChosen
        taken.state, taken.started_at = ImportState.RUNNING, now
        taken.total, taken.rows = total, None
        taken.sends_mails, taken.consent_text = wish.sends_mails, wish.consent_text
        taken.actor = wish.actor
        note(
            session,
            "event.import_started",
            taken.event,
            actor=wish.actor,
            now=now,
            lines=total,
        )


def stop_import(import_id: int, *, actor: str, now: datetime) -> None:
    """Who is registered stays so; nothing more is done. Raises `ImportMovedOn`."""
    with transaction() as session:
        running = _locked(session, import_id)
        if running.state is not ImportState.RUNNING:
            raise ImportMovedOn
        end_import(session, running, ImportState.STOPPED, actor=actor, now=now)


def end_import(
    session: Session,
    running: PeopleImport,
    state: ImportState,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Forget, in the caller's transaction, all lines but those that can be mended."""
    running.state, running.ended_at = state, now
    session.flush()
    keep_only_what_can_be_mended(session, running.id)
    note(
        session,
        "event.import_ended",
        running.event,
        actor=actor,
        now=now,
        state=state,
        registered=running.confirmed + running.waitlisted,
    )


def _unstarted(session: Session, import_id: int) -> PeopleImport:
    taken = _locked(session, import_id)
    if taken.state not in {ImportState.READ, ImportState.READY}:
        raise ImportMovedOn
    return taken


def _locked(session: Session, import_id: int) -> PeopleImport:
    taken = session.scalar(
        select(PeopleImport)
        .where(PeopleImport.id == import_id)
        .with_for_update(of=PeopleImport)
        .execution_options(populate_existing=True)
    )
    if taken is None:
        raise ImportMovedOn
    return taken


def _tick(session: Session, taken: PeopleImport, choice: Choice) -> None:
    of_this = ImportLine.import_id == taken.id
    can_be = ImportLine.verdict.in_([v for v in Verdict if v.can_be_chosen])
    for numbers, ticked in (
        (choice.shown & choice.ticked, True),
        (choice.shown - choice.ticked, False),
    ):
        session.execute(
            update(ImportLine)
            .where(of_this, can_be, ImportLine.number.in_(sorted(numbers)))
            .values(is_chosen=ticked)
            .execution_options(synchronize_session=False)
        )
    if choice.all_of:
        session.execute(
            update(ImportLine)
            .where(of_this, can_be, ImportLine.verdict == choice.all_of)
            .values(is_chosen=choice.all_are)
            .execution_options(synchronize_session=False)
        )


def _keep_lines(session: Session, taken: PeopleImport, meaning: Meaning) -> None:
    taken.columns, taken.defaults = list(meaning.columns), dict(meaning.defaults)
    taken.state = ImportState.READY
    session.flush()
    session.execute(delete(ImportLine).where(ImportLine.import_id == taken.id))
    keys = [_key(line) for line in meaning.lines if line.person]
    known = known_by_key(session, taken.event_id, keys)
    saying = [
        _key(line) for line in meaning.lines if line.person and line.person.has_own
    ]
    own = known_own(session, taken.event, [key for key in saying if key in known])
    rows = _stored(taken, meaning.lines, known, own)
    # Never all of them in memory once more: fifty thousand are a hundred megabytes.
    while some := list(islice(rows, STORED_AT_ONCE)):
        session.execute(insert(table_of(ImportLine)), some)


def _stored(
    taken: PeopleImport,
    lines: Sequence[Line],
    known: Mapping[str, Known],
    own: Mapping[str, KnownOwn],
) -> Iterator[dict[str, Any]]:
    in_order = sorted(lines, key=lambda line: line.order)
    for place, line in enumerate(in_order, start=1):
        key = _key(line)
        verdict, differences = _verdict(taken.event, line, known.get(key), own.get(key))
        yield {
            "import_id": taken.id,
            "number": line.number,
            "place": place,
            "email_key": key,
            "verdict": verdict,
            "is_chosen": verdict is Verdict.NEW,
            "cells": list(line.cells),
            "person": line.person.as_json() if line.person else None,
            "findings": [finding.as_json() for finding in line.findings],
            "differences": differences,
        }


def _key(line: Line) -> str:
    return email_key(line.person.email) if line.person else ""


def _verdict(
    event: Event, line: Line, known: Known | None, own: KnownOwn | None
) -> tuple[Verdict, dict[str, tuple[Any, Any]]]:
    if line.person is None:
        return Verdict.REFUSED, {}
    if known is None:
        return Verdict.NEW, {}
    if known.has_left:
        return Verdict.LEFT, {}
    differences: dict[str, tuple[Any, Any]] = {
        **line.person.differences(known.answers),
        **(own_differences(event, line.person, own) if own else {}),
    }
    return (Verdict.DIFFERENT if differences else Verdict.SAME), differences


def _packed(rows: Rows) -> bytes:
    return zlib.compress(json.dumps(list(rows)).encode())
