"""Guests who have not answered are told when their event moves or is called off."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.mailing.rendering import render
from concertation.models import OutboxMail
from concertation.services.events import call_off_event, edit_event
from concertation.services.guest_answers import decline_invitation
from concertation.services.registration import register_person
from tests.factories import ACTOR, FAR, NOW, make_event, make_sheet, make_wish
from tests.guests import ADA, BEN, CLEO, add, guest_messages, invite, link_of

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
DAN = "dan@example.org"


@pytest.fixture
def event(app):
    """Ada was invited and has not answered; of the others nobody waits for news."""
    event = make_event()
    _ada, ben, cleo = invite(event, ADA, BEN, CLEO)
    decline_invitation(link_of(ben), "", now=NOW)
    wish = make_wish(event, email=CLEO, invitation=link_of(cleo))
    register_person(wish, now=NOW)
    add(event, DAN)
    return event


def states() -> set[tuple[str, str, MailState]]:
    db.session.rollback()
    mails = db.session.scalars(select(OutboxMail).where(OutboxMail.guest_id > 0))
    return {(mail.template, mail.recipient, mail.state) for mail in mails}


def test_calling_off_tells_who_was_invited_and_withdraws_invitations(event):
    told = call_off_event(event.id, "Neige", actor=ACTOR, now=NOW)

    [message] = guest_messages("guest_called_off")
    assert (message.recipient, message.reason, told) == (ADA, "Neige", 2)
    assert states() == {
        *(("guest_invited", email, MailState.WITHDRAWN) for email in (ADA, BEN, CLEO)),
        ("guest_called_off", ADA, MailState.PENDING),
    }


def test_calling_off_leaves_the_invitations_of_other_events(event):
    invite(make_event(slug="other"), DAN)

    call_off_event(event.id, "Neige", actor=ACTOR, now=NOW)

    assert ("guest_invited", DAN, MailState.PENDING) in states()


@pytest.mark.parametrize(
    ("changes", "in_time", "in_space"),
    [
        ({"starts_at": FAR - timedelta(hours=1)}, True, False),
        ({"venue_name": "Mairie"}, False, True),
    ],
)
def test_a_move_tells_who_was_invited(event, changes, in_time, in_space):
    told = edit_event(event.id, make_sheet(**changes), actor=ACTOR, now=NOW)

    [message] = guest_messages("guest_moved")
    assert (message.recipient, told.people_told) == (ADA, 2)
    assert (message.moved_in_time, message.moved_in_space) == (in_time, in_space)
    assert message.former.starts_at == FAR
    assert message.takes_registrations
    assert message.kept_until == event.ends_at + timedelta(days=event.retention_days)


def test_another_title_is_no_move(event):
    edit_event(event.id, make_sheet(title="Autre"), actor=ACTOR, now=NOW)

    assert guest_messages("guest_moved") == []


def test_a_move_after_registration_closed_does_not_ask_to_register(event):
    closed = make_sheet(registration_closes_at=utc_now(), venue_name="Mairie")

    edit_event(event.id, closed, actor=ACTOR, now=utc_now() + timedelta(hours=1))

    assert not guest_messages("guest_moved")[0].takes_registrations


def test_the_desk_reads_before_that_guests_are_told(desk, event):
    page = desk.get("/bureau/evenements/ouverture/annuler?lang=en").text

    assert "1 invited person has not answered, and is told by mail" in page


def test_a_former_venue_is_text_in_the_page_of_a_mail_whatever_it_holds(app):
    event = make_event(venue_name="<i>Espace</i>")
    invite(event, ADA)
    register_person(make_wish(event), now=NOW)

    edit_event(event.id, make_sheet(venue_name="Cité Nature"), actor=ACTOR, now=NOW)

    news = OutboxMail.template.in_(["guest_moved", "event_changed"])
    mails = db.session.scalars(select(OutboxMail).where(news)).all()

    pages = [render(mail).get_body(("html",)).get_content() for mail in mails]
    assert len(pages) == 2
    for page in pages:
        assert "&lt;i&gt;Espace&lt;/i&gt;" in page
        assert "<i>" not in page
