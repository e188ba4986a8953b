"""Let hold again what a restored backup does not know: restrictions and addresses."""

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.data_requests import (
    RequestChannel,
    RequestKind,
    RequestOutcome,
)
from concertation.domain.erasures import OF_A_REQUEST, Erasure
from concertation.domain.errors import AddressRegistered
from concertation.domain.restrictions import RESTRICTS
from concertation.models import DataRequest, DataRestriction, Registration
from concertation.services.addresses import correct_address
from concertation.services.answers import answers_of, write_answers
from concertation.services.audit import note
from concertation.services.places import lock_registration
from concertation.services.restrictions import end_restriction, let_hold

READ = {
    "kind": RequestKind,
    "channel": RequestChannel,
    "outcome": RequestOutcome,
    "asked_at": datetime.fromisoformat,
    "extended_at": datetime.fromisoformat,
    "settled_at": datetime.fromisoformat,
}
"""What is more than text among the columns of a request."""


def restrict_again(erasure: Erasure, now: datetime) -> bool:
    """For the address that asked, with the request and its answer."""
    facts = dict(erasure.facts)
    with transaction() as session:
        request = _settled(session, facts, now=now)
        hold = DataRestriction(
            email_key=facts["email_key"],
            kind=RESTRICTS[request.kind],
            request_id=request.id,
            since=datetime.fromisoformat(facts["since"] or ""),
        )
        return let_hold(session, hold, actor=SYSTEM, now=now)


def lift_again(erasure: Erasure, now: datetime) -> bool:
    """Silently: the person was told when it was lifted."""
    reference = dict(erasure.facts)["reference"]
    with transaction() as session:
        held = session.scalars(
            select(DataRestriction)
            .join(DataRequest, DataRequest.id == DataRestriction.request_id)
            .where(DataRequest.reference == reference)
        ).one_or_none()
        if held is None:
            return False
        end_restriction(session, held, actor=SYSTEM, now=now)
        return True


def correct_again(erasure: Erasure, now: datetime) -> bool:
    """The link that went to the corrected address is good again."""
    facts = dict(erasure.facts)
    with transaction() as session:
        person = session.get(Registration, erasure.number)
        if person is None or person.created_at > erasure.at or person.anonymised_at:
            return False
        person = lock_registration(session, person.id)
        email = facts["email"]
        with suppress(AddressRegistered):
            if correct_address(session, person, email, actor=SYSTEM, now=now):
                version = int(facts["link_version"] or 0)
                person.link_version = max(person.link_version, version)
                write_answers(person, answers_of(person), now=now)
                return True
        return False


def _settled(
    session: Session, facts: Mapping[str, str | None], *, now: datetime
) -> DataRequest:
    """The backup may have it open still, or not at all."""
    told: dict[str, Any] = {
        name.removeprefix(OF_A_REQUEST): value
        for name, value in facts.items()
        if name.startswith(OF_A_REQUEST)
    }
    for name, read in READ.items():
        told[name] = told[name] and read(told[name])
    request = session.scalars(
        select(DataRequest).where(DataRequest.reference == told["reference"])
    ).one_or_none()
    if request is None:
        request = DataRequest(**told)
        session.add(request)
        session.flush()
    elif request.settled_at is None:
        for name, value in told.items():
            setattr(request, name, value)
        changes = {"outcome": (None, request.outcome)}
        action = "data_request.settled"
        note(session, action, request, actor=SYSTEM, now=now, changes=changes)
    return request
