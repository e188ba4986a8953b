"""Register people for events, and let them go again."""

from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import EventFull, EventOver, RegistrationEnded
from concertation.domain.registration import (
    email_key,
    new_reference,
)
from concertation.models import Admission, Event, Registration
from concertation.new_rows import write_new
from concertation.queries.registrations import current_registration, last_promise
from concertation.queries.seating import rank_in_line
from concertation.queries.workshops import chosen_workshops
from concertation.services.addresses import correct_address, tell_at_new_address
from concertation.services.announcements import tell_promoted, tell_standing
from concertation.services.answer_files import settle_files
from concertation.services.answers import (
    Answers,
    held_names,
    own_answers,
    told_in_trail,
    write_answers,
)
from concertation.services.audit import note
from concertation.services.consents import Saying, keep_notice, settle_consents
from concertation.services.decisions import cancel_all, resend
from concertation.services.guest_answers import take_up_invitation
from concertation.services.limits import use_up
from concertation.services.places import lock_event, lock_registration, seat_waiting
from concertation.services.receipts import (
    Receipt,
    receipt_for_a_newcomer,
    receipt_of,
)
from concertation.services.registration_wish import RegisterPerson
from concertation.services.seat_shares import Share, refuse_full, why_not_seated
from concertation.services.seating import ask, change_share, join_line, seat_who_fits
from concertation.services.shares import share_of

QUIET_TIME = timedelta(minutes=10)
"""Asking again sends the mail again, but not more often than this."""


def register_person(wish: RegisterPerson, *, now: datetime) -> Receipt:
    """Give a seat or a place on the waiting list, and promise the mail that says so.

    The same address is the same registration, and its mail goes out again after a
    quiet time. The browser that made it gets its answer once more; any other gets the
    one that a newcomer would, for an address is no proof of who is asking.

    Where the event wants approval, the desk decides first. Raises `LimitReached`,
    `RegistrationNotOpen`, `RegistrationClosed`, `EventCancelled`, `EventOver`,
    `ByInvitation`, `InvitationWithdrawn`, `ChoiceFull`, `ChoiceGone`, and without a
    waiting list `EventFull`, `PartyDoesNotFit` or `QuotaFull`.
    """
    with transaction() as session:
        use_up(session, wish.limits, now=now)
        keep_notice(session, wish.answers.notice, now=now)
        event = lock_event(session, wish.event_id)
        if wish.is_by_staff:
            event.schedule.refuse_unless_staff_may_seat(now)
        else:
            event.schedule.refuse_unless_open(now)
            take_up_invitation(session, event, wish.email, wish.invitation)
        before = current_registration(session, event.id, email_key(wish.email))
        if before is not None and _is_known_to(wish, before):
            rank = rank_in_line(session, before.admission)
            _tell_again(session, before, rank=rank, now=now)
            return receipt_of(before, rank, is_new=False)
        own = own_answers(event, {}, wish.answers.own)
        share = share_of(session, event, wish.answers, own)
        # A workshop that is full is told alike, whether the address is known or not.
        refuse_full(share, chosen_only=True)
        if before is None:
            return register_in(session, event, wish, share, now=now)
        rank = rank_in_line(session, before.admission)
        _tell_again(session, before, rank=rank, now=now)
    # Committed: even where the answer is a refusal, the mail tells how things stand.
    return receipt_for_a_newcomer(before, share)


def change_answers(
    registration_id: int,
    answers: Answers,
    *,
    actor: str,
    now: datetime,
    email: str | None = None,
) -> None:
    """Write other answers; what somebody has already is never refused to them.

    The desk may correct the address as well, to which the mail then goes once more.
    Raises `AddressRegistered` when another registration has that one,
    `RegistrationEnded` when there is nothing left to change, `ChangesClosed` when the
    person comes too late to do so, and for what is new `ChoiceFull`, `ChoiceGone`,
    `QuotaFull` or `PartyDoesNotFit`.
    """
    with transaction() as session:
        keep_notice(session, answers.notice, now=now)
        registration = lock_registration(session, registration_id)
        if registration.ended_at or registration.anonymised_at:
            raise RegistrationEnded
        if actor == PARTICIPANT:
            registration.event.schedule.refuse_unless_changeable(now)
        has_moved = correct_address(session, registration, email, actor=actor, now=now)
        told = change_in(session, registration, answers, actor=actor, now=now)
        if has_moved:
            tell_at_new_address(session, registration, now=now)
        if told["fields"]:
            action = "registration.changed"
            note(session, action, registration, actor=actor, now=now, **told)
        seat_waiting(session, registration.event, now=now)


