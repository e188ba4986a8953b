"""Members of a group are invited to its meetings: once each, and only members."""

from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.domain.errors import EventNotPublished
from concertation.domain.guests import Writing
from concertation.domain.process_errors import GroupGone
from concertation.models import Event, Guest, OutboxMail
from concertation.queries.group_meetings import (
    Uninvited,
    meetings_of,
    uninvited_members,
)
from concertation.queries.invitation_plan import Spared, invitation_plan
from concertation.services.guest_mails import write_to_guests
from concertation.services.meeting_guests import (
    InviteMembers,
    MembersInvited,
    invite_members,
)
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import leave_group
from concertation.services.participant_erasure import erase_participant
from tests.enrolments import assert_counted, enrol, make_details, place_of
from tests.factories import ACTOR, NOW, make_draft, make_event
from tests.guests import accept, guest_messages, guest_of, page_of
from tests.processes import make_published_process
from tests.storm import all_at_once

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
BY = {"actor": ACTOR, "now": NOW}


@pytest.fixture
def offer(app):
    yield make_published_process(capacity=2)
    assert_counted()


@pytest.fixture
def meeting(offer):
    return make_event(offer_id=offer.id, capacity=10)


def invite(meeting, *, deputies=False, now=NOW):
    wish = InviteMembers(event_id=meeting.id, with_deputies=deputies)
    return invite_members(wish, actor=ACTOR, now=now)


def guests():
    db.session.rollback()
    return list(db.session.scalars(select(Guest.email).order_by(Guest.id)))


def test_who_has_a_seat_is_invited_at_once_and_who_waits_is_not(offer, meeting):
    for number in (1, 2, 3):
        enrol(offer, number=number)
    assert uninvited_members(offer.id)[meeting.id] == Uninvited(seated=2)

    done = invite(meeting)

    assert done == MembersInvited(invited=2, taken_off=0)
    assert guests() == ["person1@example.org", "person2@example.org"]
    told = guest_messages("guest_invited")
    assert [each.recipient for each in told] == guests()
    assert uninvited_members(offer.id) == {}
    [figures] = meetings_of(offer.id)
    assert (figures.invited, figures.silent, figures.declined) == (2, 2, 0)


def test_again_later_it_reaches_new_members_and_lets_go_those_who_left(offer, meeting):
    for number in (1, 2, 3, 4):
        enrol(offer, number=number)
    invite(meeting)
    accept(guest_of(meeting, "person2@example.org"))
    for number in (1, 2):
        leave_group(place_of(number).id, actor="participant", now=NOW)

    done = invite(meeting)

    assert done == MembersInvited(invited=2, taken_off=1)
    # The second one has answered: whoever registered stays on the list.
    assert guests() == [f"person{number}@example.org" for number in (2, 3, 4)]
    assert invite(meeting) == MembersInvited(invited=0, taken_off=0)
    templates = db.session.scalars(select(OutboxMail.template)).all()
    assert templates.count("guest_invited") == 4


def test_deputies_come_where_that_is_ticked(app):
    offer = make_published_process(capacity=5, one_seat_an_organisation=True)
    meeting = make_event(offer_id=offer.id)
    enrol(offer, number=1)
    enrol(offer, number=2, details=make_details(family_name="Suppléant"))
    assert uninvited_members(offer.id)[meeting.id] == Uninvited(seated=1, deputies=1)

    assert invite(meeting).invited == 1
    assert invite(meeting, deputies=True).invited == 1
    assert invite(meeting).taken_off == 0


def test_two_who_press_the_button_at_once_write_to_each_member_once(app, offer):
    meeting = make_event(offer_id=offer.id)
    for number in (1, 2):
        enrol(offer, number=number)
    wish = InviteMembers(event_id=meeting.id)

    done = all_at_once(app, [partial(invite_members, wish, **BY)] * 4)

    assert sum(each.result().invited for each in done) == 2
    assert len(guest_messages("guest_invited")) == 2


def test_an_event_that_is_no_meeting_of_a_group_invites_nobody(app, offer):
    alone = make_event(slug="seule")
    draft = make_draft(slug="brouillon", offer_id=offer.id)
    enrol(offer, number=1)

    with pytest.raises(GroupGone):
        invite(alone)
    with pytest.raises(EventNotPublished):
        invite(draft)
    assert guests() == []


