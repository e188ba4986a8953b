"""The purge: everything that is kept too long goes, and the journal says how much.

Safe to run twice, and by several workers at once.
"""

from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.personal_data import MAIL_FIELDS
from concertation.domain.retention import DataKind
from concertation.models import AuditEntry, OutboxMail, PurgeLine
from concertation.queries.retention import Term, journal_over, mails_over
from concertation.services.accounts import sweep_sign_ins
from concertation.services.data_requests import forget_old_requests
from concertation.services.forgotten_places import end_forgotten_places
from concertation.services.import_retention import sweep_imports
from concertation.services.invitations import forget_old_invitations
from concertation.services.participant_retention import (
    forget_expired_participants,
    forget_old_answers_of_participants,
)
from concertation.services.personal_data import forget_expired, forget_old_answers
from concertation.services.personal_space import sweep_spaces
from concertation.services.purging import Ids, Purge, note_looked

MAILS_AT_ONCE = 500
LINES_AT_ONCE = 500


def purge_everything(*, now: datetime) -> int:
    """Return how many people were anonymised."""
    sweep_sign_ins(now=now)
    sweep_spaces(now=now)
    forget_old_answers(now=now)
    forget_old_answers_of_participants(now=now)
    forgotten = forget_expired(now=now) + forget_expired_participants(now=now)
    end_forgotten_places(now=now)
    forget_old_mails(now=now)
    sweep_imports(now=now)
    forget_old_requests(now=now)
    forget_old_invitations(now=now)
    forget_old_lines_of_the_journal(now=now)
    _note_what_was_looked_at(now=now)
    return forgotten


def forget_old_mails(*, now: datetime) -> int:
    """What was written and to whom; that something left, and when, stays counted."""
    purge = Purge(over=mails_over, forget=_forget_mails, at_once=MAILS_AT_ONCE)
    return purge.run(now)


def forget_old_lines_of_the_journal(*, now: datetime) -> int:
    purge = Purge(over=journal_over, forget=_forget_lines, at_once=LINES_AT_ONCE)
    return purge.run(now)


def _forget_lines(session: Session, _term: Term, ids: Ids, _now: datetime) -> None:
    session.execute(
        delete(AuditEntry)
        .where(AuditEntry.id.in_(ids))
        .execution_options(synchronize_session=False)
    )


def _forget_mails(session: Session, _term: Term, ids: Ids, _now: datetime) -> None:
    session.execute(
        update(OutboxMail)
        .where(OutboxMail.id.in_(ids))
        .values(facts={}, **MAIL_FIELDS)
        .execution_options(synchronize_session=False)
    )


def _note_what_was_looked_at(*, now: datetime) -> None:
    """Once a day for each kind of which nothing was to go: that the purge does run."""
    today = now.replace(hour=0, minute=0, second=0, microsecond=0)
    with transaction() as session:
        told = set(
            session.scalars(
                select(PurgeLine.kind).where(PurgeLine.at >= today).distinct()
            )
        )
        for kind in DataKind:
            if kind not in told:
                note_looked(session, kind, now=now)
