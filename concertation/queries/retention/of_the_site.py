"""What is kept too long, whatever event or process it is about."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from concertation.domain.delivery import MailState
from concertation.domain.people_import import KEPT_FOR, ImportState
from concertation.domain.retention import (
    INVITATION_DAYS,
    LINK_LASTS,
    OF_SIGNING_IN,
    REQUEST_DAYS,
    TRIES_ARE_COUNTED_FOR,
    DataKind,
)
from concertation.domain.space_messages import SpaceLinkAsked
from concertation.models import (
    Account,
    AuditEntry,
    DataRequest,
    DeskSession,
    OutboxMail,
    PeopleImport,
    SignInFailure,
    SpaceLink,
    SpaceSession,
)
from concertation.queries.restrictions import is_limited
from concertation.queries.retention.terms import Term, retention_terms


def mails_over(session: Session, now: datetime) -> Sequence[Term]:
    """Those that wait to be sent are not touched, however old they are."""
    days = retention_terms(session).mail_retention_days
    left_at = func.coalesce(OutboxMail.sent_at, OutboxMail.due_at)
    written = (
        select(OutboxMail.id)
        .where(
            OutboxMail.state != MailState.PENDING,
            OutboxMail.recipient != "",
            left_at <= now - timedelta(days=days),
            ~is_limited(func.lower(OutboxMail.recipient)),
        )
        .order_by(OutboxMail.id)
    )
    return [Term(kind=DataKind.MAILS, table=OutboxMail, rows=written, days=days)]


def imports_over(_session: Session, now: datetime) -> Sequence[Term]:
    """Files that nobody started to import, and what was refused of those that ended."""
    before = now - KEPT_FOR
    never_started = PeopleImport.state.in_([ImportState.READ, ImportState.READY])
    old = or_(
        PeopleImport.ended_at < before,
        and_(PeopleImport.created_at < before, never_started),
    )
    rows = select(PeopleImport.id).where(old).order_by(PeopleImport.id)
    days = KEPT_FOR.days
    return [Term(kind=DataKind.IMPORTS, table=PeopleImport, rows=rows, days=days)]


def requests_over(_session: Session, now: datetime) -> Sequence[Term]:
    """Long enough to show what was done; one that waits is never forgotten."""
    rows = (
        select(DataRequest.id)
        .where(
            DataRequest.email != "",
            DataRequest.settled_at <= now - timedelta(days=REQUEST_DAYS),
        )
        .order_by(DataRequest.id)
    )
    return [
        Term(kind=DataKind.REQUESTS, table=DataRequest, rows=rows, days=REQUEST_DAYS)
    ]


def invitations_over(_session: Session, now: datetime) -> Sequence[Term]:
    """To accounts of the desk: those that nobody took up, once they ran out."""
    rows = (
        select(Account.id)
        .where(
            Account.password_hash == "",
            Account.forgotten_at.is_(None),
            Account.link_expires_at <= now - timedelta(days=INVITATION_DAYS),
        )
        .order_by(Account.id)
    )
    return [
        Term(kind=DataKind.INVITATIONS, table=Account, rows=rows, days=INVITATION_DAYS)
    ]


def sign_ins_over(_session: Session, now: datetime) -> Sequence[Term]:
    """Tries at the desk that no longer count, and sessions that ran out."""
    return [
        _ran_out(SignInFailure, SignInFailure.at <= now - TRIES_ARE_COUNTED_FOR),
        _ran_out(DeskSession, DeskSession.expires_at <= now),
    ]


def journal_over(session: Session, now: datetime) -> Sequence[Term]:
    """Who failed to sign in, and who was signed out: what was decided stays."""
    days = retention_terms(session).sign_in_retention_days
    rows = (
        select(AuditEntry.id)
        .where(
            AuditEntry.action.in_(OF_SIGNING_IN),
            AuditEntry.at <= now - timedelta(days=days),
        )
        .order_by(AuditEntry.id)
    )
    return [Term(kind=DataKind.JOURNAL, table=AuditEntry, rows=rows, days=days)]


def spaces_over(_session: Session, now: datetime) -> Sequence[Term]:
    """Links and sessions of people's own spaces, and the mails that brought them."""
    brought = OutboxMail.template == SpaceLinkAsked.template
    old = OutboxMail.created_at <= now - LINK_LASTS
    return [
        _ran_out(SpaceLink, SpaceLink.expires_at <= now),
        _ran_out(SpaceSession, SpaceSession.expires_at <= now),
        _ran_out(OutboxMail, and_(brought, old)),
    ]


def _ran_out(table: type[Any], over: ColumnElement[bool]) -> Term:
    rows = select(table.id).where(over).order_by(table.id)
    return Term(kind=DataKind.SIGN_INS, table=table, rows=rows, days=0)
