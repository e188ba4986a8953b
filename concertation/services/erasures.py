"""Erase again whom and what a restored backup has brought back.

A number can be given anew in a restored database; what has it now came after the
erasure, and stays. All of it is done once, however often it is told.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import cast

from sqlalchemy import delete

from concertation.database import db, transaction
from concertation.domain.account_errors import InvitationAnswered, LastAdministrator
from concertation.domain.actor import SYSTEM
from concertation.domain.erasures import Erasure, Kind
from concertation.models import (
    Account,
    AccountGrant,
    DeskSession,
    Guest,
    ImportLine,
    Participant,
    PeopleImport,
    Registration,
    RegistrationNote,
    SpaceLink,
    SpaceSession,
)
from concertation.services.emptied import empty_again
from concertation.services.grants import deactivate, take_role
from concertation.services.guests import remove_guest
from concertation.services.held_again import (
    correct_again,
    lift_again,
    restrict_again,
)
from concertation.services.invitations import withdraw_invitation
from concertation.services.notes import remove_note
from concertation.services.participant_erasure import erase_participant
from concertation.services.personal_data import erase_registration

OPEN_DOORS = (DeskSession, SpaceSession, SpaceLink)
Person = Registration | Participant
Again = Callable[[Erasure, datetime], bool]


def erase_again(erasures: Iterable[Erasure], *, now: datetime) -> Counter[str]:
    """Return of what something was there that is gone by it."""
    done: Counter[str] = Counter()
    for each in erasures:
        done[each.what] += AGAIN[each.kind](each, now)
    return done


def close_doors() -> None:
    """Whoever was signed in when the backup was made may have signed out since."""
    with transaction() as session:
        for kept in OPEN_DOORS:
            session.execute(delete(kept))


def _people(kind: type[Person], erase: Callable[..., None]) -> Again:
    def again(erasure: Erasure, now: datetime) -> bool:
        person = cast(Person | None, db.session.get(kind, erasure.number))
        if person is None or _is_another(person, erasure):
            return False
        if erasure.fields:
            return empty_again(kind, person.id, erasure.fields, now=now)
        erase(person.id, actor=SYSTEM, now=now)
        return True

    return again


def _is_another(person: Person, erasure: Erasure) -> bool:
    return person.anonymised_at is not None or person.created_at > erasure.at


def _guest(erasure: Erasure, now: datetime) -> bool:
    guest = db.session.get(Guest, erasure.number)
    if guest is None or guest.added_at > erasure.at:
        return False
    remove_guest(guest.id, actor=SYSTEM, now=now)
    return True


def _note(erasure: Erasure, now: datetime) -> bool:
    with transaction() as session:
        written = session.get(RegistrationNote, erasure.number)
        if written is None or written.written_at > erasure.at:
            return False
        remove_note(session, written, actor=SYSTEM, now=now)
        return True


def _import_line(erasure: Erasure, _now: datetime) -> bool:
    with transaction() as session:
        line = session.get(ImportLine, erasure.number)
        if line is None:
            return False
        taken = session.get_one(PeopleImport, line.import_id)
        if taken.created_at > erasure.at:
            return False
        session.delete(line)
        return True


def _account(erasure: Erasure, now: datetime) -> bool:
    account = db.session.get(Account, erasure.number)
    if not account or not account.is_active or account.created_at > erasure.at:
        return False
    # Somebody must be able to put right what the backup brought back.
    with suppress(LastAdministrator):
        deactivate(account.id, actor=SYSTEM, now=now)
        return True
    return False


def _invitation(erasure: Erasure, now: datetime) -> bool:
    account = db.session.get(Account, erasure.number)
    if not account or account.forgotten_at or account.created_at > erasure.at:
        return False
    with suppress(InvitationAnswered):
        withdraw_invitation(account.id, actor=SYSTEM, now=now)
        return True
    return False


def _right(erasure: Erasure, now: datetime) -> bool:
    grant = db.session.get(AccountGrant, erasure.number)
    if grant is None or grant.given_at > erasure.at:
        return False
    with suppress(LastAdministrator):
        take_role(grant.account_id, grant.id, actor=SYSTEM, now=now)
        return True
    return False


AGAIN: Mapping[Kind, Again] = {
    Kind.REGISTRATION: _people(Registration, erase_registration),
    Kind.PARTICIPANT: _people(Participant, erase_participant),
    Kind.GUEST: _guest,
    Kind.NOTE: _note,
    Kind.IMPORT_LINE: _import_line,
    Kind.ACCOUNT: _account,
    Kind.INVITATION: _invitation,
    Kind.RIGHT: _right,
    Kind.RESTRICTION: restrict_again,
    Kind.LIFTED: lift_again,
    Kind.ADDRESS: correct_again,
}
