"""Mails that are promised, and a worker that is made to work by the test's clock."""

from datetime import timedelta

from sqlalchemy import select, update

from concertation.database import db, transaction
from concertation.domain.delivery import MailState
from concertation.mailing.delivery import deliver_due
from concertation.models import OutboxMail
from tests.factories import make_event, register
from tests.moving_clock import MovingClock
from tests.smtp_server import MailServer


def promise_to(*numbers: int) -> None:
    event = make_event(capacity=None)
    for number in numbers:
        register(event, number)


def mails() -> list[OutboxMail]:
    db.session.expire_all()
    return list(db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)))


def states() -> list[MailState]:
    return [mail.state for mail in mails()]


def spoil(number: int, **values: object) -> None:
    """Change one stored mail behind the services' back."""
    recipient = OutboxMail.recipient == f"person{number}@example.org"
    with transaction() as session:
        session.execute(update(OutboxMail).where(recipient).values(**values))


def deliver_until_idle(server: MailServer, clock: MovingClock, most: timedelta) -> None:
    """Jump from one try to the next, as the worker does in its own time."""
    end = clock.now + most
    while pending := [m.due_at for m in mails() if m.state is MailState.PENDING]:
        clock.now = max(clock.now, min(pending))
        if clock.now > end:
            return
        deliver_due(server.address())
