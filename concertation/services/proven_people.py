"""Who is known to be who they say: by the link in their mail, or to the desk.

Whoever fills in a public form may type the name and the address of somebody else. Until
one of these vouches for it, no name of it stands on a public page.
"""

from datetime import datetime

from concertation.database import transaction
from concertation.domain.process_errors import EnrolmentEnded
from concertation.models import Participant
from concertation.services.audit import note


def prove(person: Participant, *, now: datetime) -> None:
    """In the caller's transaction; the first time counts."""
    if person.proven_at is None:
        person.proven_at = now


def confirm_details(participant_id: int, *, actor: str, now: datetime) -> None:
    """Say that what stands on one's own page is right. Twice is once.

    Raises `EnrolmentEnded` for who was forgotten.
    """
    with transaction() as session:
        person = session.get_one(
            Participant, participant_id, with_for_update={"of": Participant}
        )
        session.refresh(person)
        if person.anonymised_at:
            raise EnrolmentEnded
        if person.proven_at is None:
            prove(person, now=now)
            note(session, "participant.proven", person, actor=actor, now=now)
