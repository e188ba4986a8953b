"""People of a process are forgotten: on request, and when their time is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db, transaction
from concertation.domain.personal_data import PARTICIPANT_FIELDS
from concertation.domain.registration import email_key
from concertation.models import (
    AuditEntry,
    Enrolment,
    Guest,
    OutboxMail,
    Participant,
    Phase,
)
from concertation.queries.personal_data import held_about_participant
from concertation.services.own_places import leave_group
from concertation.services.participant_erasure import erase_participant
from concertation.services.participant_retention import (
    forget_expired_participants,
    forget_old_answers_of_participants,
)
from tests.enrolling import ask
from tests.enrolments import assert_counted, enrol, make_details, place_of, standings
from tests.factories import ACTOR, NOW, make_event
from tests.guests import invite
from tests.processes import make_offer, make_phase, make_published_process

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
A_SECOND = timedelta(seconds=1)
BY_ID = select(Enrolment).order_by(Enrolment.id)
SECRETS = {
    "given_name": "Zénobie",
    "family_name": "Quatremère",
    "role": "Rôle secret",
    "epci": "200093201",
    "phone": "06 12 34 56 78",
    "accessibility_needs": "Besoin secret",
}


def the_person() -> Participant:
    db.session.expire_all()
    return db.session.scalars(select(Participant)).one()


def end_of(offer):
    return db.session.get_one(Phase, offer.phase_id).ends_at


def everything_said() -> str:
    """Every text that is stored about people, wherever it is."""
    rows = [
        *db.session.execute(select(Participant.__table__)),
        *db.session.execute(select(Enrolment.__table__)),
        *db.session.execute(select(OutboxMail.__table__)),
        *db.session.execute(select(AuditEntry.__table__)),
        *db.session.execute(select(Guest.__table__)),
    ]
    return str(rows)


def test_who_asks_to_be_erased_leaves_no_word_behind_and_frees_the_seat():
    offer = make_published_process(capacity=1)
    question = ask(offer.process, "Régime")
    details = make_details(**SECRETS, own={question: "Réponse secrète"}, is_named=True)
    enrol(offer, number=1, details=details, consent_text="Accord secret")
    enrol(offer, number=2)
    event = make_event()
    [guest] = invite(event, "person1@example.org")
    with transaction() as session:
        session.get_one(Guest, guest.id).participant_id = place_of(1).participant_id
    number = place_of(1).participant_id

    erase_participant(number, actor=ACTOR, now=NOW)

    said = everything_said()
    told = [*SECRETS.values(), "Réponse secrète", "Accord secret", "person1@"]
    assert [word for word in told if word in said] == []
    person = db.session.get_one(Participant, number, populate_existing=True)
    assert {name: getattr(person, name) for name in PARTICIPANT_FIELDS} == dict(
        PARTICIPANT_FIELDS
    )
    assert (person.is_named, person.organisation_id) == (False, None)
    assert standings(2) == ["seat"]
    assert_counted()


def test_an_erased_address_enrols_anew_as_a_newcomer():
    offer = make_published_process()
    first = enrol(offer, number=1)
    erase_participant(first.participant_id, actor=ACTOR, now=NOW)

    again = enrol(offer, number=1)

    assert again.is_new
    assert again.participant_id != first.participant_id


def test_people_are_kept_until_their_time_after_the_last_phase_is_over():
    offer = make_published_process(retention_days=30)
    enrol(offer, details=make_details(**SECRETS))
    last = make_phase(offer.process)
    make_offer(offer.group, last)
    over = last.ends_at + timedelta(days=30)

    assert forget_expired_participants(now=over - A_SECOND) == 0
    assert the_person().given_name == "Zénobie"
    assert forget_expired_participants(now=over) == 1
    assert forget_expired_participants(now=over) == 0

    assert "Zénobie" not in everything_said()
    person = the_person()
    assert (person.category, person.departement) == ("museum", "59")
    assert standings_of_all() == ["seat"]  # They still count, and name nobody.
    assert_counted()


def standings_of_all() -> list[str]:
    return [each.standing.value for each in db.session.scalars(select(Enrolment))]


def test_answers_to_a_question_with_a_time_of_its_own_go_first():
    offer = make_published_process()
    question = ask(offer.process, "Régime", retention_days=10)
    enrol(offer, details=make_details(own={question: "Sans gluten"}))
    over = end_of(offer) + timedelta(days=10)

    assert forget_old_answers_of_participants(now=over - A_SECOND) == 0
    assert forget_old_answers_of_participants(now=over) == 1
    assert forget_old_answers_of_participants(now=over) == 0

    assert the_person().answers == {}
    assert the_person().given_name == "Maëlys-Anne"


def test_everything_that_is_held_is_handed_out():
    offer = make_published_process()
    question = ask(offer.process, "Régime")
    details = make_details(**SECRETS, own={question: "Une réponse"}, is_named=True)
    enrol(offer, details=details, consent_text="Accord")
    leave_group(place_of(1).id, actor=ACTOR, now=NOW)

    held = held_about_participant(the_person())

    assert {name: held[name] for name in SECRETS} == SECRETS
    assert held["email"] == "person1@example.org"
    assert held["organisation"] == "Musée imaginaire du lin"
    assert held["answers"] == [{"question": "Régime", "answer": "Une réponse"}]
    assert held["consent_text"] == "Accord"
    assert held["is_named"] is True
    assert [each["group"] for each in held["groups"]] == ["PRODUCTION"]
    assert held["groups"][0]["end_reason"] == "left"
    assert [each["about"] for each in held["mails"]] == [
        "enrolment_ended",
        "enrolment_standing",
    ]


def test_no_personal_field_is_missing_from_what_is_handed_out():
    enrol(make_published_process())
    kept_apart = {"sort_key", "search_text", "browser_key"}

    held = held_about_participant(the_person())

    assert PARTICIPANT_FIELDS.keys() - held.keys() == kept_apart


def test_nobody_is_found_by_an_address_once_it_is_erased():
    number = enrol(make_published_process()).participant_id

    erase_participant(number, actor=ACTOR, now=NOW)

    assert the_person().email_key == f"erased:{number}"
    assert email_key("person1@example.org") not in everything_said()


def test_nobody_who_was_forgotten_is_let_in_when_a_phase_is_made_longer():
    offer = make_published_process(capacity=1)
    enrol(offer, number=1)
    enrol(offer, number=2, now=NOW + A_SECOND)
    late = end_of(offer) + timedelta(days=366)

    assert forget_expired_participants(now=late) == 2

    ended = [each.ended_at is not None for each in db.session.scalars(BY_ID)]
    assert ended == [False, True]  # Who had a seat stays counted.
    assert_counted()
