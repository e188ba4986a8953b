"""Make one registration of two that one person has at an event."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.errors import RegistrationEnded, SamePerson
from concertation.domain.messages import RegistrationMerged
from concertation.domain.seating import AdmissionState
from concertation.domain.workshops import WorkshopRule
from concertation.models import Admission, Event, Registration
from concertation.queries.merging import takes_place_of
from concertation.queries.seating import rank_in_line
from concertation.queries.workshops import chosen_workshops, wished_workshops
from concertation.services.announcements import tell, tell_promoted
from concertation.services.answer_files import move_files
from concertation.services.answers import answers_of, own_answers
from concertation.services.audit import note
from concertation.services.consents import move_consents
from concertation.services.places import end_registration, lock_registration
from concertation.services.seating import change_share, seat_who_fits
from concertation.services.shares import share_of

FILLED = ("phone", "accessibility_needs")


def merge_registrations(
    kept_id: int, other_id: int, *, actor: str, now: datetime
) -> None:
    """Keep the first with the better place of the two, end the other, tell once.

    The kept one's answers stand, and the other's fill those that are empty; workshops
    and companions belong to the place. Raises `SamePerson`, `RegistrationEnded`, and
    where the kept answers need what is full `QuotaFull` or `ChoiceFull`.
    """
    with transaction() as session:
        kept, other = _lock_both(session, kept_id, other_id, now=now)
        event = kept.event
        if takes_place_of(kept, other):
            _swap_places(session, kept, other)
        _fill_answers(session, event, kept, other)
        end_registration(event.pool, other, now=now)
        _share_anew(session, event, kept)
        seated = seat_who_fits(session, event.pool, now=now)
        kept.calendar_sequence += 1
        kept.updated_at = now
        session.flush()
        _tell(session, kept, other, now=now)
        others = [each for each in seated if each is not kept.admission]
        tell_promoted(session, others, now=now)
        for action, registration, twin in (
            ("registration.merged", kept, other),
            ("registration.merged_into", other, kept),
        ):
            reference = twin.reference
            note(session, action, registration, actor=actor, now=now, other=reference)


def _lock_both(
    session: Session, kept_id: int, other_id: int, *, now: datetime
) -> tuple[Registration, Registration]:
    if kept_id == other_id:
        raise SamePerson
    kept = lock_registration(session, kept_id)
    other = lock_registration(session, other_id)
    if kept.event_id != other.event_id:
        raise ValueError("registrations of two events")
    kept.event.schedule.refuse_unless_staff_may_seat(now)
    if kept.ended_at or other.ended_at:
        raise RegistrationEnded
    return kept, other


def _swap_places(session: Session, kept: Registration, other: Registration) -> None:
    """An admission is one registration's at every moment: a spare one steps in."""
    worse, better = kept.admission, other.admission
    spare = Admission(
        pool_id=worse.pool_id,
        state=AdmissionState.CANCELLED,
        queued_at=worse.queued_at,
    )
    for registration, admission in ((other, spare), (kept, better), (other, worse)):
        registration.admission = admission
        session.flush()
    session.delete(spare)
    kept.companions, other.companions = other.companions, kept.companions


def _fill_answers(
    session: Session, event: Event, kept: Registration, other: Registration
) -> None:
    for name in FILLED:
        setattr(kept, name, getattr(kept, name) or getattr(other, name))
    if kept.departement == other.departement:
        kept.epci = kept.epci or other.epci
    before = kept.answers or {}
    given: dict[int, Any] = {int(number): value for number, value in before.items()}
    kept.answers = own_answers(event, other.answers or {}, given)
    filled = {int(number) for number in kept.answers if number not in before}
    move_files(session, other, kept, filled)
    move_consents(session, other, kept, filled)


def _share_anew(session: Session, event: Event, kept: Registration) -> None:
    """A place counts by the kept answers: their kind of organisation, their choices."""
    if not event.pool.has_quotas:
        return
    is_ranked = event.workshop_rule is WorkshopRule.RANKED
    workshops = wished_workshops(kept) if is_ranked else chosen_workshops(kept)
    answers = answers_of(kept, [workshop.id for workshop in workshops])
    held = [quota.id for quota in kept.admission.quotas]
    share = share_of(session, event, answers, kept.answers, held=held)
    change_share(event.pool, kept.admission, share)


def _tell(
    session: Session, kept: Registration, other: Registration, *, now: datetime
) -> None:
    tell(
        session,
        RegistrationMerged,
        kept,
        now=now,
        has_seat=kept.admission.state.holds_seats,
        rank=rank_in_line(session, kept.admission),
        other_reference=other.reference,
    )
