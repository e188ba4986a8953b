"""Register the people of an import, some lines at a time.

A line is noted as done in the very transaction that registers its person. Whoever is
killed in between leaves neither: the next one goes on with the same line. Under the
event's lock, two workers follow each other through the lines.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.domain.errors import (
    ChoiceFull,
    ChoiceGone,
    EventFull,
    PartyDoesNotFit,
    QuotaFull,
    Refusal,
)
from concertation.domain.people_import import (
    Finding,
    ImportState,
    Outcome,
    Person,
    Problem,
    Verdict,
)
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.domain.territory import may_be_in
from concertation.models import Event, ImportLine, PeopleImport, Registration
from concertation.services.answers import COLUMNS, Answers, own_answers, stored_answers
from concertation.services.audit import note
from concertation.services.people_imports import end_import
from concertation.services.places import lock_event, seat_waiting
from concertation.services.registration import (
    RegisterPerson,
    change_in,
    register_in,
)
from concertation.services.seating import refuse_full
from concertation.services.shares import share_of

AT_ONCE = 50
"""Lines of one transaction: the public waits for its turn no longer than that."""


class _LeftSince(Refusal):
    code = Problem.LEFT_SINCE


_TOLD = (EventFull, ChoiceFull, ChoiceGone, QuotaFull, PartyDoesNotFit, _LeftSince)
"""Refusals that have words for a line."""


@dataclass(frozen=True, slots=True)
class _Work:
    """What one transaction works with, under the event's lock."""

    session: Session
    event: Event
    running: PeopleImport
    registered: Mapping[str, Registration]
    now: datetime


@dataclass(frozen=True, slots=True)
class _Settled:
    """What became of one line."""

    line: ImportLine
    outcome: Outcome
    finding: Finding | None = None
    registration_id: int | None = None
    registered_at: datetime | None = None

    def as_row(self) -> dict[str, Any]:
        findings = [self.finding.as_json()] if self.finding else []
        return {"id": self.line.id, "outcome": self.outcome, "findings": findings}


Manner = Callable[[_Work, Sequence[ImportLine]], list[_Settled]]


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
        work = _Work(session, event, running, _registered(session, event, lines), now)
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


def _all_together(work: _Work, lines: Sequence[ImportLine]) -> list[_Settled]:
    return [_register(work, line) for line in lines]


def _one_by_one(work: _Work, lines: Sequence[ImportLine]) -> list[_Settled]:
    return [_register_or_refuse(work, line) for line in lines]


def _register_or_refuse(work: _Work, line: ImportLine) -> _Settled:
    try:
        with work.session.begin_nested():
            return _register(work, line)
    except _TOLD as refusal:
        finding = Finding(problem=Problem(refusal.code))
    except Refusal as refusal:
        finding = Finding(problem=Problem.NOT_STORED, given=refusal.code)
    except (DataError, IntegrityError):
        finding = Finding(problem=Problem.NOT_STORED)
    return _Settled(line, Outcome.REFUSED, finding=finding)


def _register(work: _Work, line: ImportLine) -> _Settled:
    person = Person.from_json(line.person or {})
    before = work.registered.get(line.email_key)
    if before is not None:
        return _Settled(line, _update(work, line, before, person))
    if line.verdict is Verdict.DIFFERENT:
        raise _LeftSince
    running = work.running
    wish = _wish(running, person)
    own = own_answers(work.event, {}, wish.answers.own)
    share = share_of(work.session, work.event, wish.answers, own)
    refuse_full(share, chosen_only=True)
    receipt = register_in(
        work.session,
        work.event,
        wish,
        share,
        now=work.now,
        tells=running.sends_mails,
    )
    is_seated = receipt.state is AdmissionState.CONFIRMED
    return _Settled(
        line,
        Outcome.CONFIRMED if is_seated else Outcome.WAITLISTED,
        registration_id=receipt.registration_id,
        registered_at=person.registered,
    )


def _update(
    work: _Work, line: ImportLine, before: Registration, person: Person
) -> Outcome:
    """Only where somebody saw the difference and ticked the line."""
    if line.verdict is not Verdict.DIFFERENT:
        return Outcome.KNOWN
    answers = _corrected(before, person)
    changed = change_in(work.session, before, answers, now=work.now)
    if not changed:
        return Outcome.KNOWN
    note(
        work.session,
        "registration.changed",
        before,
        actor=work.running.actor,
        now=work.now,
        fields=changed,
    )
    return Outcome.UPDATED


def _note_settled(
    session: Session, running: PeopleImport, settled: Sequence[_Settled]
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


def _wish(running: PeopleImport, person: Person) -> RegisterPerson:
    return RegisterPerson(
        event_id=running.event_id,
        email=person.email,
        answers=_answers(person),
        locale=person.locale,
        consent_text=running.consent_text,
        source=RegistrationSource.DESK,
        actor=running.actor,
    )


def _answers(person: Person) -> Answers:
    return Answers(
        given_name=person.given_name,
        family_name=person.family_name,
        organisation=person.organisation,
        role=person.role,
        category=person.category,
        departement=person.departement,
        epci=person.epci,
        phone=person.phone,
        accessibility_needs=person.accessibility_needs,
        own={int(number): answer for number, answer in person.own.items()},
        workshops=person.workshops,
        companions=person.companions,
    )


def _corrected(before: Registration, person: Person) -> Answers:
    """What we know, and over it what the file itself says."""
    known = stored_answers(before)
    from_file = _answers(person)
    said = [name for name in COLUMNS if name in person.said]
    said += ["own"] * bool(person.own)
    said += ["workshops"] * bool(person.workshops)
    said += ["companions"] * bool(person.companions)
    answers = replace(known, **{name: getattr(from_file, name) for name in said})
    if answers.epci and not may_be_in(answers.epci, answers.departement):
        return replace(answers, epci="")
    return answers
