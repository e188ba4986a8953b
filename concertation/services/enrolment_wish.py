"""What somebody asks who enrols in groups."""

from dataclasses import dataclass

from concertation.domain.actor import PARTICIPANT
from concertation.domain.enrolment import EnrolmentSource
from concertation.domain.limits import Limit
from concertation.models import Participant
from concertation.services.participants import PersonDetails


@dataclass(frozen=True, slots=True, kw_only=True)
class EnrolPerson:
    process_id: int
    phase_id: int
    offer_ids: tuple[int, ...]
    """Of the groups; best first where they are ranked."""
    email: str
    details: PersonDetails
    locale: str
    consent_text: str = ""
    browser_key: str = ""
    """What tells this browser from all others; empty when nothing does."""
    proven_id: int | None = None
    """Of the participant whose own link was used, which proves the address."""
    within: frozenset[int] | None = None
    """Ids of the groups in which who asks decides, at the desk; None: in all."""
    limits: tuple[Limit, ...] = ()
    """What this request is counted by; at the desk, nothing."""
    source: EnrolmentSource = EnrolmentSource.PUBLIC
    actor: str = PARTICIPANT

    @property
    def is_by_staff(self) -> bool:
        return self.source is not EnrolmentSource.PUBLIC

    def proves(self, person: Participant) -> bool:
        """Whether it is known who asks: by their own link, or to the desk."""
        by_link = self.proven_id is not None and self.proven_id == person.id
        return self.is_by_staff or by_link
