"""Limits on a part of an event: of a kind of organisation, of a territory."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.seating import QuotaKind
from concertation.models import Event, Quota, Registration, admission_quota
from concertation.queries.registrations import current_registrations
from concertation.services.audit import note
from concertation.services.places import lock_event, seat_waiting


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceQuota:
    """At most so many seats for a kind of organisation, or for a département."""

    kind: QuotaKind
    value: str
    seats: int
    is_hard: bool


def set_quota(event_id: int, wish: PlaceQuota, *, actor: str, now: datetime) -> None:
    """Make the limit, or change the one that there is; more seats are given at once."""
    with transaction() as session:
        event = lock_event(session, event_id)
        quota = _find(session, event, wish.kind, wish.value)
        if quota is None:
            quota = add_quota(
                session,
                event,
                Quota(kind=wish.kind, value=wish.value, seats=wish.seats),
                belongs=lambda each: _value_of(each, wish.kind) == wish.value,
            )
        quota.seats, quota.is_hard = wish.seats, wish.is_hard
        note(session, "quota.set", event, actor=actor, now=now, **_told(wish))
        seat_waiting(session, event, now=now)


def remove_quota(event_id: int, quota_id: int, *, actor: str, now: datetime) -> None:
    """Lift a limit; whoever waited because of it is let in. Twice is once."""
    with transaction() as session:
        event = lock_event(session, event_id)
        quota = session.get(Quota, quota_id)
        if quota is None or quota.pool_id != event.pool_id or quota.kind.is_chosen:
            return
        its_links = admission_quota.c.quota_id == quota.id
        session.execute(delete(admission_quota).where(its_links))
        session.delete(quota)
        session.flush()
        session.expire_all()
        note(session, "quota.removed", event, actor=actor, now=now, value=quota.value)
        seat_waiting(session, event, now=now)


def add_quota(
    session: Session,
    event: Event,
    quota: Quota,
    *,
    belongs: Callable[[Registration], bool],
) -> Quota:
    """Add a quota under the event's lock, in which everybody counts who belongs."""
    quota.pool_id, quota.seats_taken = event.pool_id, 0
    session.add(quota)
    event.pool.has_quotas = True
    for registration in current_registrations(session, event.id):
        if belongs(registration):
            registration.admission.quotas.append(quota)
            if registration.admission.state.holds_seats:
                quota.seats_taken += registration.admission.seats
    session.flush()
    return quota


def _find(session: Session, event: Event, kind: QuotaKind, value: str) -> Quota | None:
    return session.scalar(
        select(Quota)
        .where(Quota.pool_id == event.pool_id, Quota.kind == kind, Quota.value == value)
        .execution_options(populate_existing=True)
    )


def _value_of(registration: Registration, kind: QuotaKind) -> str:
    if kind is QuotaKind.CATEGORY:
        return registration.category
    return registration.departement


def _told(wish: PlaceQuota) -> dict[str, object]:
    return {"value": wish.value, "seats": wish.seats, "is_hard": wish.is_hard}
