"""Take lists away: remembered for the next time, and noted in the audit trail."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.actor import account_actor
from concertation.domain.exporting import Choice
from concertation.models import Event, ExportChoice, Process
from concertation.services.audit import note


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderExport:
    event_id: int
    account_id: int
    choice: Choice
    people: int
    """How many the list has, for the audit trail."""


def order_export(wish: OrderExport, *, now: datetime) -> None:
    """Remember how this account takes the list away, and note that it does."""
    with transaction() as session:
        event = session.get_one(Event, wish.event_id)
        _remember(session, wish)
        note(
            session,
            "event.exported",
            event,
            actor=account_actor(wish.account_id),
            now=now,
            format=wish.choice.format,
            columns=sorted(wish.choice.columns),
            people=wish.people,
        )


def order_archive(event_id: int, *, actor: str, now: datetime) -> None:
    """Note that everything of the event is taken away."""
    with transaction() as session:
        event = session.get_one(Event, event_id)
        note(session, "event.archived", event, actor=actor, now=now)


def order_process_archive(process_id: int, *, actor: str, now: datetime) -> None:
    """Note that everything of the process is taken away."""
    with transaction() as session:
        process = session.get_one(Process, process_id)
        note(session, "process.archived", process, actor=actor, now=now)


def _remember(session: Session, wish: OrderExport) -> None:
    take_turns(session, f"export choice {wish.account_id} {wish.event_id}")
    kept = session.scalar(
        select(ExportChoice).where(
            ExportChoice.account_id == wish.account_id,
            ExportChoice.event_id == wish.event_id,
        )
    )
    if kept is None:
        kept = ExportChoice(account_id=wish.account_id, event_id=wish.event_id)
        session.add(kept)
    kept.format = wish.choice.format
    kept.columns = sorted(wish.choice.columns)
    kept.left_out = sorted(wish.choice.left_out)
