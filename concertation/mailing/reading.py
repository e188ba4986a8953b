"""Read a promised mail as its recipient does, but for what is theirs alone."""

import re
from dataclasses import dataclass

from concertation.mailing.rendering import render
from concertation.models import OutboxMail

PERSONAL_LINK = re.compile(r"(/(?:inscriptions|invitations|participations)/)[^\s/?]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenMail:
    subject: str
    text: str


def as_read_by_staff(promised: OutboxMail) -> WrittenMail:
    """Its subject and text; the link that opens a registration is not told."""
    mail = render(promised)
    body = mail.get_body(("plain",))
    text: str = body.get_content() if body else ""
    return WrittenMail(
        subject=str(mail["Subject"]), text=PERSONAL_LINK.sub(r"\1…", text)
    )
