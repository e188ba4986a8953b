"""What a facilitator writes down about an event, and how it gets into its rows."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from concertation.domain.event import LegalBasis
from concertation.models import Event

POOL_FIELDS = frozenset({"capacity", "keeps_waiting_list"})


@dataclass(frozen=True, slots=True, kw_only=True)
class EventSheet:
    """Everything that a facilitator writes down about an event."""

    slug: str
    """The last part of the page's address. Empty: the title makes it."""
    title: str
    summary: str
    programme: str
    starts_at: datetime
    ends_at: datetime
    timezone: str
    venue_name: str
    venue_address: str
    postal_code: str
    city: str
    access_notes: str
    organiser_name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    registration_opens_at: datetime | None
    registration_closes_at: datetime | None
    changes_close_at: datetime | None = None
    legal_basis: LegalBasis
    retention_days: int
    unseated_retention_days: int | None = None
    capacity: int | None
    keeps_waiting_list: bool
    process_id: int | None = None
    """The process that it is a meeting of."""
    offer_id: int | None = None
    """The group in one of its phases that it is a meeting of: its process follows."""


def write_sheet(event: Event, sheet: EventSheet) -> dict[str, tuple[Any, Any]]:
    """Return what was and what is, by the names of what changed."""
    changes = {}
    for field in fields(sheet):
        owner = event.pool if field.name in POOL_FIELDS else event
        value = getattr(sheet, field.name)
        former = getattr(owner, field.name)
        if former != value:
            setattr(owner, field.name, value)
            changes[field.name] = (former, value)
    return changes
