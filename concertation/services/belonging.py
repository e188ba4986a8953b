"""What an event is a meeting of: a process, or a group in one of its phases."""

from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from concertation.domain.process_errors import GroupGone
from concertation.models import Event, GroupOffer, Process
from concertation.services.event_sheet import EventSheet

OWNERS = ("process_id", "offer_id")


def settle_belonging(session: Session, sheet: EventSheet) -> EventSheet:
    """The sheet with the process of its group, whatever was asked for.

    Raises `GroupGone` for a group that does not meet in that phase any more.
    """
    if sheet.offer_id is None:
        return sheet
    offer = session.get(GroupOffer, sheet.offer_id)
    if offer is None:
        raise GroupGone
    return replace(sheet, process_id=offer.group.process_id)


def tell_belonging(
    session: Session, event: Event, changes: dict[str, tuple[Any, Any]]
) -> None:
    """Say in words, as one change, what the event is a meeting of: ids say nothing."""
    current = [getattr(event, name) for name in OWNERS]
    former = [changes.get(name, (getattr(event, name),))[0] for name in OWNERS]
    for name in OWNERS:
        changes.pop(name, None)
    if former != current:
        changes["belongs_to"] = (
            _in_words(session, *former),
            _in_words(session, *current),
        )


def _in_words(session: Session, process_id: int | None, offer_id: int | None) -> str:
    offer = session.get(GroupOffer, offer_id) if offer_id else None
    if offer:
        return f"{offer.process.title}, {offer.group.title}, {offer.phase.title}"
    process = session.get(Process, process_id) if process_id else None
    return process.title if process else ""
