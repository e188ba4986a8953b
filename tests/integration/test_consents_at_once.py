"""Somebody says something at the very moment at which they are forgotten."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.actor import PARTICIPANT
from concertation.domain.errors import RegistrationEnded
from concertation.domain.process_errors import EnrolmentEnded
from concertation.models import Consent, Participant, Registration
from concertation.services import (
    consents,
    participant_retention,
    participants,
    personal_data,
)
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import leave_group
from concertation.services.participant_erasure import erase_participant
from concertation.services.participants import change_details
from concertation.services.personal_data import erase_registration
from concertation.services.purge import purge_everything
from tests.consents import take_back, use
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, register
from tests.processes import make_published_process, today
from tests.purging import past_event

pytestmark = pytest.mark.on_both_databases
LONG_AFTER = today() + timedelta(days=4000)
A_MOMENT = 0.4
"""In which whoever need not wait is done."""
Person = TypeVar("Person", Registration, Participant)
FORGOTTEN = (RegistrationEnded, EnrolmentEnded)


def registered() -> tuple[Registration, int]:
    event = past_event()
    asked, number = use(event), register(event).registration_id
    return apart(db.session.get_one(Registration, number)), asked


def enrolled(**how: Any) -> tuple[Participant, int]:
    offer = make_published_process(around=today())
    asked, number = use(offer.process), enrol(offer, now=today(), **how).participant_id
    return apart(db.session.get_one(Participant, number)), asked


def apart(person: Person) -> Person:
    """Of no session: threads read its number."""
    db.session.expunge(person)
    return person


def purge(_person: Registration | Participant) -> None:
    purge_everything(now=LONG_AFTER)


def erase(person: Registration | Participant) -> None:
    erasing = erase_registration if type(person) is Registration else erase_participant
    erasing(person.id, actor=ACTOR, now=LONG_AFTER)


def nothing_is_left_of(person: Registration | Participant) -> bool:
    db.session.rollback()
    now = db.session.get_one(type(person), person.id)
    left = db.session.scalars(select(Consent)).all()
    return bool(now.anonymised_at) and not now.answers and not left


@pytest.fixture
def meanwhile(app, monkeypatch):
    """Let something be done by others while a function of a module is about to run."""
    others = ThreadPoolExecutor(1)
    begun = []

    def meanwhile(module, name: str, task: Callable[[], object]) -> list:
        def in_context() -> None:
            with app.app_context():
                task()

        original = getattr(module, name)

        def interrupted(*values, **named):
            if not begun:
                begun.append(others.submit(in_context))
                with suppress(TimeoutError, *FORGOTTEN):
                    begun[0].result(A_MOMENT)
            return original(*values, **named)

        monkeypatch.setattr(module, name, interrupted)
        return begun

    yield meanwhile
    others.shutdown()


@pytest.mark.parametrize("forget", [purge, erase])
@pytest.mark.parametrize("there", [registered, enrolled])
def test_who_is_forgotten_while_they_agree_leaves_nothing(there, forget, meanwhile):
    person, asked = there()
    begun = meanwhile(consents, "uses_asked", lambda: forget(person))

    assert take_back(person, asked, given=True)

    wait(begun)
    begun[0].result()
    purge_everything(now=LONG_AFTER)
    assert nothing_is_left_of(person)


@pytest.mark.parametrize("there", [registered, enrolled])
def test_who_agrees_while_they_are_forgotten_leaves_nothing(there, meanwhile):
    person, asked = there()
    own = personal_data if type(person) is Registration else participant_retention
    name = "forget_guest_with" if own is personal_data else "forget_participant"
    begun = meanwhile(own, name, lambda: take_back(person, asked, given=True))

    purge_everything(now=LONG_AFTER)

    wait(begun)
    assert isinstance(begun[0].exception(), FORGOTTEN)
    assert nothing_is_left_of(person)


@pytest.mark.parametrize("forget", [purge, erase])
def test_who_left_and_is_forgotten_while_they_change_what_they_said(forget, meanwhile):
    alone = {"organisation": NamedOrganisation()}
    person, _asked = enrolled(details=make_details(**alone))
    leave_group(place_of(1).id, actor=PARTICIPANT, now=today())
    begun = meanwhile(participants, "write_details", lambda: forget(person))

    details = make_details(**alone, phone="0320123456")
    change_details(person.id, details, actor=PARTICIPANT, now=today())

    wait(begun)
    begun[0].result()
    purge_everything(now=LONG_AFTER)
    assert nothing_is_left_of(person)
    assert not db.session.get_one(Participant, person.id).phone
