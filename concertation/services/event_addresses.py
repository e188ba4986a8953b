"""The last part of the address of an event's page."""

from sqlalchemy import true
from sqlalchemy.orm import Session

from concertation.database import take_turns
from concertation.domain.errors import AddressTaken
from concertation.models import Event
from concertation.services.free_slugs import Slugs, free_slug

SLUGS = Slugs(column=Event.slug, nameless="evenement", refusal=AddressTaken)


def free_address(
    session: Session, chosen: str, title: str, event: Event | None = None
) -> str:
    """The address that was chosen, or the first free one that the title makes.

    An ``event`` that has it already may keep it. Raises `AddressTaken`.
    """
    take_turns(session, "event.slug")
    others = Event.id != event.id if event else true()
    return free_slug(session, SLUGS, chosen, title, among=others)
