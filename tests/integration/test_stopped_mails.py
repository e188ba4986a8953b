"""The outbox refuses itself what a limitation stops: no path can forget to ask."""

import pytest
from sqlalchemy import select

from concertation.database import transaction
from concertation.domain.guest_messages import GuestCalledOff
from concertation.models import Guest, OutboxMail
from concertation.services.guest_mails import tell_guest
from tests.factories import NOW, make_event
from tests.guests import add
from tests.restrictions import restricted
from tests.spaces import PERSON


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_who_is_limited_is_not_written_to_by_who_did_not_ask_whom_to_leave_in_peace():
    event = make_event()
    add(event, PERSON, "person2@example.org")
    restricted()

    with transaction() as session:
        for guest in session.scalars(select(Guest)):
            tell_guest(session, GuestCalledOff, event, guest, now=NOW, reason="Grève")
        called_off = OutboxMail.template == "guest_called_off"
        told = session.scalars(select(OutboxMail.recipient).where(called_off)).all()

    assert told == ["person2@example.org"]
