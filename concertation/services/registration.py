"""Register people for events, and let them go again."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import EventFull, EventOver, RegistrationEnded
from concertation.domain.event import EventState
from concertation.domain.messages import RegistrationCancelled
from concertation.domain.registration import (
    RegistrationSource,
    email_key,
    folded,
    new_reference,
    sort_key,
)
from concertation.domain.seating import AdmissionState
from concertation.domain.stakeholders import StakeholderCategory
from concertation.models import Admission, Event, Registration, SeatPool
from concertation.queries.registrations import current_registration, last_promise
from concertation.queries.seating import rank_in_line
from concertation.services.announcements import tell, tell_promoted, tell_standing
from concertation.services.audit import note
from concertation.services.receipts import (
    Receipt,
    receipt_for_a_newcomer,
    receipt_of,
)
from concertation.services.seating import hold_pool, join_line, leave, seat_who_fits

QUIET_TIME = timedelta(minutes=10)
"""Asking again sends the mail again, but not more often than this."""
SECOND_CLICK = timedelta(minutes=1)
"""Staff who ask twice within this time have only clicked twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What a person says of themselves, and may change later."""

    given_name: str
    family_name: str
    organisation: str
    role: str
    category: StakeholderCategory
    departement: str
    epci: str = ""
    phone: str = ""
    accessibility_needs: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterPerson:
    event_id: int
    email: str
    answers: Answers
    locale: str
    consent_text: str = ""
    browser_key: str = ""
    """What tells this browser from all others; empty when nothing does."""
    source: RegistrationSource = RegistrationSource.PUBLIC
    actor: str = PARTICIPANT

    @property
    def is_by_staff(self) -> bool:
        return self.source is not RegistrationSource.PUBLIC


def register_person(wish: RegisterPerson, *, now: datetime) -> Receipt:
    """Give a seat or a place on the waiting list, and promise the mail that says so.

    The same address is the same registration, and its mail goes out again after a
    quiet time. The browser that made it gets its answer once more; any other gets the
    one that a newcomer would, for an address is no proof of who is asking.

    Raises `RegistrationNotOpen`, `RegistrationClosed`, `EventCancelled`, `EventOver`
    or `EventFull`.
    """
    with transaction() as session:
        event = lock_event(session, wish.event_id)
        if wish.is_by_staff:
            event.schedule.refuse_unless_staff_may_seat(now)
        else:
            event.schedule.refuse_unless_open(now)
        before = current_registration(session, event.id, email_key(wish.email))
        if before is None:
            return register_in(session, event, wish, now=now)
        rank = rank_in_line(session, before.admission)
        _tell_again(session, before, rank=rank, now=now)
        if _is_known_to(wish, before):
            return receipt_of(before, rank, is_new=False)
    # Committed: even where the answer is a refusal, the mail tells how things stand.
    return receipt_for_a_newcomer(before)


def change_answers(
    registration_id: int, answers: Answers, *, actor: str, now: datetime
) -> None:
    """Raise `RegistrationEnded` when there is nothing left to change."""
    with transaction() as session:
        registration = lock_registration(session, registration_id)
        if registration.ended_at:
            raise RegistrationEnded
        changed = write_answers(registration, answers, now=now)
        if changed:
            note(
                session,
                "registration.changed",
                registration,
                actor=actor,
                now=now,
                fields=changed,
            )


def cancel_registration(
    registration_id: int, *, actor: str, by_organiser: bool, now: datetime
) -> None:
    """Free the seat, tell the person, and seat whoever waits and fits.

    Cancelling twice is cancelling once. Raises `EventOver` after the event's end.
    """
    with transaction() as session:
        registration = lock_registration(session, registration_id)
        event = registration.event
        if registration.ended_at:
            return
        if now >= event.ends_at:
            raise EventOver
        had_seat = end_registration(event.pool, registration, now=now)
        tell(
            session,
            RegistrationCancelled,
            registration,
            now=now,
            had_seat=had_seat,
            by_organiser=by_organiser,
        )
        note(session, "registration.cancelled", registration, actor=actor, now=now)
        seat_waiting(session, event, now=now)


def resend_standing(registration_id: int, *, actor: str, now: datetime) -> bool:
    """Promise the confirmation, or the notice of the waiting list, once more.

    A second click promises nothing more, and returns False. Raises
    `RegistrationEnded`, also for who was forgotten, and `EventOver`.
    """
    with transaction() as session:
        registration = lock_registration(session, registration_id)
        if registration.ended_at or registration.anonymised_at:
            raise RegistrationEnded
        if now >= registration.event.ends_at:
            raise EventOver
        last = last_promise(session, registration.id)
        if last and now - last < SECOND_CLICK:
            return False
        rank = rank_in_line(session, registration.admission)
        tell_standing(session, registration, rank=rank, now=now)
        note(session, "registration.mail_resent", registration, actor=actor, now=now)
        return True


def lock_event(session: Session, event_id: int) -> Event:
    """Lock the event's pool, and read both as they are under that lock."""
    pool_id = select(Event.pool_id).where(Event.id == event_id).scalar_subquery()
    hold_pool(session, pool_id)
    return session.get_one(Event, event_id, populate_existing=True)