def test_who_does_not_answer_is_reminded_as_guests_are(offer, meeting):
    enrol(offer, number=1)
    invite(meeting)

    later = NOW + timedelta(days=2)
    assert write_to_guests(meeting.id, Writing.REMINDER, actor=ACTOR, now=later) == 1


def test_erasing_a_person_forgets_them_as_a_guest(offer, meeting):
    enrol(offer, number=1)
    invite(meeting)

    erase_participant(place_of(1).participant_id, **BY)

    assert guests() == []


def test_who_gets_no_invitation_is_told_with_the_reason(app, desk):
    offer = make_published_process(capacity=3, one_seat_an_organisation=True)
    meeting = make_event(offer_id=offer.id, capacity=10)
    for number, name in enumerate(("A", "B", "C", "D"), start=1):
        enrol(
            offer,
            number=number,
            details=make_details(
                family_name=f"Nom{number}", organisation=NamedOrganisation(name=name)
            ),
        )
    invite(meeting)
    accept(guest_of(meeting, "person1@example.org"))
    leave_group(place_of(3).id, actor="participant", now=NOW)
    named = NamedOrganisation(name="A")
    deputy = make_details(family_name="Suppléant", organisation=named)
    enrol(offer, number=5, details=deputy)
    enrol(
        offer, number=6, details=make_details(organisation=NamedOrganisation(name="E"))
    )

    plan = invitation_plan(db.session.get_one(Event, meeting.id))

    assert plan.seated == ["Maëlys-Anne Nom4"]
    assert plan.deputies == ["Maëlys-Anne Suppléant"]
    assert {why: len(names) for why, names in plan.spared.items()} == {
        Spared.REGISTERED: 1,
        Spared.INVITED: 1,
        Spared.NO_PLACE: 1,
    }
    where = (
        f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
        f"/phases/{offer.phase_id}/reunions/{meeting.slug}/inviter"
    )
    page = desk.get(where).text
    assert "déjà inscrites à cette réunion (Maëlys-Anne Nom1)" in page
    assert "Le suppléant aussi" not in page
    assert invite(meeting).invited == len(plan.seated)


def test_the_page_asks_as_much_for_one_member_as_for_three(
    desk, offer, meeting, counted_queries
):
    where = (
        f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
        f"/phases/{offer.phase_id}/reunions/{meeting.slug}/inviter"
    )
    enrol(offer, number=1)
    with counted_queries() as few:
        desk.get(where)
    for number in (2, 3, 4):
        enrol(offer, number=number)

    with counted_queries() as many:
        desk.get(where)

    assert len(many) == len(few)


def test_the_form_of_the_invitation_is_filled_in(client, offer, meeting):
    details = make_details(role="Médiatrice", departement="80", phone="03 20 00 00 00")
    enrol(offer, number=1, details=details)
    invite(meeting)

    page = client.get(
        f"{page_of(guest_of(meeting, 'person1@example.org'))}/inscription"
    )

    for typed in ("Maëlys-Anne", "Musée imaginaire du lin", "Médiatrice", "03 20 00"):
        assert typed in page.text
    assert '<option value="80" selected>' in page.text
    assert '<option value="museum" selected>' in page.text


def test_the_desk_says_whom_it_invites_before_it_does(desk, offer, meeting):
    enrol(offer, number=1)
    where = (
        f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
        f"/phases/{offer.phase_id}/reunions"
    )
    stranger = make_event(slug="autre")

    assert "Inviter 1 membre" in desk.get(where).text
    assert desk.get(f"{where}/{stranger.slug}/inviter").status_code == 404
    assert desk.post(f"{where}/{stranger.slug}/inviter").status_code == 404
    asked = desk.get(f"{where}/{meeting.slug}/inviter").text
    assert "1 membre disposant d’une place recevra une invitation" in asked
    assert "Maëlys-Anne d&#39;Hœuf-Lefèbvre" in asked
    assert meeting.title in asked
    assert guests() == []
    sent = desk.post(f"{where}/{meeting.slug}/inviter")

    assert sent.status_code == 303
    assert guests() == ["person1@example.org"]
    assert "Inviter 1 membre" not in desk.get(where).text
    assert db.session.get_one(Event, meeting.id).offer_id == offer.id
