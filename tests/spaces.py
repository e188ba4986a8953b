"""The space of an address, reached through the real services."""

from datetime import datetime, timedelta

from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.space_messages import SpaceLinkAsked
from concertation.links import space_token
from concertation.models import OutboxMail
from concertation.services.personal_space import SpaceRequest, ask_for_space

PERSON = "person1@example.org"
"""The address of the first who registers, see `factories.register`."""


def ask(email: str = PERSON, *, now: datetime, place: str = "here") -> None:
    ask_for_space(SpaceRequest(email=email, locale="fr", place=place), now=now)


def space_mails() -> list[OutboxMail]:
    return list(
        db.session.scalars(
            select(OutboxMail)
            .where(OutboxMail.template == SpaceLinkAsked.template)
            .order_by(OutboxMail.id)
        )
    )


def latest_secret() -> str:
    return SpaceLinkAsked.from_facts(space_mails()[-1].facts).secret


def space_link_to(email: str = PERSON, *, ago: timedelta = timedelta()) -> str:
    """The token of a link that was asked for just now, or some time ago."""
    ask(email, now=utc_now() - ago)
    return space_token(latest_secret())


def opened_by(browser, email: str = PERSON):
    """The answer to the button; the browser then holds the space open."""
    return browser.post(f"/mon-espace/ouvrir/{space_link_to(email)}")
