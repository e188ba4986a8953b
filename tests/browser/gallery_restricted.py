"""Guests of whom one objects and one's data are limited; the journal grows old."""

from datetime import timedelta

from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.models import Account, Registration
from concertation.services.audit import note
from tests.factories import make_event, register
from tests.guests import add
from tests.restrictions import LIMITATION, OBJECTION, restricted

OBJECTS, LIMITED = "s.oppose@example.org", "person81@example.org"


def furnish_restricted() -> dict[str, str]:
    event = make_event(slug="restricted", title="Rencontre des musées", capacity=9)
    add(event, OBJECTS, LIMITED, "libre@example.org")
    receipt = register(event, 81)
    restricted(OBJECTION, OBJECTS)
    restricted(LIMITATION, LIMITED)
    _grow_old()
    person = db.session.get_one(Registration, receipt.registration_id)
    return {"limited": person.reference}


def _grow_old() -> None:
    """Somebody did not get in, more than a year ago."""
    with transaction() as session:
        account = session.scalars(select(Account).order_by(Account.id)).first()
        if account is None:
            raise LookupError("nobody is at the desk")
        action, at = "account.sign_in_failed", utc_now() - timedelta(days=400)
        note(session, action, account, actor="system", now=at)
