"""The list of guests: read in pages, and kept no longer than it may be."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.errors import (
    InvitationWithdrawn,
)
from concertation.domain.guests import QUIET_TIME, GuestState, Writing
from concertation.models import Guest, OutboxMail, Registration
from concertation.queries.guests import (
    GuestFilter,
    count_guests,
    guest_page,
)
from concertation.queries.personal_data import held_about
from concertation.services.guest_answers import (
    decline_invitation,
)
from concertation.services.guests import remove_guest
from concertation.services.personal_data import erase_registration, forget_expired
from tests.factories import ACTOR, NOW, make_event
from tests.guests import (
    ADA,
    BEN,
    CLEO,
    accept,
    add,
    guest_of,
    invite,
    link_of,
    make_guest,
    write,
)

pytestmark = [pytest.mark.on_both_databases, pytest.mark.usefixtures("app")]
LATER = NOW + QUIET_TIME


@pytest.fixture
def event(app):
    return make_event(capacity=2)


def test_a_guest_who_is_taken_off_the_list_is_forgotten_mails_included(event):
    ada, ben = invite(event, ADA, BEN)
    accept(ben)

    for guest in (ada, ben):
        remove_guest(guest.id, actor=ACTOR, now=NOW)
        remove_guest(guest.id, actor=ACTOR, now=NOW)

    mails = db.session.scalars(
        select(OutboxMail).where(OutboxMail.template == "guest_invited")
    ).all()
    assert {(m.recipient, str(m.facts), m.state.value) for m in mails} == {
        ("", "{}", "withdrawn")
    }
    assert db.session.scalar(select(func.count(Guest.id))) == 0
    assert db.session.scalar(select(Registration.email)) == BEN
    with pytest.raises(InvitationWithdrawn):
        decline_invitation(link_of(ada), "", now=NOW)


def test_who_asks_to_be_erased_is_no_guest_any_more(event):
    [guest] = invite(event, ADA)
    receipt = accept(guest)

    erase_registration(receipt.registration_id, actor=ACTOR, now=NOW)

    assert db.session.scalar(select(func.count(Guest.id))) == 0
    assert write(event, Writing.REMINDER, now=LATER) == 0


def test_guests_go_with_the_event_s_time(event):
    invite(event, ADA)

    forget_expired(now=event.ends_at + timedelta(days=364))
    kept = db.session.scalar(select(func.count(Guest.id)))
    forget_expired(now=event.ends_at + timedelta(days=365))

    assert kept == 1
    assert db.session.scalar(select(func.count(Guest.id))) == 0
    assert db.session.scalars(select(OutboxMail.recipient)).all() == [""]


def test_the_invitation_is_in_what_a_person_takes_away(event):
    guest = make_guest(event)
    receipt = accept(guest)

    held = held_about(db.session.get_one(Registration, receipt.registration_id))

    assert held["invitation"]["organisation"] == "Machines"


def test_the_list_costs_the_same_for_one_and_for_many(event, counted_queries):
    counts = []
    for emails in ([ADA], [BEN, CLEO]):
        invite(event, *emails)
        with counted_queries() as queries:
            page = guest_page(GuestFilter(event_id=event.id), 1)
            count_guests(event.id)
        counts.append(len(queries))

    assert len(page.guests) == 3
    assert counts[0] == counts[1] <= 4


def test_the_list_is_filtered_searched_and_paged(event, monkeypatch):
    monkeypatch.setattr("concertation.queries.guests.GUESTS_ON_A_PAGE", 2)
    add(event, f"Élise Œuvrard; Musée du lin; {ADA}", BEN, CLEO)
    decline_invitation(link_of(guest_of(event, BEN)), "", now=NOW)

    def emails(page=1, **wanted):
        found = guest_page(GuestFilter(event_id=event.id, **wanted), page)
        return [each.guest.email for each in found.guests]

    assert emails() + emails(2) == [BEN, CLEO, ADA]
    assert emails(9) == [ADA]
    assert emails(text="elise LIN oeuv") == [ADA]
    assert emails(text="%") == []
    assert emails(state=GuestState.DECLINED) == [BEN]
