"""What was taken away since a backup does not come back with it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, select, update

from concertation.database import db, transaction
from concertation.domain.erasures import Erasure, Kind
from concertation.domain.questions import QuestionKind
from concertation.domain.roles import Role
from concertation.models import (
    Account,
    AccountGrant,
    AuditEntry,
    DeskSession,
    Guest,
    Participant,
    Registration,
    RegistrationNote,
)
from concertation.queries.erasures import erasures_since
from concertation.queries.seating import miscounts
from concertation.services.audit import note
from concertation.services.erasures import erase_again
from concertation.services.facilitators import remove_facilitator
from concertation.services.grants import deactivate, reactivate, take_role
from concertation.services.guests import remove_guest
from concertation.services.notes import add_note, delete_note
from concertation.services.participants import change_details
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.registration import change_answers
from tests.enrolling import ask
from tests.enrolments import enrol, make_details
from tests.factories import (
    ACTOR,
    FAR,
    NOW,
    make_account,
    make_answers,
    make_event,
    register,
)
from tests.guests import make_guest
from tests.processes import make_published_process

pytestmark = pytest.mark.on_both_databases
LATER = NOW + timedelta(days=3650)
BY = {"actor": ACTOR, "now": LATER}


def how_many(model) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0


def test_a_guest_who_was_taken_off_stays_off(back_up):
    event = make_event()
    gone, stays = make_guest(event), make_guest(event, "stays@example.org")
    restore = back_up()
    remove_guest(gone.id, **BY)

    told = restore()

    assert db.session.scalars(select(Guest.email)).all() == ["stays@example.org"]
    assert "Guests taken off their lists again: 1." in told
    assert stays.id


def test_a_note_that_was_deleted_stays_deleted(back_up):
    number = register(make_event()).registration_id
    for text in ("Rappeler", "Vient en train"):
        add_note(number, text, actor=ACTOR, now=NOW)
    first = db.session.scalars(select(RegistrationNote.id)).first()
    restore = back_up()
    delete_note(first, **BY)

    told = restore()

    assert db.session.scalars(select(RegistrationNote.text)).all() == ["Vient en train"]
    assert "Notes deleted again: 1." in told


def test_what_a_person_emptied_at_an_event_stays_empty(back_up):
    event = make_event(capacity=None)
    question = own_question(event)
    said = make_answers(phone="0320123456", own={question: "Sans gluten"})
    number = register(event, answers=said).registration_id
    other = register(event, 2, answers=said).registration_id
    restore = back_up()
    left = make_answers(own={question: None})
    change_answers(number, left, actor=ACTOR, now=FAR - timedelta(days=1))
    move_trail()

    told = restore()

    person, untouched = (db.session.get_one(Registration, n) for n in (number, other))
    assert (person.phone, person.answers) == ("", {})
    assert person.given_name == untouched.given_name != ""
    assert (untouched.phone, len(untouched.answers)) == ("0320123456", 1)
    assert "Corrections of people done again: 1." in told
    assert not miscounts(db.session())


def test_what_a_participant_took_back_stays_taken_back(back_up):
    offer = make_published_process()
    question = ask(offer.process, "Régime")
    said = {"phone": "0320123456", "role": "Directrice", "is_named": True}
    details = make_details(**said, own={question: "Sans sel"})
    number = enrol(offer, details=details).participant_id
    restore = back_up()
    left = make_details(role="", own={question: None})
    change_details(number, left, actor=ACTOR, now=NOW)
    move_trail()

    restore()

    person = db.session.get_one(Participant, number)
    assert (person.phone, person.role, person.answers) == ("", "", {})
    assert person.is_named is False
    assert "directrice" not in person.search_text
    assert person.organisation


def test_accounts_that_were_stopped_and_rights_that_were_taken_stay_so(back_up):
    make_account(Role.ADMINISTRATOR)
    stopped, back_again, _removed, lesser = (
        make_account(Role.FACILITATOR, email=f"{name}@example.org")
        for name in ("stopped", "back", "removed", "lesser")
    )
    [right] = db.session.scalars(
        select(AccountGrant.id).where(AccountGrant.account_id == lesser.id)
    )
    restore = back_up()
    deactivate(stopped.id, **BY)
    deactivate(back_again.id, **BY)
    reactivate(back_again.id, **BY)
    remove_facilitator("removed@example.org", now=LATER)
    take_role(lesser.id, right, **BY)

    told = restore()

    active = db.session.scalars(select(Account.email).where(Account.is_active))
    assert {"stopped@example.org", "removed@example.org"}.isdisjoint(active.all())
    assert db.session.get_one(Account, back_again.id).is_active
    assert db.session.get(AccountGrant, right) is None
    assert "Accounts stopped again: 2." in told
    assert "Rights taken away again: 1." in told


def test_an_administrator_is_left_whatever_was_done_since(back_up):
    one = make_account(Role.ADMINISTRATOR)
    restore = back_up()
    make_account(Role.ADMINISTRATOR, email="newcomer@example.org")
    deactivate(one.id, **BY)

    told = restore()

    assert db.session.scalars(select(Account.is_active)).all() == [True]
    assert "stopped" not in told


def test_nobody_is_signed_in_to_what_comes_back_and_passwords_of_before_are_named(
    back_up,
):
    account = make_account(Role.ADMINISTRATOR)
    with transaction() as session:
        session.add(
            DeskSession(
                token_hash="0" * 64,
                account_id=account.id,
                created_at=NOW,
                expires_at=LATER,
            )
        )
    restore = back_up()
    with transaction() as session:
        note(session, "account.password_changed", account, **BY)

    told = restore()

    assert how_many(DeskSession) == 0
    assert account_email(account.id) in told


def test_whoever_has_the_number_of_a_guest_who_went_before_stays(back_up):
    """SQLite gives the highest number anew."""
    event = make_event()
    make_guest(event)
    remove_guest(db.session.scalars(select(Guest.id)).one(), actor=ACTOR, now=NOW)
    guest = make_guest(event, "later@example.org")
    with transaction() as session:
        session.execute(update(Guest).values(added_at=NOW + timedelta(days=1)))
    [told] = erasures_since(db.session(), NOW)

    assert not erase_again([told], now=LATER)[Kind.GUEST]
    told = replace(told, number=guest.id, at=LATER)
    assert erase_again([told], now=LATER)[Kind.GUEST] == 1


def test_lines_tell_it_all_and_name_nobody():
    fields = ("phone", "q12")
    for each in (
        Erasure(kind=Kind.GUEST, number=3, at=NOW),
        Erasure(kind=Kind.REGISTRATION, number=4, at=NOW, fields=fields),
    ):
        assert Erasure.from_line(each.to_line()) == each
    with pytest.raises(ValueError, match="no erasure"):
        Erasure.from_line('{"kind": "mail", "number": 1, "at": "2026-01-01"}')


def own_question(event) -> int:
    sheet = QuestionSheet(kind=QuestionKind.SHORT_TEXT, label="Régime")
    return add_question(event.id, sheet, actor=ACTOR, now=NOW)


def move_trail() -> None:
    """What was just done, was done after the backup, whose clock is the real one."""
    latest = select(func.max(AuditEntry.id)).scalar_subquery()
    with transaction() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.id == latest)).one()
        values = {c.name: getattr(entry, c.name) for c in AuditEntry.__table__.c}
        session.execute(
            insert(AuditEntry.__table__), values | {"id": entry.id + 1, "at": LATER}
        )


def account_email(number: int) -> str:
    return db.session.get_one(Account, number).email
