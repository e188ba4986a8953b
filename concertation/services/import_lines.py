"""Register or correct the person of one line of an import, under the event's lock."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.exc import DataError, IntegrityError
from sqlalchemy.orm import Session

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
from concertation.services.registration import (
    change_in,
    register_in,
)
from concertation.services.registration_wish import RegisterPerson
from concertation.services.seat_shares import refuse_full
from concertation.services.shares import share_of


class _LeftSince(Refusal):
    code = Problem.LEFT_SINCE


_TOLD = (EventFull, ChoiceFull, ChoiceGone, QuotaFull, PartyDoesNotFit, _LeftSince)
"""Refusals that have words for a line."""


@dataclass(frozen=True, slots=True)
class Work:
    """What one transaction works with, under the event's lock."""

    session: Session
    event: Event
    running: PeopleImport
    registered: Mapping[str, Registration]
    now: datetime


@dataclass(frozen=True, slots=True)
class Settled:
    """What became of one line."""

    line: ImportLine
    outcome: Outcome
    finding: Finding | None = None
    registration_id: int | None = None
    registered_at: datetime | None = None

    def as_row(self) -> dict[str, Any]:
        findings = [self.finding.as_json()] if self.finding else []
        return {"id": self.line.id, "outcome": self.outcome, "findings": findings}


def settle_or_refuse(work: Work, line: ImportLine) -> Settled:
    try:
        with work.session.begin_nested():
            return settle(work, line)
    except _TOLD as refusal:
        finding = Finding(problem=Problem(refusal.code))
    except Refusal as refusal:
        finding = Finding(problem=Problem.NOT_STORED, given=refusal.code)
    except (DataError, IntegrityError):
        finding = Finding(problem=Problem.NOT_STORED)
    return Settled(line, Outcome.REFUSED, finding=finding)


def settle(work: Work, line: ImportLine) -> Settled:
    person = Person.from_json(line.person or {})
    before = work.registered.get(line.email_key)
    if before is not None:
        return Settled(line, _update(work, line, before, person))
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
    return Settled(
        line,
        Outcome.CONFIRMED if is_seated else Outcome.WAITLISTED,
        registration_id=receipt.registration_id,
        registered_at=person.registered,
    )


def _update(
    work: Work, line: ImportLine, before: Registration, person: Person
) -> Outcome:
    """Only where somebody saw the difference and ticked the line."""
    if line.verdict is not Verdict.DIFFERENT:
        return Outcome.KNOWN
    answers = _corrected(before, person)
    actor = work.running.actor
    told = change_in(work.session, before, answers, actor=actor, now=work.now)
    if not told["fields"]:
        return Outcome.KNOWN
    note(
        work.session,
        "registration.changed",
        before,
        actor=work.running.actor,
        now=work.now,
        **told,
    )
    return Outcome.UPDATED


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