def cancel_registration(
    registration_id: int, *, actor: str, by_organiser: bool, now: datetime
) -> None:
    """Free the seat, tell the person, and seat whoever waits and fits.

    Cancelling twice is cancelling once. Raises `EventOver` after the event's end, and
    `ChangesClosed` for a person who gives a seat back too late; who only waits may
    leave the line at any time.
    """
    with transaction() as session:
        registration = lock_registration(session, registration_id)
        event = registration.event
        if registration.ended_at:
            return
        if now >= event.ends_at:
            raise EventOver
        if actor == PARTICIPANT and registration.admission.state.holds_seats:
            event.schedule.refuse_unless_changeable(now)
        cancel_all(
            session, [registration], by_organiser=by_organiser, actor=actor, now=now
        )


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
        return resend(session, registration, actor=actor, now=now)


def register_in(  # noqa: PLR0913 -- what is usual has a default
    session: Session,
    event: Event,
    wish: RegisterPerson,
    share: Share,
    *,
    now: datetime,
    tells: bool = True,
) -> Receipt:
    """Register a new address under the caller's lock. Raises as registering does."""
    registration = _seat(session, event, wish, share, now=now)
    if wish.answers.uploads:
        settle_files(session, registration, wish.answers.uploads, now=now)
    saying = Saying(by=wish.actor, notice=wish.answers.notice)
    settle_consents(session, registration, saying, now=now)
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


def change_in(
    session: Session,
    registration: Registration,
    answers: Answers,
    *,
    actor: str,
    now: datetime,
) -> dict[str, list[str]]:
    """Write answers under the caller's lock; return what the trail tells of it.

    Others may fit in afterwards. Raises what `change_answers` does.
    """
    workshops, before = chosen_workshops(registration), held_names(registration)
    changed = write_answers(registration, answers, now=now)
    if answers.own:
        settle_files(session, registration, answers.uploads, now=now)
        saying = Saying(by=actor, notice=answers.notice)
        settle_consents(session, registration, saying, now=now)
    _change_share(session, registration, answers)
    if chosen_workshops(registration) != workshops:
        changed.append("workshops")
    return told_in_trail(changed, before, registration)


def _change_share(
    session: Session, registration: Registration, answers: Answers
) -> None:
    event, admission = registration.event, registration.admission
    if not event.pool.has_quotas and admission.seats == 1 + len(answers.companions):
        return
    held = [quota.id for quota in admission.quotas]
    share = share_of(session, event, answers, registration.answers, held=held)
    refuse_full(share, held=held, had=admission.seats)
    change_share(event.pool, admission, share)


def _is_known_to(wish: RegisterPerson, before: Registration) -> bool:
    """Whether who asks may know what became of the registration of this address."""
    is_same_browser = wish.browser_key and wish.browser_key == before.browser_key
    is_proven = wish.is_by_staff or wish.invitation is not None
    return is_proven or bool(is_same_browser)


def _seat(
    session: Session,
    event: Event,
    wish: RegisterPerson,
    share: Share,
    *,
    now: datetime,
) -> Registration:
    pool = event.pool
    if not pool.takes_one_more:
        raise EventFull
    if event.needs_approval and not wish.is_by_staff:
        admission = ask(session, pool, share, now=now)
        registration = new_registration(event, admission, wish, now=now)
        write_new(session, admission, registration)
        return registration
    admission = join_line(session, pool, share, now=now)
    registration = new_registration(event, admission, wish, now=now)
    session.add(registration)
    seated = seat_who_fits(session, pool, now=now, newcomer=admission)
    write_new(session, admission, registration)
    if admission not in seated and not pool.keeps_waiting_list:
        raise why_not_seated(pool, share)
    others = [other for other in seated if other is not admission]
    tell_promoted(session, others, now=now)
    return registration


def new_registration(
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


def _tell_again(
    session: Session, registration: Registration, *, rank: int | None, now: datetime
) -> None:
    last = last_promise(session, registration.id)
    if last is None or now - last >= QUIET_TIME:
        tell_standing(session, registration, rank=rank, now=now)
