"""Guests of an event: listed, invited, reminded, and what they answer."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.errors import (
    ByInvitation,
    EventCancelled,
    EventNotPublished,
    GuestRegistered,
    InvitationWithdrawn,
    RegistrationClosed,
)
from concertation.domain.event import Visibility
from concertation.domain.guests import QUIET_TIME, GuestState, LineVerdict, Writing
from concertation.domain.registration import RegistrationSource
from concertation.domain.seating import AdmissionState
from concertation.models import Guest, OutboxMail, Registration
from concertation.queries.guests import (
    count_guests,
    how_many_wait,
)
from concertation.services.events import call_off_event
from concertation.services.guest_answers import (
    PAUSE_BETWEEN_LINKS,
    InvitationLink,
    decline_invitation,
    send_link_again,
)
from concertation.services.guest_mails import write_again
from concertation.services.guests import remove_guest
from concertation.services.registration import cancel_registration, register_person
from tests.factories import ACTOR, NOW, make_draft, make_event, make_wish, register
from tests.guests import (
    ADA,
    BEN,
    CLEO,
    accept,
    add,
    guest_messages,
    guest_of,
    invite,
    link_of,
    make_guest,
    make_private,
    state_of,
    write,
)

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
LATER = NOW + QUIET_TIME


@pytest.fixture
def event(app):
    return make_event(capacity=2)


def recipients(template):
    return [message.recipient for message in guest_messages(template)]


def test_a_pasted_list_is_written_once_whatever_its_case(event):
    first = add(event, f"Ada LOVELACE <{ADA}>", BEN, ADA.upper(), "nobody")
    second = add(event, ADA.upper(), f"Benoît;Musée;{BEN}")

    assert first == {
        LineVerdict.NEW: 2,
        LineVerdict.REPEATED: 1,
        LineVerdict.REFUSED: 1,
    }
    assert second == {LineVerdict.KNOWN: 2}
    assert db.session.scalar(select(func.count(Guest.id))) == 2
    assert guest_messages() == []


def test_who_is_registered_already_is_not_invited(event):
    register(event, 1)

    assert add(event, "PERSON1@example.org") == {LineVerdict.REGISTERED: 1}


def test_the_state_is_read_from_what_there_is(event):
    guest = make_guest(event)
    states = [state_of(guest)]
    write(event, Writing.INVITATION)
    states.append(state_of(guest))
    decline_invitation(link_of(guest), "En congé", now=NOW)
    states.append(state_of(guest))
    receipt = accept(guest)
    states.append(state_of(guest))
    cancel_registration(
        receipt.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )
    states.append(state_of(guest))

    assert states == [
        GuestState.LISTED,
        GuestState.INVITED,
        GuestState.DECLINED,
        GuestState.REGISTERED,
        GuestState.LEFT,
    ]
    assert guest_of(event).word == ""


def test_whoever_registers_by_another_way_is_registered(event):
    [guest] = invite(event, ADA)

    register(event, email=ADA.upper())

    assert state_of(guest) is GuestState.REGISTERED
    assert count_guests(event.id) == {GuestState.REGISTERED: 1}


def test_an_invitation_goes_out_once(event):
    add(event, ADA, BEN)

    assert [write(event, Writing.INVITATION) for _ in range(2)] == [2, 0]
    assert recipients("guest_invited") == [ADA, BEN]


def test_more_than_one_batch_is_written_to(event, monkeypatch):
    monkeypatch.setattr("concertation.services.guest_mails.BATCH", 2)
    add(event, *[f"guest{number}@example.org" for number in range(5)])

    assert write(event, Writing.INVITATION) == 5


def test_only_who_has_not_answered_is_reminded_and_in_peace_for_a_day(event):
    ada, ben, _cleo = invite(event, ADA, BEN, CLEO)
    invite(event, "dora@example.org", now=LATER - timedelta(hours=1))
    decline_invitation(link_of(ada), "", now=NOW)
    accept(ben)

    assert how_many_wait(event.id, Writing.REMINDER, now=LATER) == 1
    assert write(event, Writing.REMINDER, now=NOW + timedelta(hours=23)) == 0
    assert [write(event, Writing.REMINDER, now=LATER) for _ in range(2)] == [1, 0]
    assert recipients("guest_reminded") == [CLEO]


def test_who_left_is_not_reminded(event):
    [ada] = invite(event, ADA)
    receipt = accept(ada)
    cancel_registration(
        receipt.registration_id, actor=ACTOR, by_organiser=False, now=NOW
    )

    assert write(event, Writing.REMINDER, now=LATER) == 0


def test_one_guest_is_written_to_again_but_not_by_a_second_click(event):
    guest = make_guest(event)

    sent = [
        write_again(guest.id, actor=ACTOR, now=now)
        for now in (NOW, NOW, NOW + timedelta(minutes=1))
    ]

    assert sent == [True, False, True]
    assert [message.template for message in guest_messages()] == [
        "guest_invited",
        "guest_reminded",
    ]


def test_nobody_is_asked_for_an_answer_that_they_cannot_give(app):
    draft = make_draft(slug="draft")
    closed = make_event(slug="closed", registration_closes_at=NOW)
    off = make_event(slug="off")
    for event in (draft, closed, off):
        add(event, ADA)
    call_off_event(off.id, "Neige", actor=ACTOR, now=NOW)

    for event, refusal in (
        (draft, EventNotPublished),
        (closed, RegistrationClosed),
        (off, EventCancelled),
    ):
        with pytest.raises(refusal):
            write(event, Writing.INVITATION)
    assert guest_messages() == []


def test_a_guest_of_a_full_event_waits_like_everybody(event):
    for number in (1, 2):
        register(event, number)
    [guest] = invite(event, ADA)

    assert accept(guest).state is AdmissionState.WAITLISTED
    assert state_of(guest) is GuestState.REGISTERED


def test_accepting_twice_from_two_browsers_is_once_and_answered_alike(event):
    [guest] = invite(event, ADA)

    receipts = [accept(guest, browser_key=f"browser {n}") for n in (1, 2)]

    assert len({receipt.reference for receipt in receipts}) == 1
    assert [receipt.state for receipt in receipts] == [AdmissionState.CONFIRMED] * 2
    assert db.session.scalar(select(func.count(Registration.id))) == 1


def test_who_is_registered_cancels_and_does_not_decline(event):
    [guest] = invite(event, ADA)
    accept(guest)

    with pytest.raises(GuestRegistered):
        decline_invitation(link_of(guest), "", now=NOW)


def test_the_link_of_another_guest_or_event_registers_nobody(event):
    other = make_event(slug="other")
    ada, ben = invite(event, ADA, BEN)
    [elsewhere] = invite(other, ADA)
    revoked = InvitationLink(guest_id=ada.id, link_version=1)

    for link in (link_of(ben), link_of(elsewhere), revoked):
        with pytest.raises(InvitationWithdrawn):
            register_person(make_wish(event, email=ADA, invitation=link), now=NOW)
    with pytest.raises(InvitationWithdrawn):
        decline_invitation(revoked, "", now=NOW)


def test_a_link_never_becomes_that_of_the_next_guest(event):
    """SQLite gives the highest id anew once its row is deleted."""
    former = make_guest(event)
    link = link_of(former)
    remove_guest(former.id, actor=ACTOR, now=NOW)
    new = make_guest(event, BEN)
    link = replace(link, guest_id=new.id)

    with pytest.raises(InvitationWithdrawn):
        decline_invitation(link, "", now=NOW)
    with pytest.raises(InvitationWithdrawn):
        register_person(make_wish(event, email=BEN, invitation=link), now=NOW)
    assert state_of(new) is GuestState.LISTED


def test_by_invitation_the_public_form_takes_nobody_invited_or_not(event):
    make_private(event, Visibility.INVITED)
    [guest] = invite(event, ADA)

    for email in (ADA, "stranger@example.org"):
        with pytest.raises(ByInvitation):
            register(event, email=email)
    assert accept(guest).is_new
    assert register(event, 2, source=RegistrationSource.DESK).is_new


def test_the_link_is_sent_again_to_who_is_invited_and_to_nobody_else(event):
    make_private(event, Visibility.INVITED)
    ada, _ben = invite(event, ADA, BEN)
    accept(ada)
    later = NOW + PAUSE_BETWEEN_LINKS

    for email in (ADA, BEN.upper(), BEN, "stranger@example.org"):
        send_link_again(event.id, email, now=later)

    sent = db.session.scalars(select(OutboxMail).where(OutboxMail.created_at == later))
    assert [(mail.recipient, mail.template) for mail in sent] == [
        (ADA, "registration_confirmed"),
        (BEN, "guest_invited"),
    ]
