"""Act on many people of an event: in batches, so that nobody waits long for its lock.

Each person is decided once, under the lock: whoever presses the button a second time,
or at the same time as somebody else, finds nothing left to do.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.bulk import (
    MOST_AT_ONCE,
    BulkAction,
    Passed,
    passed_over,
)
from concertation.domain.errors import (
    ChoiceFull,
    ChoiceGone,
    EventOver,
    PartyDoesNotFit,
    QuotaFull,
    TooManyAtOnce,
)
from concertation.models import Event, Registration, Workshop
from concertation.queries.bulk import in_order, read_again, standing_of
from concertation.services.decisions import (
    approve_all,
    cancel_all,
    decline_all,
    move_to_workshop,
    promote_all,
    resend,
)
from concertation.services.places import lock_event, seat_waiting
from concertation.services.wishes import grant_better_wish

BATCH = 50
"""People in one transaction."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ActOnMany:
    event_id: int
    action: BulkAction
    registration_ids: Sequence[int]
    reason: str = ""
    """Why they are declined; they read it."""
    workshop_id: int | None = None
    """To which they are moved."""


@dataclass(slots=True)
class Outcome:
    """The ids of those to whom it was done, and of the others by why not."""

    done: list[int] = field(default_factory=list)
    passed: dict[Passed, list[int]] = field(default_factory=lambda: defaultdict(list))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Act:
    """One batch of it, under the lock."""

    session: Session
    event: Event
    wish: ActOnMany
    workshop: Workshop | None
    by: Mapping[str, Any]
    """Who does it, and when."""


def act_on_many(wish: ActOnMany, *, actor: str, now: datetime) -> Outcome:
    """Do it to everybody for whom it is meant.

    Raises `TooManyAtOnce`, and has done nothing then; `EventOver`, `EventCancelled`,
    `EventNotPublished`, or `ChoiceGone` for a workshop that is offered no more.
    """
    if len(wish.registration_ids) > MOST_AT_ONCE:
        raise TooManyAtOnce
    ids = in_order(wish.event_id, wish.registration_ids)
    # Whoever is brought forward goes before all who are not: that is one decision.
    size = MOST_AT_ONCE if wish.action is BulkAction.PROMOTE else BATCH
    outcome = Outcome()
    for first in range(0, len(ids), size):
        batch = ids[first : first + size]
        with transaction() as session:
            event = lock_event(session, wish.event_id)
            _refuse_unless_possible(event, wish.action, now)
            act = _Act(
                session=session,
                event=event,
                wish=wish,
                workshop=_workshop(event, wish),
                by={"actor": actor, "now": now},
            )
            _act_on(act, read_again(session, event, batch), outcome)
    return outcome


def _refuse_unless_possible(event: Event, action: BulkAction, now: datetime) -> None:
    if action not in {BulkAction.CANCEL, BulkAction.RESEND}:
        event.schedule.refuse_unless_staff_may_seat(now)
    elif now >= event.ends_at:
        raise EventOver


def _workshop(event: Event, wish: ActOnMany) -> Workshop | None:
    if not wish.action.needs_workshop:
        return None
    for workshop in event.offered_workshops:
        if workshop.id == wish.workshop_id:
            return workshop
    raise ChoiceGone


def _act_on(act: _Act, batch: Sequence[Registration], outcome: Outcome) -> None:
    people = []
    for registration in batch:
        standing = standing_of(registration, act.workshop)
        why = passed_over(act.wish.action, standing)
        if why:
            outcome.passed[why].append(registration.id)
        else:
            people.append(registration)
    if people:
        passed = ACTS[act.wish.action](act, people)
        for number, why in passed.items():
            outcome.passed[why].append(number)
        outcome.done += [each.id for each in people if each.id not in passed]


Passing = dict[int, Passed]


def _approve(act: _Act, people: Sequence[Registration]) -> Passing:
    left = approve_all(act.session, act.event, people, **act.by)
    return {each.id: Passed.NO_ROOM for each in left}


def _decline(act: _Act, people: Sequence[Registration]) -> Passing:
    decline_all(act.session, people, act.wish.reason, **act.by)
    return {}


def _cancel(act: _Act, people: Sequence[Registration]) -> Passing:
    cancel_all(act.session, people, by_organiser=True, **act.by)
    return {}


def _promote(act: _Act, people: Sequence[Registration]) -> Passing:
    changed = {
        each.id for each in promote_all(act.session, act.event, people, **act.by)
    }
    return {each.id: Passed.FIRST for each in people if each.id not in changed}


def _resend(act: _Act, people: Sequence[Registration]) -> Passing:
    return {
        each.id: Passed.TOLD
        for each in people
        if not resend(act.session, each, **act.by)
    }


def _move(act: _Act, people: Sequence[Registration]) -> Passing:
    passed = {}
    if act.workshop:
        for each in people:
            try:
                move_to_workshop(act.session, each, act.workshop, **act.by)
            except ChoiceFull:
                passed[each.id] = Passed.FULL
            except (QuotaFull, PartyDoesNotFit):
                passed[each.id] = Passed.UNFIT
    seat_waiting(act.session, act.event, now=act.by["now"])
    return passed


def _better_wish(act: _Act, people: Sequence[Registration]) -> Passing:
    passed = {
        each.id: Passed.NO_BETTER
        for each in people
        if not grant_better_wish(act.session, each, **act.by)
    }
    seat_waiting(act.session, act.event, now=act.by["now"])
    return passed


ACTS: dict[BulkAction, Callable[[_Act, Sequence[Registration]], Passing]] = {
    BulkAction.APPROVE: _approve,
    BulkAction.DECLINE: _decline,
    BulkAction.PROMOTE: _promote,
    BulkAction.CANCEL: _cancel,
    BulkAction.MOVE: _move,
    BulkAction.BETTER_WISH: _better_wish,
    BulkAction.RESEND: _resend,
}
