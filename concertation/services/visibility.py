"""Who finds an event's page: everybody, or whoever has its code or an invitation."""

import secrets
from dataclasses import dataclass
from datetime import datetime

from concertation.database import transaction
from concertation.domain.errors import GuestReminderTooLate
from concertation.domain.event import Visibility
from concertation.domain.guests import reminder_time
from concertation.services.audit import note
from concertation.services.places import lock_event

CODE_BYTES = 24
"""192 bits: nobody guesses it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VisibilityRules:
    visibility: Visibility
    guest_reminder_days: int | None


def change_visibility(
    event_id: int, rules: VisibilityRules, *, actor: str, now: datetime
) -> None:
    """Say who sees the page, and when guests are reminded.

    Raises `EventCancelled`, and `GuestReminderTooLate` for what would be due already.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        event.schedule.refuse_if_cancelled()
        changes = {}
        for name in ("visibility", "guest_reminder_days"):
            before, after = getattr(event, name), getattr(rules, name)
            if before != after:
                changes[name] = (before, after)
                setattr(event, name, after)
        if not changes:
            return
        due = reminder_time(event.schedule, event.guest_reminder_days, event.timezone)
        if "guest_reminder_days" in changes and due is not None and due <= now:
            raise GuestReminderTooLate
        if event.is_private and not event.access_code:
            event.access_code = new_code()
        event.updated_at = now
        note(session, "event.changed", event, actor=actor, now=now, changes=changes)


def renew_code(event_id: int, *, actor: str, now: datetime) -> None:
    """Make another code: links with the one before open nothing from now on.

    The links in people's own mails are of another kind, and stay good.
    """
    with transaction() as session:
        event = lock_event(session, event_id)
        event.schedule.refuse_if_cancelled()
        event.access_code = new_code()
        note(session, "event.code_renewed", event, actor=actor, now=now)


def new_code() -> str:
    return secrets.token_urlsafe(CODE_BYTES)
