"""What people ask for about their own data: taken, answered, done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.actor import PARTICIPANT
from concertation.domain.data_request_messages import (
    DataRequestExtended,
    DataRequestReceived,
    DataRequestSettled,
    DataRequestWaiting,
)
from concertation.domain.data_requests import (
    NoExtension,
    RequestChannel,
    RequestKind,
    RequestOutcome,
    RequestSettled,
)
from concertation.domain.registration import new_reference
from concertation.domain.restrictions import RESTRICTS, RestrictionKind
from concertation.domain.roles import Role
from concertation.models import (
    Account,
    AccountGrant,
    DataRequest,
    Guest,
    ImportLine,
    Participant,
    Registration,
    SpaceLink,
    SpaceSession,
)
from concertation.queries.personal_space import known_address
from concertation.queries.restrictions import restrictions_of
from concertation.queries.retention import Term, requests_over
from concertation.services.audit import note
from concertation.services.guests import remove_guest
from concertation.services.outbox import promise, promise_all
from concertation.services.participant_erasure import erase_participant
from concertation.services.personal_data import erase_registration
from concertation.services.purging import Ids, Purge
from concertation.services.restrictions import end_restriction, restrict

SAID = ("email", "message", "answer", "extension_reason")
"""What is emptied of a request that is forgotten."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAboutData:
    email_key: str
    """Of who holds the space: it is proven. Or what somebody at the desk wrote down."""
    kind: RequestKind
    message: str
    locale: str
    channel: RequestChannel = RequestChannel.SPACE
    arrived_at: datetime | None = None
    """None: now."""
    recorded_by: str = ""
    """Who at the desk writes it down, as in the audit trail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestReceipt:
    reference: str
    is_new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    outcome: RequestOutcome
    answer: str
    restricts: bool = False
    """Whether a limitation or an objection holds from now on."""


def ask_about_data(wish: AskAboutData, *, now: datetime) -> RequestReceipt:
    """Take the request, and confirm it by mail.

    Asking again for what is not answered yet adds nothing but what was written to it.
    """
    with transaction() as session:
        take_turns(session, f"data_request {wish.email_key}")
        open_one = _open_request(session, wish)
        if open_one:
            # It waits since the first of the two arrived, whichever was noted first.
            arrived_at = wish.arrived_at or now
            open_one.asked_at = min(open_one.asked_at, arrived_at)
            if wish.message not in open_one.message:
                parts = (open_one.message, wish.message)
                open_one.message = "\n\n".join(part for part in parts if part)
            return RequestReceipt(reference=open_one.reference, is_new=False)
        request = DataRequest(
            reference=new_reference(),
            email=known_address(session, wish.email_key) or wish.email_key,
            email_key=wish.email_key,
            kind=wish.kind,
            message=wish.message,
            locale=wish.locale,
            asked_at=wish.arrived_at or now,
            channel=wish.channel,
            recorded_by=wish.recorded_by,
        )
        session.add(request)
        session.flush()
        actor = wish.recorded_by or PARTICIPANT
        note(session, "data_request.made", request, actor=actor, now=now)
        promise(session, DataRequestReceived(**_facts(request)), now=now)
        if not wish.recorded_by:
            promise_all(session, _told_to_the_desk(session, request), now=now)
        return RequestReceipt(reference=request.reference, is_new=True)


def settle_request(
    request_id: int, settlement: Settlement, *, actor: str, now: datetime
) -> None:
    """Note what was done or why it was not, and write it to the person.

    Raises `RequestSettled`.
    """
    with transaction() as session:
        request = _lock_open(session, request_id)
        request.outcome, request.answer = settlement.outcome, settlement.answer
        request.settled_at, request.settled_by = now, actor
        is_met = settlement.outcome is RequestOutcome.DONE
        if settlement.restricts and is_met and request.kind in RESTRICTS:
            restrict(session, request, actor=actor, now=now)
        message = DataRequestSettled(
            **_facts(request),
            is_refused=settlement.outcome is RequestOutcome.REFUSED,
            answer=settlement.answer,
            is_limited=settlement.restricts
            and is_met
            and request.kind is RequestKind.LIMITATION,
        )
        promise(session, message, now=now)
        changes = {"outcome": (None, settlement.outcome)}
        action = "data_request.settled"
        note(session, action, request, actor=actor, now=now, changes=changes)


def extend_term(request_id: int, reason: str, *, actor: str, now: datetime) -> None:
    """Take two months more, and tell the person why (GDPR, article 12.3).

    Raises `RequestSettled`, and `NoExtension` where the first month is over, or where
    it was extended before.
    """
    with transaction() as session:
        request = _lock_open(session, request_id)
        if not request.can_be_extended(now):
            raise NoExtension
        request.extended_at, request.extension_reason = now, reason
        message = DataRequestExtended(**_facts(request), reason=reason)
        promise(session, message, now=now)
        note(session, "data_request.extended", request, actor=actor, now=now)


def erase_all_for_request(
    request_id: int, answer: str, *, actor: str, now: datetime
) -> None:
    """Erase everything that is kept about the address, then settle the request.

    Each registration and each participation is erased as its own page would, in a
    transaction of its own: who is interrupted presses again, and the rest goes. The
    request itself stays for its time, to show what was done.

    Raises `RequestSettled`, or `PlacesChanged`.
    """
    with transaction() as session:
        key = _lock_open(session, request_id).email_key
        registrations = _ids(session, Registration, key)
        participants = _ids(session, Participant, key)
        guests = _ids(session, Guest, key)
    for number in registrations:
        erase_registration(number, actor=actor, now=now)
    for number in participants:
        erase_participant(number, actor=actor, now=now)
    for number in guests:
        remove_guest(number, actor=actor, now=now)
    with transaction() as session:
        if lines := _ids(session, ImportLine, key):
            request = session.get_one(DataRequest, request_id)
            action = "data_request.lines_removed"
            note(session, action, request, actor=actor, now=now, rows=lines)
        for kept in (ImportLine, SpaceLink, SpaceSession):
            session.execute(delete(kept).where(kept.email_key == key))
        for held in restrictions_of(key, session):
            if held.kind is RestrictionKind.LIMITATION:
                end_restriction(session, held, actor=actor, now=now)
    done = Settlement(outcome=RequestOutcome.DONE, answer=answer)
    settle_request(request_id, done, actor=actor, now=now)


def forget_old_requests(*, now: datetime) -> int:
    """That somebody asked, what for and what became of it, stays counted."""
    return Purge(over=requests_over, forget=_forget).run(now)


def _forget(session: Session, _term: Term, ids: Ids, _now: datetime) -> None:
    for number in ids:
        session.execute(
            update(DataRequest)
            .where(DataRequest.id == number)
            .values(email_key=f"erased:{number}", **dict.fromkeys(SAID, ""))
            .execution_options(synchronize_session=False)
        )


def _told_to_the_desk(
    session: Session, request: DataRequest
) -> list[DataRequestWaiting]:
    """To the data-protection officers; where there is none, to the administrators."""
    facts = _facts(request) | {"request_id": request.id}
    people = _holding(session, Role.DATA_OFFICER) or _holding(
        session, Role.ADMINISTRATOR
    )
    return [
        DataRequestWaiting(
            **facts
            | {
                "recipient": account.email,
                "locale": account.locale,
                "account_id": account.id,
            }
        )
        for account in people
    ]


def _holding(session: Session, role: Role) -> Sequence[Account]:
    holders = select(AccountGrant.account_id).where(AccountGrant.role == role)
    return session.scalars(
        select(Account)
        .where(Account.id.in_(holders), Account.is_active, Account.password_hash != "")
        .order_by(Account.id)
    ).all()


def _ids(
    session: Session,
    table: type[Registration | Participant | Guest | ImportLine],
    key: str,
) -> list[int]:
    own = select(table.id).where(table.email_key == key).order_by(table.id)
    return list(session.scalars(own))


def _open_request(session: Session, wish: AskAboutData) -> DataRequest | None:
    """Held: nothing is added to one that is answered at this moment."""
    return session.scalars(
        select(DataRequest)
        .where(
            DataRequest.email_key == wish.email_key,
            DataRequest.kind == wish.kind,
            DataRequest.settled_at.is_(None),
        )
        .with_for_update()
    ).one_or_none()


def _lock_open(session: Session, request_id: int) -> DataRequest:
    request = session.get_one(
        DataRequest, request_id, with_for_update=True, populate_existing=True
    )
    if request.settled_at:
        raise RequestSettled
    return request


def _facts(request: DataRequest) -> dict[str, Any]:
    return {
        "recipient": request.email,
        "locale": request.locale,
        "reference": request.reference,
        "kind": request.kind.value,
        "asked_at": request.asked_at,
        "channel": request.channel.value,
        "is_extended": request.extended_at is not None,
    }
