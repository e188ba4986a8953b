"""Note that enrolments are taken away as a list."""

from dataclasses import dataclass
from datetime import datetime

from concertation.database import transaction
from concertation.domain.exporting import Choice
from concertation.models import Process
from concertation.services.audit import note


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderMembers:
    process_id: int
    choice: Choice
    people: int
    """How many rows the list has, for the audit trail."""
    group: str = ""
    """The last part of the group's address; empty: of all groups."""
    phase_id: int | None = None


def order_members(wish: OrderMembers, *, actor: str, now: datetime) -> None:
    with transaction() as session:
        note(
            session,
            "process.members_exported",
            session.get_one(Process, wish.process_id),
            actor=actor,
            now=now,
            format=wish.choice.format,
            columns=sorted(wish.choice.columns),
            left_out=sorted(wish.choice.left_out),
            people=wish.people,
            group=wish.group,
            phase=wish.phase_id,
        )
