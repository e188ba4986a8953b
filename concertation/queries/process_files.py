"""Read a whole process: for the archive that is taken away."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import selectinload

from concertation.database import db
from concertation.models import (
    AuditEntry,
    Enrolment,
    Event,
    OutboxMail,
    Participant,
    Process,
    Questionnaire,
    WorkingGroup,
)
from concertation.queries.audit import account_names
from concertation.queries.events import read_programme
from concertation.queries.exporting import OF_A_MAIL, READ_AT_ONCE
from concertation.queries.restrictions import is_limited


def read_process(process: Process) -> Process:
    """With its parts, all at once, so that it can be read without a session."""
    return db.session.scalars(
        select(Process)
        .where(Process.id == process.id)
        .options(
            selectinload(Process.phases),
            selectinload(Process.partners),
            selectinload(Process.targets),
            selectinload(Process.outreaches),
            selectinload(Process.questionnaire).selectinload(Questionnaire.questions),
        )
        .execution_options(populate_existing=True)
    ).one()


def readable_meetings(process_id: int) -> Sequence[Event]:
    """Every meeting of the process and of its groups, in the order of time."""
    meetings = db.session.scalars(
        select(Event)
        .where(Event.process_id == process_id)
        .order_by(Event.starts_at, Event.id)
    ).all()
    for meeting in meetings:
        read_programme(meeting)
    return meetings


def groups_with_offers(process_id: int) -> Sequence[WorkingGroup]:
    return db.session.scalars(
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process_id)
        .options(selectinload(WorkingGroup.offers))
        .order_by(WorkingGroup.position, WorkingGroup.id)
    ).all()


def trail_of_process(process_id: int) -> Iterator[tuple[Any, ...]]:
    """Instant, actor, the account's name, action, a person's reference, details.

    Of the process, its parts and its members; its meetings have trails of their own.
    """
    names = account_names()
    places = select(Enrolment.id, Participant.reference).join(Enrolment.participant)
    own = places.where(Participant.process_id == process_id).subquery()
    kind, subject = AuditEntry.subject_kind, AuditEntry.subject_id
    entries = (
        select(
            AuditEntry.at,
            AuditEntry.actor,
            AuditEntry.action,
            func.coalesce(own.c.reference, Participant.reference, ""),
            AuditEntry.details,
        )
        .outerjoin(own, (kind == Enrolment.__tablename__) & (subject == own.c.id))
        .outerjoin(
            Participant,
            (kind == Participant.__tablename__) & (subject == Participant.id),
        )
        .where(AuditEntry.process_id == process_id, kind != Event.__tablename__)
        .order_by(AuditEntry.id)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for at, actor, action, reference, details in db.session.execute(entries):
        yield at, actor, names.get(actor), action, reference, details


def mail_rows_of_process(process_id: int) -> Iterator[tuple[Any, ...]]:
    """Reference, recipient, message, state, promised, sent, error; oldest first."""
    mails = (
        select(
            Participant.reference,
            *OF_A_MAIL,
        )
        .join(Participant, OutboxMail.participant_id == Participant.id)
        .where(Participant.process_id == process_id)
        .where(~is_limited(Participant.email_key))
        .order_by(OutboxMail.id)
        .execution_options(yield_per=READ_AT_ONCE)
    )
    for mail in db.session.execute(mails):
        yield tuple(mail)
