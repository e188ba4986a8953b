"""Read from the trail who was erased on request, and what was taken back or granted."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from concertation.domain.erasures import Erasure, Kind
from concertation.models import Account, AuditEntry
from concertation.queries.facts_again import FACTS

OF_SUBJECTS: Mapping[str, Kind] = {
    "registration.erased": Kind.REGISTRATION,
    "participant.erased": Kind.PARTICIPANT,
    "account.deactivated": Kind.ACCOUNT,
    "account.removed": Kind.ACCOUNT,
    "account.invitation_withdrawn": Kind.INVITATION,
}
OF_ROWS: Mapping[str, Kind] = {
    "note.deleted": Kind.NOTE,
    "event.guest_removed": Kind.GUEST,
    "event.members_taken_off": Kind.GUEST,
    "data_request.lines_removed": Kind.IMPORT_LINE,
    "account.right_taken": Kind.RIGHT,
}
"""Told of what they belonged to, with their own numbers as a detail."""
EMPTIED: Mapping[str, Kind] = {
    "registration.changed": Kind.REGISTRATION,
    "participant.changed": Kind.PARTICIPANT,
}
LET_IN_AGAIN = frozenset({"account.reactivated", "account.password_set"})
CREDENTIALS = frozenset(
    {
        "account.password_changed",
        "account.password_reset",
        "account.password_set",
        "account.second_factor_on",
        "account.second_factor_off",
        "account.second_factor_reset",
    }
)


def erasures_since(session: Session, moment: datetime) -> Sequence[Erasure]:
    """In the order of time. At the end of their time people are erased anyway."""
    some_emptied = AuditEntry.details["emptied"].as_string().is_not(None)
    wanted = or_(
        AuditEntry.action.in_([*OF_SUBJECTS, *OF_ROWS, *LET_IN_AGAIN, *FACTS]),
        and_(AuditEntry.action.in_(EMPTIED), some_emptied),
    )
    entries = session.scalars(
        select(AuditEntry)
        .where(wanted, AuditEntry.at >= moment)
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return _still_true(session, entries)


def renewed_credentials(session: Session, moment: datetime) -> Sequence[str]:
    """The addresses of accounts whose password or second factor is another since."""
    changed = (
        select(AuditEntry.subject_id)
        .where(AuditEntry.action.in_(CREDENTIALS), AuditEntry.at >= moment)
        .scalar_subquery()
    )
    still_there = Account.is_active & Account.forgotten_at.is_(None)
    emails = select(Account.email).where(Account.id.in_(changed), still_there)
    return session.scalars(emails.order_by(Account.email_key)).all()


def _still_true(session: Session, entries: Iterable[AuditEntry]) -> list[Erasure]:
    """Without the stop of an account that was let in again afterwards."""
    found: dict[object, Erasure] = {}
    for entry in entries:
        if entry.action in LET_IN_AGAIN:
            found.pop((Kind.ACCOUNT, entry.subject_id), None)
        for each in _told(session, entry):
            is_stop = each.kind is Kind.ACCOUNT
            found[(each.kind, each.number) if is_stop else each] = each
    return list(found.values())


def _told(session: Session, entry: AuditEntry) -> Iterator[Erasure]:
    action, details = entry.action, entry.details
    if kind := OF_SUBJECTS.get(action):
        yield Erasure(kind=kind, number=entry.subject_id, at=entry.at)
    elif kind := EMPTIED.get(action):
        fields = tuple(details["emptied"])
        yield Erasure(kind=kind, number=entry.subject_id, at=entry.at, fields=fields)
    elif of_entry := FACTS.get(action):
        yield from of_entry(session, entry)
    elif kind := OF_ROWS.get(action):
        # Entries of earlier versions do not tell the numbers.
        for number in details.get("rows", ()):
            yield Erasure(kind=kind, number=number, at=entry.at)
