"""What we write to who wants to see everything that is theirs."""

from dataclasses import dataclass
from datetime import datetime

from concertation.domain.snapshots import Message


@dataclass(frozen=True, slots=True, kw_only=True)
class SpaceLinkAsked(Message):
    """Somebody asked for the link to the space of this address.

    The link is signed when the mail is written: the secret alone, which is stored
    with the mail, opens nothing.
    """

    template = "space_link"
    secret: str
    link_expires_at: datetime


SPACE_MESSAGES: dict[str, type[SpaceLinkAsked]] = {
    SpaceLinkAsked.template: SpaceLinkAsked
}
