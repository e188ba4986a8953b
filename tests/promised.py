"""What people were promised to be told, as the messages that the mails are made of."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.messages import MESSAGES, RegistrationMessage
from concertation.models import OutboxMail


def messages(template: str | None = None) -> list[RegistrationMessage]:
    """All of them, or those of one template, in the order of the promises."""
    mails = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()
    return [
        MESSAGES[mail.template].from_facts(mail.facts)
        for mail in mails
        if template in {None, mail.template}
    ]


def recipients(template: str) -> list[str]:
    return [message.recipient for message in messages(template)]
