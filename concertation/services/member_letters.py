"""Write to the people of a group: one mail to each, with the same text."""

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.enrolment import Standing
from concertation.domain.enrolment_messages import MemberLetter
from concertation.models import GroupOffer, Participant
from concertation.queries.letter_recipients import last_letter, recipients_in
from concertation.services.audit import note
from concertation.services.enrolment_news import about
from concertation.services.group_decisions import SECOND_CLICK
from concertation.services.group_places import lock_offer
from concertation.services.outbox import promise_all


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterToMembers:
    offer_id: int
    among: frozenset[Standing]
    """How those stand to whom it goes."""
    subject: str
    text: str
    """Markdown."""

    @property
    def fingerprint(self) -> str:
        """Tells a second click from another letter; nothing can be read from it."""
        said = repr((sorted(self.among), self.subject, self.text))
        return sha256(said.encode()).hexdigest()[:32]


def write_to_members(wish: LetterToMembers, *, actor: str, now: datetime) -> int:
    """Promise a mail to everybody who stands so now; return to how many.

    The same letter again within a minute is a second click, and goes to nobody. Also
    in a phase that is over: there is something to thank for.
    """
    with transaction() as session:
        offer = lock_offer(session, wish.offer_id)
        if _is_second_click(session, offer, wish, now=now):
            return 0
        people = recipients_in(session, offer.id, wish.among)
        letters = [letter_to(person, offer, wish) for person in people]
        promise_all(session, letters, now=now)
        if people:
            note(
                session,
                "offer.members_written_to",
                offer,
                actor=actor,
                now=now,
                people=len(people),
                letter=wish.fingerprint,
            )
        return len(people)


def letter_to(
    person: Participant, offer: GroupOffer, wish: LetterToMembers
) -> MemberLetter:
    """Answers go to who runs the group, where it has an address of its own."""
    group, facts = offer.group, about(person, offer.phase)
    if group.contact_email:
        name = group.animator_name or group.title
        own = {"contact_name": name, "contact_email": group.contact_email}
        facts |= own | {"contact_phone": ""}
    return MemberLetter(
        **facts, group_title=group.title, subject=wish.subject, text=wish.text
    )


def _is_second_click(
    session: Session, offer: GroupOffer, wish: LetterToMembers, *, now: datetime
) -> bool:
    last = last_letter(session, offer, since=now - SECOND_CLICK)
    return last is not None and last.details.get("letter") == wish.fingerprint
