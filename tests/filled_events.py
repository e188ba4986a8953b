"""What tests of filling an event do and read."""

from concertation.database import db
from concertation.models import AuditEntry, Event, OutboxMail, Registration
from concertation.services.registration import cancel_registration
from tests.factories import ACTOR, NOW

BY = {"actor": ACTOR, "now": NOW}


def person(receipt) -> Registration:
    db.session.expire_all()
    return db.session.get_one(Registration, receipt.registration_id)


def state(receipt):
    return person(receipt).admission.state


def mails(receipt):
    about = OutboxMail.registration_id == receipt.registration_id
    sent = db.session.query(OutboxMail).filter(about).order_by(OutboxMail.id)
    return [mail.template.removeprefix("registration_") for mail in sent]


def done(receipt):
    about = AuditEntry.subject_id == receipt.registration_id
    trail = db.session.query(AuditEntry).filter(
        about, AuditEntry.subject_kind == "registration"
    )
    return [entry.action for entry in trail.order_by(AuditEntry.id)]


def cancel(receipt):
    cancel_registration(receipt.registration_id, by_organiser=True, **BY)


def seats(event):
    db.session.expire_all()
    return db.session.get_one(Event, event.id).pool.seats_taken