def lock_registration(session: Session, registration_id: int) -> Registration:
    """Lock the pool, and read the registration and its admission under that lock."""
    registration = session.get_one(Registration, registration_id)
    lock_event(session, registration.event_id)
    session.refresh(registration)
    session.refresh(registration.admission)
    return registration


def end_registration(
    pool: SeatPool, registration: Registration, *, now: datetime
) -> bool:
    """Cancel in the caller's transaction; return whether a seat became free."""
    had_seat = registration.admission.state.holds_seats
    leave(pool, registration.admission, AdmissionState.CANCELLED, now=now)
    registration.calendar_sequence += 1
    registration.ended_at = registration.updated_at = now
    return had_seat


def seat_waiting(session: Session, event: Event, *, now: datetime) -> None:
    """Give free seats to the waiting line, and tell those who got one."""
    if event.state is not EventState.PUBLISHED or now >= event.ends_at:
        return
    seated = seat_who_fits(session, event.pool, now=now)
    tell_promoted(session, seated, now=now)


def register_in(
    session: Session,
    event: Event,
    wish: RegisterPerson,
    *,
    now: datetime,
    tells: bool = True,
) -> Receipt:
    """Register a new address under the caller's lock. Raises `EventFull`."""
    registration = _seat(session, event, wish, now=now)
    rank = rank_in_line(session, registration.admission)
    if tells:
        tell_standing(session, registration, rank=rank, now=now)
    note(
        session,
        "registration.made",
        registration,
        actor=wish.actor,
        now=now,
        state=registration.admission.state,
    )
    return receipt_of(registration, rank, is_new=True)


def _is_known_to(wish: RegisterPerson, before: Registration) -> bool:
    """Whether who asks may know what became of the registration of this address."""
    is_same_browser = wish.browser_key and wish.browser_key == before.browser_key
    return wish.is_by_staff or bool(is_same_browser)


def _seat(
    session: Session, event: Event, wish: RegisterPerson, *, now: datetime
) -> Registration:
    pool = event.pool
    if not pool.takes_one_more:
        raise EventFull
    admission = join_line(session, pool, now=now)
    registration = _new_registration(event, admission, wish, now=now)
    session.add(registration)
    seated = seat_who_fits(session, pool, now=now, newcomer=admission)
    session.flush()
    if admission not in seated and not pool.keeps_waiting_list:
        raise EventFull
    others = [other for other in seated if other is not admission]
    tell_promoted(session, others, now=now)
    return registration


def _new_registration(
    event: Event, admission: Admission, wish: RegisterPerson, *, now: datetime
) -> Registration:
    registration = Registration(
        reference=new_reference(),
        event=event,
        admission=admission,
        email=wish.email,
        email_key=email_key(wish.email),
        locale=wish.locale,
        consent_text=wish.consent_text,
        browser_key=wish.browser_key,
        consented_at=now if wish.consent_text else None,
        source=wish.source,
        calendar_uid=str(uuid4()),
        created_at=now,
    )
    write_answers(registration, wish.answers, now=now)
    return registration


def write_answers(
    registration: Registration, answers: Answers, *, now: datetime
) -> list[str]:
    """Store the answers and return the names of those that changed."""
    given = asdict(answers)
    changed = [name for name in given if getattr(registration, name) != given[name]]
    for name in changed:
        setattr(registration, name, given[name])
    registration.sort_key = sort_key(answers.family_name, answers.given_name)
    registration.search_text = folded(
        f"{answers.family_name} {answers.given_name} {answers.organisation}"
        f" {answers.role} {registration.email} {registration.reference}"
    )
    registration.updated_at = now
    return changed


def _tell_again(
    session: Session, registration: Registration, *, rank: int | None, now: datetime
) -> None:
    last = last_promise(session, registration.id)
    if last is None or now - last >= QUIET_TIME:
        tell_standing(session, registration, rank=rank, now=now)
