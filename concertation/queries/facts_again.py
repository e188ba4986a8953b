"""What a restored backup is told in more than numbers, as long as it holds."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from enum import Enum

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.erasures import OF_A_REQUEST, Erasure, Kind
from concertation.models import AuditEntry, DataRequest, DataRestriction, Registration


def _granted(session: Session, entry: AuditEntry) -> Iterator[Erasure]:
    """With the request that it rests on, which may be younger than the backup."""
    held = session.scalars(
        select(DataRestriction).where(DataRestriction.request_id == entry.subject_id)
    ).one_or_none()
    if held is None:
        return
    request = session.get_one(DataRequest, held.request_id)
    asked = {
        OF_A_REQUEST + column.name: _plain(getattr(request, column.name))
        for column in DataRequest.__table__.columns
        if column.name != "id"
    }
    facts = asked | {"email_key": held.email_key, "since": _plain(held.since)}
    yield _told(Kind.RESTRICTION, entry, facts)


def _lifted(session: Session, entry: AuditEntry) -> Iterator[Erasure]:
    request = session.get(DataRequest, entry.subject_id)
    if request is not None:
        yield _told(Kind.LIFTED, entry, {"reference": request.reference})


def _corrected(session: Session, entry: AuditEntry) -> Iterator[Erasure]:
    """To the address of now, whatever stood there in between."""
    person = session.get(Registration, entry.subject_id)
    if person is not None and person.anonymised_at is None:
        version = str(person.link_version)
        yield _told(
            Kind.ADDRESS, entry, {"email": person.email, "link_version": version}
        )


FACTS: Mapping[str, Callable[[Session, AuditEntry], Iterator[Erasure]]] = {
    "data_request.restricted": _granted,
    "data_request.lifted": _lifted,
    "registration.address_corrected": _corrected,
}


def _told(kind: Kind, entry: AuditEntry, facts: Mapping[str, str | None]) -> Erasure:
    told = tuple(facts.items())
    return Erasure(kind=kind, number=entry.subject_id, at=entry.at, facts=told)


def _plain(value: object) -> str | None:
    match value:
        case None:
            return None
        case datetime():
            return value.isoformat()
        case Enum():
            return str(value.value)
    return str(value)
