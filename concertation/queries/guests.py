"""Who is invited to an event, and what became of each invitation."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVarTuple

from sqlalchemy import ColumnElement, Select, case, func, literal, select
from sqlalchemy.orm import Session, lazyload

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.domain.guests import QUIET_TIME, GuestState, Writing
from concertation.domain.registration import email_key, folded
from concertation.models import Event, Guest, OutboxMail, Registration
from concertation.queries.registrations import current_registration
from concertation.queries.restrictions import (
    has_objected,
    is_limited,
    may_be_solicited,
)

Shape = TypeVarTuple("Shape")
GUESTS_ON_A_PAGE = 50
ROWS_READ_AT_ONCE = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestFilter:
    event_id: int
    text: str = ""
    state: GuestState | None = None
    without_limited: bool = False
    """Whether people whose data are limited are left out, as of files they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedGuest:
    guest: Guest
    state: GuestState
    reference: str
    """Of the registration that they have; empty for none."""
    is_undelivered: bool
    """Whether a mail server refused the last mail that we sent them."""
    is_limited: bool
    objects: bool
    """Whether they are not to be written to."""

    @property
    def may_be_written_to(self) -> bool:
        return not (self.is_limited or self.objects)


@dataclass(frozen=True, slots=True, kw_only=True)
class GuestPage:
    guests: Sequence[ListedGuest]
    total: int
    page: int
    pages: int


def find_guest(guest_id: int) -> Guest | None:
    return db.session.get(Guest, guest_id)


def find_guest_of(event_id: int, guest_id: int) -> Guest | None:
    return db.session.scalar(
        select(Guest).where(Guest.id == guest_id, Guest.event_id == event_id)
    )


def guest_with_address(session: Session, event_id: int, email: str) -> Guest | None:
    return session.scalar(
        select(Guest).where(
            Guest.event_id == event_id, Guest.email_key == email_key(email)
        )
    )


