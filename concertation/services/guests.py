"""Keep the list of those whom an event's organiser invites."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from concertation.database import table_of, transaction
from concertation.domain.delivery import MailState
from concertation.domain.guests import (
    LineVerdict,
    guest_search_text,
    guest_sort_key,
)
from concertation.domain.personal_data import MAIL_FIELDS
from concertation.domain.registration import email_key
from concertation.models import Event, Guest, OutboxMail
from concertation.models.guest import new_link_version
from concertation.queries.guest_lines import JudgedLine, judge_lines
from concertation.services.audit import note
from concertation.services.places import lock_event

MOST_IN_A_STATEMENT = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AddGuests:
    event_id: int
    text: str
    """A list of people, as it was pasted; see `domain.guests.pasted_lines`."""
    locale: str
    """In which they are written to."""


def add_guests(wish: AddGuests, *, actor: str, now: datetime) -> Counter[LineVerdict]:
    """Put on the list whom the text names and who is new; return what became of lines.

    Nobody is written to here. The same list twice is once. Raises `EventCancelled`.
    """
    with transaction() as session:
        event = lock_event(session, wish.event_id)
        event.schedule.refuse_if_cancelled()
        judged = judge_lines(session, event.id, wish.text)
        rows = [
            _row(each, wish, actor=actor, now=now)
            for each in judged
            if each.verdict is LineVerdict.NEW
        ]
        if rows:
            session.execute(insert(table_of(Guest)), rows)
            action = "event.guests_added"
            note(session, action, event, actor=actor, now=now, guests=len(rows))
    return Counter(each.verdict for each in judged)


def remove_guest(guest_id: int, *, actor: str, now: datetime) -> None:
    """Forget a guest, mails included: their link opens nothing any more.

    A registration that they made stays. Twice is once.
    """
    with transaction() as session:
        guest = session.get(Guest, guest_id)
        if guest is None:
            return
        event = lock_event(session, guest.event_id)
        rows = [guest_id]
        forget_guests(session, rows)
        note(session, "event.guest_removed", event, actor=actor, now=now, rows=rows)


def note_guest_export(event_id: int, *, people: int, actor: str, now: datetime) -> None:
    """The list is about to be taken away."""
    with transaction() as session:
        event = session.get_one(Event, event_id)
        action = "event.guests_exported"
        note(session, action, event, actor=actor, now=now, people=people)


def forget_guest_with(session: Session, event_id: int, key: str) -> None:
    """Whoever asked to be erased is not written to again."""
    found = select(Guest.id).where(Guest.event_id == event_id, Guest.email_key == key)
    forget_guests(session, list(session.scalars(found)))


def forget_guests(session: Session, numbers: list[int]) -> None:
    """Delete the rows, and what their mails tell; mails on their way are withdrawn."""
    if not numbers:
        return
    for first in range(0, len(numbers), MOST_IN_A_STATEMENT):
        some = numbers[first : first + MOST_IN_A_STATEMENT]
        its_mails = OutboxMail.guest_id.in_(some)
        waiting = OutboxMail.state == MailState.PENDING
        session.execute(
            update(OutboxMail)
            .where(its_mails, waiting)
            .values(state=MailState.WITHDRAWN)
            .execution_options(synchronize_session=False)
        )
        session.execute(
            update(OutboxMail)
            .where(its_mails)
            .values(facts={}, guest_id=None, **MAIL_FIELDS)
            .execution_options(synchronize_session=False)
        )
        session.execute(delete(Guest).where(Guest.id.in_(some)))


def _row(
    judged: JudgedLine, wish: AddGuests, *, actor: str, now: datetime
) -> dict[str, object]:
    name, organisation = judged.line.name, judged.line.organisation
    return {
        "event_id": wish.event_id,
        "name": name,
        "organisation": organisation,
        "email": judged.email,
        "email_key": email_key(judged.email),
        "sort_key": guest_sort_key(name, judged.email),
        "search_text": guest_search_text(name, organisation, judged.email),
        "locale": wish.locale,
        "added_by": actor,
        "added_at": now,
        "word": "",
        "link_version": new_link_version(),
    }
