"""What must be so after a storm, whatever died in it."""

from collections import defaultdict

from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.delivery import MailState
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, OutboxMail, Registration
from concertation.queries.seating import line_of, miscounts
from tests.cluster.crowd import Answers, address
from tests.programs import wait_until
from tests.smtp_server import MailServer

PATIENCE_SECONDS = 300.0


def assert_all_is_well(
    answers: Answers, mails: MailServer, *, people: int, seats: int
) -> None:
    """Nothing is lost, nothing is there twice, and what people read is true."""
    db.session.remove()
    assert answers.given_up == []
    assert not miscounts(db.session())
    rows = db.session.execute(
        select(Registration.email, Admission.state)
        .join(Registration.admission)
        .where(Registration.ended_at.is_(None))
    ).all()
    assert len(rows) == len(dict(rows)) == people
    seated = {email for email, state in rows if state is AdmissionState.CONFIRMED}
    # Whoever read that they have a place has it; nobody else was given one.
    assert answers.seated == seated
    assert len(seated) == seats
    event = db.session.scalars(select(Event)).one()
    assert len(line_of(db.session(), event.pool)) == people - seats
    _assert_mails_are_there(mails, people)


def _assert_mails_are_there(mails: MailServer, people: int) -> None:
    wait_until(_are_sent, seconds=PATIENCE_SECONDS)
    ids = defaultdict(set)
    for received in mails.received:
        for recipient in received.recipients:
            ids[recipient].add(received.mail["Message-ID"])
    assert set(ids) == {address(number) for number in range(people)}
    # A mail may come twice where its worker died; it is then the very same one.
    assert {person: len(its) for person, its in ids.items() if len(its) > 1} == {}


def _are_sent() -> bool:
    db.session.remove()
    left = select(func.count()).where(OutboxMail.state != MailState.SENT)
    return db.session.scalar(left) == 0
