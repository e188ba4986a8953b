"""Take out again what a person took back, where a backup brought it to light."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.actor import SYSTEM
from concertation.models import Participant, Registration
from concertation.services import answers, participants
from concertation.services.answer_files import delete_answer_files
from concertation.services.answers import AGREED, OWN, held_names, told_in_trail
from concertation.services.audit import note
from concertation.services.consents import end_consents
from concertation.services.people_turns import take_turn_of
from concertation.services.places import lock_registration

Person = Registration | Participant


def empty_again(
    kind: type[Person], number: int, names: Collection[str], *, now: datetime
) -> bool:
    """Return whether something stood in these fields. No seat is lost by it."""
    with transaction() as session:
        person = _locked(session, kind, number)
        before = held_names(person)
        changed = sorted(before.intersection(names))
        if not changed or person.anonymised_at:
            return False
        _forget_own(session, person, filter(_is_own, changed), now=now)
        _blank(person, [name for name in changed if not _is_own(name)], now=now)
        told = told_in_trail(changed, before, person)
        is_at_event = isinstance(person, Registration)
        action = "registration.changed" if is_at_event else "participant.changed"
        note(session, action, person, actor=SYSTEM, now=now, **told)
        return True


def _locked(session: Session, kind: type[Person], number: int) -> Person:
    if kind is Registration:
        return lock_registration(session, number)
    person = session.get_one(Participant, number)
    take_turn_of(session, person.process_id, person.email_key)
    session.refresh(person)
    return person


def _is_own(name: str) -> bool:
    return name.startswith(OWN) and name[1:].isdigit()


def _forget_own(
    session: Session, person: Person, names: Iterable[str], *, now: datetime
) -> None:
    gone = [int(name.removeprefix(OWN)) for name in names]
    for number in gone:
        delete_answer_files(session, person, question_id=number)
    left = {n: value for n, value in person.answers.items() if int(n) not in gone}
    person.answers = left
    end_consents(session, person, gone, by=SYSTEM, now=now)


def _blank(person: Person, names: Collection[str], *, now: datetime) -> None:
    """Written as people write it, so that what is made of it follows."""
    blank: dict[str, Any] = {name: name not in AGREED and "" for name in names}
    if isinstance(person, Participant):
        known = blank.keys() & {*participants.COLUMNS}
        details = participants.stored_details(person)
        details = replace(details, **{name: blank[name] for name in known})
        organisation = person.organisation_id
        participants.write_details(person, details, organisation, now=now)
        return
    said = answers.answers_of(person)
    known = blank.keys() & {*answers.COLUMNS}
    said = replace(said, **{name: blank[name] for name in known})
    if "companions" in blank:
        said = replace(said, companions=("",) * len(said.companions))
    answers.write_answers(person, said, now=now)
