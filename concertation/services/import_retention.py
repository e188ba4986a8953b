"""Forget what files of people said: soon, and at once when a person is forgotten."""

from datetime import datetime

from sqlalchemy import ColumnElement, and_, delete, or_, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.file_errors import ImportMovedOn
from concertation.domain.people_import import ImportState, Outcome, Verdict
from concertation.models import ImportLine, PeopleImport
from concertation.queries.retention import Term, imports_over
from concertation.services.purging import Ids, Purge


def forget_import(import_id: int) -> None:
    """Delete the file's lines and what is known of it. Raises `ImportMovedOn`."""
    with transaction() as session:
        found = session.get(PeopleImport, import_id, with_for_update=True)
        if found is None or found.state is ImportState.RUNNING:
            raise ImportMovedOn
        _delete(session, PeopleImport.id == import_id)


def sweep_imports(*, now: datetime) -> None:
    """Delete the imports that nobody started, and those that ended, in time."""
    Purge(over=imports_over, forget=_forget_old).run(now)


def _forget_old(session: Session, _term: Term, ids: Ids, _now: datetime) -> None:
    _delete(session, PeopleImport.id.in_(ids))


def forget_imports_of(session: Session, event_id: int) -> None:
    _delete(session, PeopleImport.event_id == event_id)


def forget_lines_of(session: Session, event_id: int, key: str) -> None:
    """Leave no trace of this address in the files that wait for an import.

    Of a file whose columns nobody named yet it is not known where its addresses are:
    it goes, and has to be sent again.
    """
    session.execute(
        delete(ImportLine).where(
            ImportLine.email_key == key,
            ImportLine.import_id.in_(
                select(PeopleImport.id).where(PeopleImport.event_id == event_id)
            ),
        )
    )
    of_this_event = PeopleImport.event_id == event_id
    _delete(session, and_(of_this_event, PeopleImport.state == ImportState.READ))
    session.execute(
        update(PeopleImport)
        .where(of_this_event, PeopleImport.rows.is_not(None))
        .values(rows=None)
        .execution_options(synchronize_session=False)
    )


def keep_only_what_can_be_mended(session: Session, import_id: int) -> None:
    """Once an import has ended: the lines that nobody was registered from."""
    refused = or_(
        ImportLine.outcome.is_not_distinct_from(Outcome.REFUSED),
        ImportLine.verdict == Verdict.REFUSED,
        and_(ImportLine.is_chosen, ImportLine.outcome.is_(None)),
    )
    session.execute(
        delete(ImportLine)
        .where(ImportLine.import_id == import_id, ~refused)
        .execution_options(synchronize_session=False)
    )


def _delete(session: Session, which: ColumnElement[bool]) -> None:
    numbers = session.scalars(select(PeopleImport.id).where(which)).all()
    for gone in (
        delete(ImportLine).where(ImportLine.import_id.in_(numbers)),
        delete(PeopleImport).where(PeopleImport.id.in_(numbers)),
    ):
        session.execute(gone.execution_options(synchronize_session=False))
