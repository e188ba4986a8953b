"""What somebody asks who registers for an event."""

from dataclasses import dataclass

from concertation.domain.actor import PARTICIPANT
from concertation.domain.limits import Limit
from concertation.domain.registration import RegistrationSource
from concertation.services.answers import Answers
from concertation.services.guest_answers import InvitationLink


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPerson:
    event_id: int
    email: str
    answers: Answers
    locale: str
    consent_text: str = ""
    browser_key: str = ""
    """What tells this browser from all others; empty when nothing does."""
    invitation: InvitationLink | None = None
    """The link of an invitation, by which the form was reached."""
    limits: tuple[Limit, ...] = ()
    """What this request is counted by; at the desk, nothing."""
    source: RegistrationSource = RegistrationSource.PUBLIC
    actor: str = PARTICIPANT

    @property
    def is_by_staff(self) -> bool:
        return self.source is not RegistrationSource.PUBLIC
