"""A restore lifts nobody's limitation or objection, and undoes no corrected address."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.data_requests import RequestKind
from concertation.domain.delivery import MailState
from concertation.domain.erasures import NEEDED, Erasure, Kind
from concertation.domain.guests import Writing
from concertation.models import (
    DataRequest,
    DataRestriction,
    OutboxMail,
    Participant,
    Registration,
)
from concertation.queries.data_requests import open_requests
from concertation.queries.erasures import erasures_since
from concertation.services.data_requests import (
    erase_all_for_request,
    forget_old_requests,
    settle_request,
)
from concertation.services.erasures import erase_again
from concertation.services.guest_mails import write_to_guests
from concertation.services.registration import change_answers, register_person
from concertation.services.restrictions import lift_restriction
from tests.consents import WEB, agreeing, kept, take_back, use
from tests.enrolments import enrol, make_details
from tests.factories import ACTOR, NOW, make_answers, make_event, make_wish, register
from tests.guests import add
from tests.processes import make_published_process, today
from tests.restrictions import LIMITATION, MET, OBJECTION, asked, restricted
from tests.spaces import PERSON

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
LATER = NOW + timedelta(days=3650)
BY = {"actor": ACTOR, "now": LATER}


def holds() -> list[tuple[str, str]]:
    db.session.expire_all()
    rows = select(DataRestriction).order_by(DataRestriction.kind)
    return [(each.email_key, each.kind) for each in db.session.scalars(rows)]


def test_what_was_granted_on_a_request_of_since_holds_again(back_up):
    event = make_event()
    add(event, PERSON)
    write_to_guests(event.id, Writing.INVITATION, actor=ACTOR, now=NOW)
    restore = back_up()
    settle_request(asked(LIMITATION), MET, **BY)
    settle_request(asked(OBJECTION), MET, **BY)
    references = set(db.session.scalars(select(DataRequest.reference)))

    told = restore()

    assert holds() == [(PERSON, "limitation"), (PERSON, "objection")]
    requests = db.session.scalars(select(DataRequest)).all()
    assert {each.reference for each in requests} == references
    assert {each.answer for each in requests} == {MET.answer}
    assert all(each.settled_at == LATER for each in requests)
    mail = select(OutboxMail.state).where(OutboxMail.template == "guest_invited")
    assert db.session.scalars(mail).one() is MailState.WITHDRAWN
    assert "Limitations and objections that hold again: 2." in told


def test_a_request_that_was_open_is_settled_as_it_was(back_up):
    number = asked(OBJECTION)
    restore = back_up()
    settle_request(number, MET, **BY)

    restore()

    assert holds() == [(PERSON, "objection")]
    assert not open_requests()
    assert db.session.scalars(select(DataRequest.answer)).all() == [MET.answer]


def test_an_objection_holds_again_whose_request_and_person_are_forgotten(back_up):
    restore = back_up()
    register(make_event(), 1)
    settle_request(asked(OBJECTION), MET, **BY)
    erase_all_for_request(asked(RequestKind.ERASURE), "Effacé.", **BY)
    forget_old_requests(now=LATER + timedelta(days=800))

    restore()

    assert holds() == [(PERSON, "objection")]
    assert db.session.scalars(select(DataRequest.email)).all() == [""]


def test_what_was_lifted_or_ended_by_an_erasure_does_not_hold_again(back_up):
    register(make_event(), 1)
    lifted = restricted(OBJECTION)
    restricted(LIMITATION, "person2@example.org")
    restore = back_up()
    lift_restriction(lifted.request_id, **BY)
    erasing = asked(RequestKind.ERASURE, "person2@example.org")
    erase_all_for_request(erasing, "Effacé.", **BY)

    told = restore()

    assert holds() == []
    assert "Limitations and objections lifted again: 2." in told


def test_what_was_lifted_and_granted_again_holds(back_up):
    former = restricted(LIMITATION)
    restore = back_up()
    lift_restriction(former.request_id, **BY)
    settle_request(asked(LIMITATION), MET, **BY)
    newest = db.session.scalars(select(DataRestriction)).one().since

    restore()

    assert holds() == [(PERSON, "limitation")]
    assert db.session.scalars(select(DataRestriction.since)).one() == newest


def test_restoring_twice_is_restoring_once():
    restricted(OBJECTION)
    told = erasures_since(db.session(), NOW)
    assert [each.kind for each in told] == [Kind.RESTRICTION]

    done = erase_again(told, now=LATER)

    assert not done[Kind.RESTRICTION]
    assert holds() == [(PERSON, "objection")]


def test_an_address_that_was_corrected_stays_so_and_its_link_opens(back_up):
    event = make_event(capacity=None)
    number = register(event, 1).registration_id
    restore = back_up()
    for email in ("typo@example.org", "right@example.org"):
        correct(number, email)
    version = db.session.get_one(Registration, number).link_version

    told = restore()

    person = db.session.get_one(Registration, number)
    assert (person.email, person.email_key) == ("right@example.org",) * 2
    assert person.link_version == version
    assert "right@example.org" in person.search_text
    assert "Addresses corrected again: 1." in told


def test_an_address_that_another_has_by_then_is_left_as_it_is():
    event = make_event(capacity=None)
    number = register(event, 1).registration_id
    correct(number, "right@example.org")
    [told] = erasures_since(db.session(), NOW + timedelta(days=1))
    correct(number, "person1@example.org")
    register_person(make_wish(event, 2, email="right@example.org"), now=NOW)

    assert not erase_again([told], now=LATER)[Kind.ADDRESS]
    assert db.session.get_one(Registration, number).email == "person1@example.org"


def test_who_came_later_under_the_same_number_keeps_their_address():
    number = register(make_event(capacity=None), 1).registration_id
    correct(number, "right@example.org")
    [told] = erasures_since(db.session(), NOW + timedelta(days=1))
    correct(number, "person1@example.org")
    before = replace(told, at=NOW - timedelta(days=1))

    assert not erase_again([before], now=LATER)[Kind.ADDRESS]
    assert erase_again([told], now=LATER)[Kind.ADDRESS]


def test_lines_carry_what_holds_and_nothing_that_is_lifted():
    restricted(OBJECTION)
    lifted = restricted(LIMITATION, "person2@example.org")
    lift_restriction(lifted.request_id, actor=ACTOR, now=NOW)

    lines = [each.to_line() for each in erasures_since(db.session(), NOW)]

    assert [Erasure.from_line(each).to_line() for each in lines] == lines
    assert PERSON in lines[0]
    assert "person2" not in "".join(lines)


def test_a_line_that_lost_its_facts_is_refused_before_anything_is_restored():
    number = register(make_event(capacity=None), 1).registration_id
    correct(number, "right@example.org")
    request = restricted(LIMITATION, "person2@example.org").request_id
    kept = erasures_since(db.session(), NOW)
    lift_restriction(request, actor=ACTOR, now=NOW)
    kept = [*kept, *erasures_since(db.session(), NOW)]
    assert {each.kind for each in kept} >= {Kind.ADDRESS, Kind.RESTRICTION, Kind.LIFTED}

    for each in kept:
        for lost in range(len(each.facts)):
            facts = each.facts[:lost] + each.facts[lost + 1 :]
            damaged = replace(each, facts=facts).to_line()
            if each.facts[lost][0] in NEEDED[each.kind]:
                with pytest.raises(ValueError, match="not all of an erasure"):
                    Erasure.from_line(damaged)


def correct(number: int, email: str) -> None:
    """As the desk does, later than the backup."""
    change_answers(number, make_answers(), email=email, **BY)


@pytest.mark.parametrize("there", ["event", "process"])
def test_an_agreement_that_was_taken_back_is_not_given_again(back_up, there):
    if there == "event":
        event = make_event(capacity=None)
        asked_for = use(event)
        said = agreeing(**{f"q{asked_for}": True})
        number, kind = register(event, answers=said).registration_id, Registration
    else:
        offer = make_published_process(around=today())
        asked_for = use(offer.process)
        said = make_details(own={asked_for: True})
        number = enrol(offer, details=said, now=today()).participant_id
        kind = Participant
    restore = back_up()
    assert take_back(db.session.get_one(kind, number), asked_for, now=LATER)

    restore()

    person = db.session.get_one(kind, number)
    assert kept(person) == [(WEB, False)]
    assert person.answers.get(str(asked_for)) is not True
