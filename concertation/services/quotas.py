"""Limits on a part of a pool: of a kind of organisation, of a territory."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.seating import QuotaKind
from concertation.models import (
    Admission,
    Participant,
    Quota,
    Registration,
    SeatPool,
    admission_quota,
)
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

    def counts(self, person: Registration | Participant) -> bool:
        """Whether the person belongs to the part that it limits."""
        if self.kind is QuotaKind.CATEGORY:
            return person.category == self.value
        return person.departement == self.value

    @property
    def told(self) -> dict[str, object]:
        """What the audit trail says of it."""
        return {"value": self.value, "seats": self.seats, "is_hard": self.is_hard}


def set_quota(event_id: int, wish: PlaceQuota, *, actor: str, now: datetime) -> None:
    """Make the limit, or change the one that there is; more seats are given at once."""
    with transaction() as session:
        event = lock_event(session, event_id)

        def counted() -> Iterable[Admission]:
            people = current_registrations(session, event.id)
            return [person.admission for person in people if wish.counts(person)]

        settle_quota(session, event.pool, wish, counted)
        note(session, "quota.set", event, actor=actor, now=now, **wish.told)
        seat_waiting(session, event, now=now)


def remove_quota(event_id: int, quota_id: int, *, actor: str, now: datetime) -> None:
    """Lift a limit; whoever waited because of it is let in. Twice is once."""
    with transaction() as session:
        event = lock_event(session, event_id)
        value = drop_quota(session, event.pool_id, quota_id)
        if value is not None:
            note(session, "quota.removed", event, actor=actor, now=now, value=value)
            seat_waiting(session, event, now=now)


def settle_quota(
    session: Session,
    pool: SeatPool,
    wish: PlaceQuota,
    counted: Callable[[], Iterable[Admission]],
) -> None:
    """Make the limit under the pool's lock, or change the one that there is.

    ``counted`` says who is part of a new one.
    """
    quota = session.scalar(
        select(Quota)
        .where(
            Quota.pool_id == pool.id,
            Quota.kind == wish.kind,
            Quota.value == wish.value,
        )
        .execution_options(populate_existing=True)
    )
    if quota is None:
        made = Quota(kind=wish.kind, value=wish.value, seats=wish.seats)
        quota = add_quota(session, pool, made, counted=counted())
    quota.seats, quota.is_hard = wish.seats, wish.is_hard


def drop_quota(session: Session, pool_id: int, quota_id: int) -> str | None:
    """Lift a limit under the pool's lock; return whose it was, or None for none."""
    quota = session.get(Quota, quota_id)
    if quota is None or quota.pool_id != pool_id or quota.kind.is_chosen:
        return None
    value = quota.value
    its_links = admission_quota.c.quota_id == quota.id
    session.execute(delete(admission_quota).where(its_links))
    session.delete(quota)
    session.flush()
    session.expire_all()
    return value


def add_quota(
    session: Session,
    pool: SeatPool,
    quota: Quota,
    *,
    counted: Iterable[Admission] = (),
) -> Quota:
    """Add a quota under the pool's lock, in which these admissions count."""
    quota.pool_id, quota.seats_taken = pool.id, 0
    session.add(quota)
    pool.has_quotas = True
    for admission in counted:
        admission.quotas.append(quota)
        if admission.state.holds_seats:
            quota.seats_taken += admission.seats
    session.flush()
    return quota
