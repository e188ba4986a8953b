"""The last part of the address of an event's page."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import take_turns
from concertation.domain.addresses import slug_of, slugs_of
from concertation.domain.errors import AddressTaken
from concertation.models import Event


def free_address(
    session: Session, chosen: str, title: str, event: Event | None = None
) -> str:
    """The address that was chosen, or the first free one that the title makes.

    An ``event`` that has it already may keep it. Raises `AddressTaken`.
    """
    take_turns(session, "event.slug")
    start = chosen or slug_of(title)
    others = select(Event.slug).where(Event.slug.startswith(start, autoescape=True))
    if event:
        others = others.where(Event.id != event.id)
    taken = set(session.scalars(others))
    if not chosen:
        return next(slug for slug in slugs_of(title) if slug not in taken)
    if chosen in taken:
        raise AddressTaken
    return chosen
