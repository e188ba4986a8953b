"""Register the people of an import, some lines at a time.

A line is noted as done in the very transaction that registers its person. Whoever is
killed in between leaves neither: the next one goes on with the same line. Under the
event's lock, two workers follow each other through the lines.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.errors import Refusal
from concertation.domain.people_import import ImportState, Outcome
from concertation.models import Event, ImportLine, PeopleImport, Registration
from concertation.services.import_lines import (
    Settled,
    Work,
    settle,
    settle_or_refuse,
)
from concertation.services.people_imports import end_import
from concertation.services.places import lock_event, seat_waiting

AT_ONCE = 50
"""Lines of one transaction: the public waits for its turn no longer than that."""

Manner = Callable[[Work, Sequence[ImportLine]], list[Settled]]


def advance_import(*, now: datetime) -> bool:
    """Deal with the next lines of an import that runs; False when none does.

    Nearly all lines are good ones, and go through together. Where one is refused all
    of them are undone, and done again one by one, so that it takes none with it.
    """
    try:
        return _advance(_all_together, now=now)
    except (Refusal, DataError, IntegrityError):
        return _advance(_one_by_one, now=now)


def _advance(deal_with: Manner, *, now: datetime) -> bool:
    with transaction() as session:
        running = _next_running(session)
        if running is None:
            return False
        event = lock_event(session, running.event_id)
        try:
            event.schedule.refuse_unless_staff_may_seat(now)
        except Refusal as refusal:
            running.stopped_by = refusal.code
            end_import(session, running, ImportState.STOPPED, actor=SYSTEM, now=now)
            return True
        lines = _next_lines(session, running)
        work = Work(session, event, running, _registered(session, event, lines), now)
        settled = deal_with(work, lines)
        _note_settled(session, running, settled)
        if any(each.outcome is Outcome.UPDATED for each in settled):
            seat_waiting(session, event, now=now)
        if len(lines) < AT_ONCE:
            actor = running.actor
            end_import(session, running, ImportState.DONE, actor=actor, now=now)
        return True


def _next_running(session: Session) -> PeopleImport | None:
    return session.scalar(
        select(PeopleImport)
        .where(PeopleImport.state == ImportState.RUNNING)
        .order_by(PeopleImport.id)
        .limit(1)
        .with_for_update(of=PeopleImport, skip_locked=True)
        .execution_options(populate_existing=True)
    )


def _next_lines(session: Session, running: PeopleImport) -> Sequence[ImportLine]:
    return session.scalars(
        select(ImportLine)
        .where(
            ImportLine.import_id == running.id,
            ImportLine.place > running.reached,
            ImportLine.is_chosen,
        )
        .order_by(ImportLine.place)
        .limit(AT_ONCE)
        .execution_options(populate_existing=True)
    ).all()


def _registered(
    session: Session, event: Event, lines: Sequence[ImportLine]
) -> dict[str, Registration]:
    """Who of them is registered by now: nobody else can be, under the event's lock."""
    keys = [line.email_key for line in lines]
    current = select(Registration).where(
        Registration.event_id == event.id,
        Registration.email_key.in_(keys),
        Registration.ended_at.is_(None),
    )
    found = session.scalars(current.execution_options(populate_existing=True))
    return {registration.email_key: registration for registration in found}


def _all_together(work: Work, lines: Sequence[ImportLine]) -> list[Settled]:
    return [settle(work, line) for line in lines]


def _one_by_one(work: Work, lines: Sequence[ImportLine]) -> list[Settled]:
    return [settle_or_refuse(work, line) for line in lines]


def _note_settled(
    session: Session, running: PeopleImport, settled: Sequence[Settled]
) -> None:
    # Many rows by one statement: a statement for each person would take half as long
    # again as the registration itself.
    lines = [each.as_row() for each in settled]
    dates = [
        {"id": each.registration_id, "created_at": each.registered_at}
        for each in settled
        if each.registered_at
    ]
    if lines:
        session.execute(update(ImportLine), lines)
        running.reached = settled[-1].line.place
    if dates:
        session.execute(update(Registration), dates)
    for outcome, count in Counter(each.outcome for each in settled).items():
        setattr(running, outcome, getattr(running, outcome) + count)
