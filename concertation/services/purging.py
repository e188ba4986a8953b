"""Remove what is kept too long, a batch at a time, and write down how much it was.

A batch is one transaction with the line that tells of it: who is interrupted leaves
neither, and goes on with the rest the next time. Several workers may purge at once:
each locks what it takes, and passes over what another one holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, Delete, insert
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.retention import DataKind
from concertation.models import PurgeLine
from concertation.queries.retention import Term, TermsOf

AT_ONCE = 50
Ids = Sequence[int]


def _nothing_else(_session: Session, _term: Term, _ids: Ids) -> None:
    return


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    over: TermsOf
    forget: Callable[[Session, Term, Ids, datetime], None]
    hold: Callable[[Session, Term, Ids], None] = _nothing_else
    """What everybody locks before these rows, in the order in which they do."""
    at_once: int = AT_ONCE

    def run(self, now: datetime) -> int:
        """Return how many went. Whether their time is over is asked for each batch."""
        purged = 0
        while some := self._some(now):
            purged += some
        return purged

    def _some(self, now: datetime) -> int:
        with transaction() as session:
            for term in self.over(session, now):
                chosen = session.scalars(term.rows.limit(self.at_once)).all()
                if not chosen:
                    continue
                self.hold(session, term, chosen)
                if ids := _locked(session, term, chosen):
                    self.forget(session, term, ids, now)
                    note_purged(session, term, len(ids), now=now)
                    return len(ids)
        return 0


def note_purged(session: Session, term: Term, count: int, *, now: datetime) -> None:
    _write(
        session,
        at=now,
        kind=term.kind,
        purged=count,
        days=term.days,
        since=term.since,
        event_id=term.event_id,
        process_id=term.process_id,
    )


def sweep(session: Session, *gone: Delete, now: datetime) -> None:
    """Delete what ran out by itself, and note it where there was some."""
    done = [cast("CursorResult[Any]", session.execute(each)) for each in gone]
    if swept := sum(each.rowcount for each in done):
        _write(session, at=now, kind=DataKind.SIGN_INS, purged=swept)


def note_looked(session: Session, kind: DataKind, *, now: datetime) -> None:
    """That the purge has run, though nothing was to go."""
    _write(session, at=now, kind=kind, purged=0)


def _locked(session: Session, term: Term, chosen: Ids) -> Ids:
    key = table_of(term.table).c.id
    mine = term.rows.where(key.in_(chosen))
    return session.scalars(mine.with_for_update(of=term.table, skip_locked=True)).all()


def _write(session: Session, **line: object) -> None:
    session.execute(insert(table_of(PurgeLine)), line)