def guest_page(wanted: GuestFilter, page: int) -> GuestPage:
    """One page of the list, from 1; a page that does not exist is the last one."""
    state = _state_of(wanted.event_id)
    counted = _narrowed(select(func.count()), wanted, state)
    total = db.session.scalar(counted) or 0
    pages = max(1, -(-total // GUESTS_ON_A_PAGE))
    page = min(max(1, page), pages)
    rows = _narrowed(
        select(
            Guest,
            state.word,
            state.reference,
            _is_undelivered(),
            is_limited(Guest.email_key),
            has_objected(Guest.email_key),
        ),
        wanted,
        state,
    )
    rows = rows.order_by(Guest.sort_key, Guest.id).limit(GUESTS_ON_A_PAGE)
    rows = rows.offset((page - 1) * GUESTS_ON_A_PAGE).options(lazyload(Guest.event))
    guests = [
        ListedGuest(
            guest=guest,
            state=GuestState(word),
            reference=reference or "",
            is_undelivered=failed,
            is_limited=limited,
            objects=objects,
        )
        for guest, word, reference, failed, limited, objects in db.session.execute(rows)
    ]
    return GuestPage(guests=guests, total=total, page=page, pages=pages)


def guest_batches(
    wanted: GuestFilter,
) -> Iterator[Sequence[tuple[Guest, GuestState, str, bool]]]:
    """The whole list, some rows at a time, read from the database as they are used.

    Each guest with what became of the invitation, the reference of their registration
    and whether they object to being written to.
    """
    state = _state_of(wanted.event_id)
    rows = _narrowed(
        select(Guest, state.word, state.reference, has_objected(Guest.email_key)),
        wanted,
        state,
    )
    rows = rows.order_by(Guest.sort_key, Guest.id).options(lazyload(Guest.event))
    found = db.session.execute(rows.execution_options(yield_per=ROWS_READ_AT_ONCE))
    for batch in found.partitions():
        yield [
            (guest, GuestState(word), reference or "", objects)
            for guest, word, reference, objects in batch
        ]


def count_guests(event_id: int) -> dict[GuestState, int]:
    state = _state_of(event_id)
    rows = _narrowed(
        select(state.word, func.count()), GuestFilter(event_id=event_id), state
    )
    found = db.session.execute(rows.group_by(state.word))
    return {GuestState(word): count for word, count in found}


def state_of_guest(session: Session, guest: Guest) -> GuestState:
    state = _state_of(guest.event_id)
    wanted = GuestFilter(event_id=guest.event_id)
    row = _narrowed(select(state.word), wanted, state).where(Guest.id == guest.id)
    return GuestState(session.scalars(row).one())


def to_be_written_to(
    event_id: int, writing: Writing, *, now: datetime
) -> Select[Guest]:
    """Who was not written to; or who did not answer, and was left in peace since."""
    if writing is Writing.INVITATION:
        return _in_state(event_id, GuestState.LISTED)
    silent = Guest.last_mail_at <= now - QUIET_TIME
    return _in_state(event_id, GuestState.INVITED).where(silent)


def awaiting_answer(event_id: int) -> Select[Guest]:
    """Who was written to, and neither registered nor declined."""
    return _in_state(event_id, GuestState.INVITED)


def how_many_wait(event_id: int, writing: Writing, *, now: datetime) -> int:
    """To how many it would be written now."""
    found = to_be_written_to(event_id, writing, now=now).order_by(None)
    counted = found.with_only_columns(func.count(), maintain_column_froms=True)
    return db.session.scalar(counted) or 0


def _in_state(event_id: int, state: GuestState) -> Select[Guest]:
    listed = _narrowed(
        select(Guest), GuestFilter(event_id=event_id, state=state), _state_of(event_id)
    )
    listed = listed.where(may_be_solicited(Guest.email_key))
    return listed.order_by(Guest.id).options(lazyload(Guest.event))


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """What became of an invitation, as columns of a statement about guests."""

    current: Any
    ended: Any
    word: ColumnElement[str]
    reference: ColumnElement[str | None]


def _state_of(event_id: int) -> _State:
    current = (
        select(Registration.email_key, Registration.reference)
        .where(Registration.event_id == event_id, Registration.ended_at.is_(None))
        .subquery("current")
    )
    ended = (
        select(Registration.email_key)
        .where(Registration.event_id == event_id, Registration.ended_at.is_not(None))
        .distinct()
        .subquery("ended")
    )
    word = case(
        (current.c.email_key.is_not(None), literal(GuestState.REGISTERED.value)),
        (Guest.declined_at.is_not(None), literal(GuestState.DECLINED.value)),
        (ended.c.email_key.is_not(None), literal(GuestState.LEFT.value)),
        (Guest.invited_at.is_(None), literal(GuestState.LISTED.value)),
        else_=literal(GuestState.INVITED.value),
    ).label("guest_state")
    return _State(
        current=current, ended=ended, word=word, reference=current.c.reference
    )


def _narrowed(
    rows: Select[*Shape], wanted: GuestFilter, state: _State
) -> Select[*Shape]:
    current, ended = state.current, state.ended
    rows = (
        rows.select_from(Guest)
        .outerjoin(current, current.c.email_key == Guest.email_key)
        .outerjoin(ended, ended.c.email_key == Guest.email_key)
        .where(Guest.event_id == wanted.event_id)
    )
    if wanted.state:
        rows = rows.where(state.word == wanted.state.value)
    if wanted.without_limited:
        rows = rows.where(~is_limited(Guest.email_key))
    for word in folded(wanted.text).split():
        rows = rows.where(Guest.search_text.contains(word, autoescape=True))
    return rows


def _is_undelivered() -> ColumnElement[bool]:
    last = (
        select(OutboxMail.state)
        .where(OutboxMail.guest_id == Guest.id)
        .order_by(OutboxMail.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last == MailState.FAILED, False)


def events_that_remind(*, now: datetime) -> Sequence[Event]:
    """Those whose setting says so and that are still to come; see `reminds_now`."""
    return db.session.scalars(
        select(Event).where(Event.guest_reminder_days.is_not(None), Event.ends_at > now)
    ).all()


def registration_of_guest(guest: Guest) -> Registration | None:
    """The one that has not ended."""
    return current_registration(db.session(), guest.event_id, guest.email_key)
