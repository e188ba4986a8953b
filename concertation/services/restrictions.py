"""Limit the use of somebody's data, note that they object, and take both back."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.data_request_messages import DataRestrictionLifted
from concertation.domain.delivery import MailState
from concertation.domain.restrictions import RESTRICTS, RestrictionKind, withdrawn_by
from concertation.models import DataRequest, DataRestriction, OutboxMail
from concertation.queries.restrictions import restrictions_of
from concertation.services.audit import note
from concertation.services.outbox import promise


def restrict(
    session: Session,
    request: DataRequest,
    *,
    actor: str,
    now: datetime,
) -> None:
    """As the request asks, in the transaction that settles it."""
    kind = RESTRICTS[request.kind]
    hold = DataRestriction(
        email_key=request.email_key, kind=kind, request_id=request.id, since=now
    )
    let_hold(session, hold, actor=actor, now=now)


def let_hold(
    session: Session, hold: DataRestriction, *, actor: str, now: datetime
) -> bool:
    """In the caller's transaction. Twice is once: return whether it is new."""
    if hold.kind in {each.kind for each in restrictions_of(hold.email_key, session)}:
        return False
    session.add(hold)
    _withdraw_mails(session, hold.email_key, withdrawn_by(hold.kind))
    request = session.get_one(DataRequest, hold.request_id)
    note(session, "data_request.restricted", request, actor=actor, now=now)
    return True


def end_restriction(
    session: Session, held: DataRestriction, *, actor: str, now: datetime
) -> None:
    """In the caller's transaction; the trail names what asked for it.

    Whoever comes second, the officer or the person, finds nothing and notes nothing.
    """
    request = session.get_one(DataRequest, held.request_id)
    this_one = DataRestriction.id == held.id
    ended = delete(DataRestriction).where(this_one).returning(DataRestriction.id)
    if session.scalar(ended) is not None:
        note(session, "data_request.lifted", request, actor=actor, now=now)


def lift_restriction(request_id: int, *, actor: str, now: datetime) -> None:
    """From now on the data are used as before; the person is told (GDPR, 18.3).

    What was asked is named, for it stays: of what is deleted, the number may be given
    to somebody else's. Lifting twice is lifting once.
    """
    with transaction() as session:
        held = session.scalars(
            select(DataRestriction)
            .where(DataRestriction.request_id == request_id)
            .with_for_update()
            .execution_options(populate_existing=True)
        ).one_or_none()
        if held is None:
            return
        request = session.get_one(DataRequest, held.request_id)
        message = DataRestrictionLifted(
            recipient=held.email_key,
            locale=request.locale,
            reference=request.reference,
            kind=held.kind.value,
            asked_at=request.asked_at,
            is_limitation=held.kind is RestrictionKind.LIMITATION,
        )
        promise(session, message, now=now)
        end_restriction(session, held, actor=actor, now=now)


def _withdraw_mails(session: Session, key: str, templates: Collection[str]) -> None:
    session.execute(
        update(OutboxMail)
        .where(
            func.lower(OutboxMail.recipient) == key,
            OutboxMail.state == MailState.PENDING,
            OutboxMail.template.in_(templates),
        )
        .values(state=MailState.WITHDRAWN)
        .execution_options(synchronize_session=False)
    )
