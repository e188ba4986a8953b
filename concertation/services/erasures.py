"""Erase again whom a restored backup has brought back."""

from collections.abc import Iterable
from datetime import datetime

from concertation.database import db
from concertation.domain.actor import SYSTEM
from concertation.domain.erasures import Erasure
from concertation.models import Participant, Registration
from concertation.services.participant_erasure import erase_participant
from concertation.services.personal_data import erase_registration

ERASE = {
    Registration.__tablename__: erase_registration,
    Participant.__tablename__: erase_participant,
}


def erase_again(erasures: Iterable[Erasure], *, now: datetime) -> int:
    """Return how many people were erased by it. Twice is once.

    A number can be given anew in a restored database; who has it now came after the
    erasure, and stays.
    """
    return sum(_erase(each, now=now) for each in erasures)


def _erase(erasure: Erasure, *, now: datetime) -> bool:
    person: Registration | Participant | None = None
    if erasure.kind == Registration.__tablename__:
        person = db.session.get(Registration, erasure.number)
    elif erasure.kind == Participant.__tablename__:
        person = db.session.get(Participant, erasure.number)
    if person is None or person.anonymised_at or person.created_at > erasure.at:
        return False
    ERASE[erasure.kind](person.id, actor=SYSTEM, now=now)
    return True
