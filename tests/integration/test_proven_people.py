"""No name is public before it is known that whoever typed it is that person."""

from dataclasses import replace
from datetime import timedelta

import pytest

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.enrolment import EnrolmentSource
from concertation.domain.member_bulk import MemberAction
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import EnrolmentEnded
from concertation.mailing.reading import as_read_by_staff
from concertation.models import AuditEntry, OutboxMail, Participant
from concertation.queries.personal_data import held_about_participant
from concertation.services.enrolment import enrol_person
from concertation.services.member_bulk import ActOnMembers, act_on_members
from concertation.services.own_places import confirm_place, leave_group
from concertation.services.participant_erasure import erase_participant
from concertation.services.participants import change_details
from concertation.services.proven_people import confirm_details
from concertation.services.renewal import renew_group
from tests.enrolling import page_of
from tests.enrolments import enrol, groups, make_details, make_enrolling, place_of
from tests.factories import ACTOR, NOW
from tests.processes import make_offer, make_phase, make_published_process, today

GROUP = "/demarches/csti/groupes/production"
AGREED = make_details(given_name="Ada", family_name="Zola", is_named=True)
BY = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def offer(app):
    return make_published_process()


def person_of(number: int = 1) -> Participant:
    db.session.expire_all()
    return place_of(number).participant


def test_what_a_stranger_typed_is_public_once_it_is_confirmed(client, app):
    offer = make_published_process(around=today())
    enrol(offer, details=AGREED, now=utc_now())
    assert "Ada Zola" not in client.get(GROUP).text
    own = page_of(1)
    assert "Oui, c’est moi" in client.get(own).text
    assert person_of().proven_at is None

    answer = client.post(f"{own}/c-est-moi")

    assert answer.location == own
    assert "Oui, c’est moi" not in client.get(own).text
    assert "Ada Zola" in client.get(GROUP).text


def test_nothing_is_asked_of_who_is_not_to_be_named(client, app):
    enrol(make_published_process(around=today()), now=utc_now())

    assert "c-est-moi" not in client.get(page_of(1)).text


def test_confirming_twice_is_once(offer):
    enrol(offer, details=AGREED)
    number = person_of().id

    for day in range(2):
        now = NOW + timedelta(days=day)
        confirm_details(number, actor="participant", now=now)

    assert person_of().proven_at == NOW
    assert held_about_participant(person_of())["proven_at"] == NOW.isoformat()
    noted = db.session.query(AuditEntry).filter_by(action="participant.proven")
    assert noted.count() == 1


def test_who_was_forgotten_is_nobody_to_be_confirmed(offer):
    enrol(offer, details=AGREED)
    number = person_of().id
    confirm_details(number, **BY)
    erase_participant(number, **BY)

    db.session.expire_all()
    assert db.session.get_one(Participant, number).proven_at is None
    with pytest.raises(EnrolmentEnded):
        confirm_details(number, **BY)


@pytest.mark.parametrize("source", EnrolmentSource)
def test_whom_the_desk_enrols_is_known(offer, source):
    enrol_person(make_enrolling(offer, source=source), now=NOW)

    assert bool(person_of().proven_at) == (source is not EnrolmentSource.PUBLIC)


def test_whom_the_desk_approves_is_known(app):
    (offer,) = groups(1, needs_approval=True)
    for number in (1, 2):
        enrol(offer, number=number)
    wish = ActOnMembers(
        offer_id=offer.id,
        action=MemberAction.APPROVE,
        enrolment_ids=[place_of(1).id],
    )

    act_on_members(wish, **BY)

    assert [bool(person_of(number).proven_at) for number in (1, 2)] == [True, False]


def test_whoever_changes_what_they_said_by_the_link_is_known(offer):
    enrol(offer)

    change_details(person_of().id, AGREED, actor="participant", now=NOW)

    assert person_of().proven_at == NOW


def test_whoever_leaves_by_the_link_is_known(offer):
    enrol(offer)

    leave_group(place_of(1).id, actor="participant", now=NOW)

    assert person_of().proven_at == NOW


def test_whoever_goes_on_by_the_link_is_known(offer):
    enrol(offer)
    newer = make_offer(offer.group, make_phase(offer.process))
    renew_group(newer.id, until=NOW + timedelta(days=9), **BY)
    assert person_of().proven_at is None

    confirm_place(place_of(1, newer).id, actor="participant", now=NOW)

    assert person_of().proven_at == NOW


def test_another_group_that_is_joined_by_the_link_says_who_it_is(app):
    first, second, third = groups(3, group_rule=GroupRule.SEVERAL)
    enrol(first)
    own = person_of().id

    enrol(second)
    assert person_of().proven_at is None
    enrol(third, proven_id=own)

    assert person_of().proven_at == NOW


def test_whoever_comes_back_without_the_link_is_to_be_known_anew(offer):
    """In the same browser, what somebody typed before may be typed over."""
    enrol(offer)
    leave_group(place_of(1).id, actor="participant", now=NOW)
    assert person_of().proven_at

    enrol(offer, details=AGREED)

    assert person_of().family_name == "Zola"
    assert person_of().proven_at is None


def test_a_name_of_an_organisation_is_promised_once_it_was_looked_at(client, app):
    offer = make_published_process(around=today())
    details = replace(AGREED, organisation_is_named=True)
    enrol(offer, details=details, now=utc_now())
    own = page_of(1)
    client.post(f"{own}/c-est-moi")
    assert person_of().organisation.listed_at is None
    assert "une fois votre structure examinée" in client.get(f"{own}?lang=fr").text

    person_of().organisation.listed_at = NOW
    db.session.commit()

    page = client.get(f"{own}?lang=fr").text
    assert "une fois votre structure examinée" not in page
    assert "Le nom de votre structure y figure" in page


def test_who_waits_is_not_told_that_their_name_stands_there(client, desk, app):
    offer = make_published_process(around=today(), capacity=1)
    enrol(offer, number=1, details=AGREED, now=utc_now())
    enrol(offer, number=2, details=AGREED, now=utc_now())
    for number in (1, 2):
        client.post(f"{page_of(number)}/c-est-moi")

    seated, waiting = (client.get(f"{page_of(n)}?lang=fr").text for n in (1, 2))

    assert "Votre nom y figure<" in seated
    assert "Votre nom y figure<" not in waiting
    assert "Votre nom y figurera une fois que vous aurez une place" in waiting


def test_the_desk_sees_whether_it_is_known_who_somebody_is(client, desk, app):
    offer = make_published_process(around=today())
    enrol(offer, details=AGREED, now=utc_now())
    member = (
        f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
        f"/phases/{offer.phase_id}/membres/{person_of().reference}"
    )
    assert "Pas encore confirmée" in desk.get(member).text

    client.post(f"{page_of(1)}/c-est-moi")

    page = desk.get(member).text
    assert "Pas encore confirmée" not in page
    assert "Confirmée depuis le" in page


def test_the_link_of_a_mail_says_what_it_does_before_it_speaks_of_leaving(app):
    enrol(make_published_process(), details=AGREED)
    mail = next(iter(db.session.query(OutboxMail)))

    text = as_read_by_staff(mail).text

    label = text.index("Voir, modifier ou quitter mes groupes")
    assert label < text.index("Vous ne pouvez plus")
