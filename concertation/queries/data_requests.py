"""What people asked for about their data."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from concertation.database import db
from concertation.models import DataRequest, Guest, Participant, Registration

SETTLED_ON_THE_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """How much is kept about an address."""

    registrations: int
    participations: int
    invitations: int


def open_requests() -> Sequence[DataRequest]:
    """The one whose term ends first comes first."""
    waiting = db.session.scalars(
        select(DataRequest)
        .where(DataRequest.settled_at.is_(None))
        .order_by(DataRequest.asked_at, DataRequest.id)
    )
    return sorted(waiting, key=lambda request: request.last_day)


def settled_requests() -> Sequence[DataRequest]:
    """Latest first."""
    return db.session.scalars(
        select(DataRequest)
        .where(DataRequest.settled_at.is_not(None))
        .order_by(DataRequest.settled_at.desc(), DataRequest.id.desc())
        .limit(SETTLED_ON_THE_PAGE)
    ).all()


def requests_of(email_key: str) -> Sequence[DataRequest]:
    """Latest first."""
    return db.session.scalars(
        select(DataRequest)
        .where(DataRequest.email_key == email_key)
        .order_by(DataRequest.id.desc())
    ).all()


def find_request(number: int) -> DataRequest | None:
    return db.session.get(DataRequest, number)


def kept_about(email_key: str) -> Kept:
    def count(table: type[Registration | Participant | Guest]) -> int:
        own = select(func.count()).where(table.email_key == email_key)
        return db.session.scalar(own) or 0

    return Kept(
        registrations=count(Registration),
        participations=count(Participant),
        invitations=count(Guest),
    )
