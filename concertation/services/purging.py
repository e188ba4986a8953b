"""Remove what is kept too long, a batch at a time, and write down how much it was.

A batch is one transaction with the line that tells of it: who is interrupted leaves
neither, and goes on with the rest the next time. Several workers may purge at once:
each locks what it takes, and passes over what another one holds.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import CursorResult, delete, insert
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.retention import DataKind
from concertation.models import PurgeLine
from concertation.queries.retention import Term, TermsOf

AT_ONCE = 50
Ids = Sequence[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Purge:
    over: TermsOf
    forget: Callable[[Session, Term, Ids, datetime], None]
    hold: Callable[[Session, Term, Ids], bool] | None = None
    """Takes what everybody locks before these rows, in the order in which they do, and
    says whether the term began then still: what is over may have been moved."""
    holds_in_turn: bool = False
    """Whether a term's locks may be taken after those of the terms before it."""
    at_once: int = AT_ONCE

    def run(self, now: datetime) -> int:
        """Return how many went. Whether their time is over is asked for each batch."""
        purged = 0
        while some := self._some(now):
            purged += some
        return purged

    def _some(self, now: datetime) -> int:
        """A batch of several terms, unless each has locks of its own to be taken first.

        Most events are small: one transaction for each would list all of them anew.
        """
        purged = 0
        with transaction() as session:
            for term in self.over(session, now):
                purged += self._of(session, term, self.at_once - purged, now)
                is_alone = self.hold and not self.holds_in_turn
                if purged and (is_alone or purged >= self.at_once):
                    break
        return purged

    def _of(self, session: Session, term: Term, most: int, now: datetime) -> int:
        chosen = session.scalars(term.rows.limit(most)).all()
        if chosen and self.hold and not self.hold(session, term, chosen):
            return 0
        ids = _locked(session, term, chosen) if chosen else ()
        if ids:
            self.forget(session, term, ids, now)
            note_purged(session, term, len(ids), now=now)
        return len(ids)


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


def sweep(session: Session, terms: Sequence[Term], *, now: datetime) -> None:
    """Delete what ran out by itself, and note it where there was some."""
    swept = 0
    for term in terms:
        table = table_of(term.table)
        gone = delete(table).where(table.c.id.in_(term.rows))
        swept += cast("CursorResult[Any]", session.execute(gone)).rowcount
    if swept:
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
