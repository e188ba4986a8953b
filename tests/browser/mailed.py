"""What the mail of a test says: rendered from the outbox, as the worker would."""

import re

from sqlalchemy import select

from concertation.database import db
from concertation.mailing.rendering import render
from concertation.models import OutboxMail

LINK = re.compile(r"http\S+/inscriptions/\S+")


def mails_to(recipient: str) -> list[OutboxMail]:
    """Every mail that was promised to this address, oldest first."""
    db.session.rollback()  # What was read before is the past: the server has written.
    return list(
        db.session.scalars(
            select(OutboxMail)
            .where(OutboxMail.recipient == recipient)
            .order_by(OutboxMail.id)
        )
    )


def templates_to(recipient: str) -> list[str]:
    return [mail.template for mail in mails_to(recipient)]


def link_in_mail_to(recipient: str) -> str:
    """The link of the latest mail, by which the person sees their registration."""
    text = render(mails_to(recipient)[-1]).get_body(("plain",)).get_content()
    return LINK.search(text).group()
