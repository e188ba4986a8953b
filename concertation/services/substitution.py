"""Let somebody else come instead of a person, on the place that this one has."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import AddressRegistered, RegistrationEnded
from concertation.domain.messages import RegistrationHandedOver
from concertation.domain.registration import email_key
from concertation.models import Admission, Event, Registration
from concertation.queries.registrations import current_registration
from concertation.queries.seating import rank_in_line
from concertation.services.announcements import tell, tell_promoted, tell_standing
from concertation.services.answer_files import settle_files
from concertation.services.answers import own_answers
from concertation.services.audit import note
from concertation.services.consents import Saying, settle_consents
from concertation.services.places import lock_registration
from concertation.services.receipts import Receipt, receipt_of
from concertation.services.registration import new_registration
from concertation.services.registration_wish import RegisterPerson
from concertation.services.seat_shares import refuse_full
from concertation.services.seating import change_share, closed_copy, seat_who_fits
from concertation.services.shares import share_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Substitution:
    registration_id: int
    """Of who comes no more."""
    newcomer: RegisterPerson


def substitute_person(wish: Substitution, *, now: datetime) -> Receipt:
    """Hand the seat, or the place in the line, to the newcomer, and tell both.

    The place itself is not given back for a moment: nobody can slip in. Raises
    `RegistrationEnded`, `AddressRegistered`, and where the newcomer's answers need what
    is full `QuotaFull`, `ChoiceFull`, `ChoiceGone` or `PartyDoesNotFit`.
    """
    newcomer = wish.newcomer
    with transaction() as session:
        former = lock_registration(session, wish.registration_id)
        event = former.event
        event.schedule.refuse_unless_staff_may_seat(now)
        if former.ended_at:
            raise RegistrationEnded
        if current_registration(session, event.id, email_key(newcomer.email)):
            raise AddressRegistered
        admission = former.admission
        _step_down(session, former, now=now)
        successor = _take_over(session, event, admission, newcomer, now=now)
        seated = seat_who_fits(session, event.pool, now=now)
        session.flush()
        rank = rank_in_line(session, admission)
        tell_standing(session, successor, rank=rank, now=now)
        others = [other for other in seated if other is not admission]
        tell_promoted(session, others, now=now)
        _note_both(session, former, successor, actor=newcomer.actor, now=now)
        return receipt_of(successor, rank, is_new=True)


def _step_down(session: Session, former: Registration, *, now: datetime) -> None:
    """End it with an admission of its own, which shows what the place was."""
    place = former.admission
    former.calendar_sequence += 1
    tell(
        session,
        RegistrationHandedOver,
        former,
        now=now,
        had_seat=place.state.holds_seats,
    )
    former.admission = closed_copy(place, now=now)
    former.ended_at = former.updated_at = now
    session.flush()


def _take_over(
    session: Session,
    event: Event,
    place: Admission,
    newcomer: RegisterPerson,
    *,
    now: datetime,
) -> Registration:
    """The newcomer counts for themselves; what the place held has room for them."""
    own = own_answers(event, {}, newcomer.answers.own)
    held = [quota.id for quota in place.quotas]
    share = share_of(session, event, newcomer.answers, own, held=held)
    if not place.state.holds_seats:
        refuse_full(share, held=held, had=place.seats, chosen_only=True)
    change_share(event.pool, place, share)
    successor = new_registration(event, place, newcomer, now=now)
    session.add(successor)
    session.flush()
    if newcomer.answers.uploads:
        settle_files(session, successor, newcomer.answers.uploads, now=now)
    settle_consents(session, successor, Saying(by=newcomer.actor), now=now)
    return successor


def _note_both(
    session: Session,
    former: Registration,
    successor: Registration,
    *,
    actor: str,
    now: datetime,
) -> None:
    for action, registration, other in (
        ("registration.handed_over", former, successor),
        ("registration.took_over", successor, former),
    ):
        note(session, action, registration, actor=actor, now=now, other=other.reference)
