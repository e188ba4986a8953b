"""What a limitation stops however one comes to it, and that it ends once."""

import pytest
from sqlalchemy import delete, func, select

from concertation.database import transaction
from concertation.domain.guest_messages import GuestCalledOff
from concertation.models import AuditEntry, DataRestriction, Guest, OutboxMail
from concertation.services.guest_mails import tell_guest
from concertation.services.restrictions import end_restriction
from tests.factories import NOW, make_event
from tests.guests import add
from tests.restrictions import BY, restricted
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


@pytest.mark.on_both_databases
@pytest.mark.usefixtures("app")
def test_what_somebody_else_has_just_lifted_is_not_lifted_once_more():
    held = restricted()

    with transaction() as session:
        held = session.get_one(DataRestriction, held.id)
        meanwhile = delete(DataRestriction).execution_options(synchronize_session=False)
        session.execute(meanwhile)
        end_restriction(session, held, **BY)
        lifted = AuditEntry.action == "data_request.lifted"
        noted = session.scalar(select(func.count(AuditEntry.id)).where(lifted))

    assert noted == 0
