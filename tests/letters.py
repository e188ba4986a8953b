"""Mails as they arrive, written from facts that a test chooses."""

from dataclasses import fields
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from concertation.domain.meeting import Meeting
from concertation.domain.messages import RegistrationMessage
from concertation.domain.snapshots import Message
from concertation.mailing.rendering import render
from concertation.models import OutboxMail
from tests.factories import FAR, NOW, make_sheet


def some_facts() -> dict[str, Any]:
    sheet = make_sheet()
    return {
        "recipient": "maelys@example.org",
        "recipient_name": "Maëlys-Anne d'Hœuf-Lefèbvre",
        "locale": "fr",
        "registration_id": 1,
        "link_version": 1,
        "reference": "REF-12345",
        "event_slug": sheet.slug,
        "venue": "Espace culture\nCité Scientifique\n59655 Villeneuve d’Ascq Cedex",
        "contact_name": sheet.contact_name,
        "contact_email": sheet.contact_email,
        "contact_phone": "+33 3 00 00 00 00",
        "meeting": Meeting(
            uid="one-registration",
            title=sheet.title,
            starts_at=FAR,
            ends_at=sheet.ends_at,
            timezone=sheet.timezone,
            location="Espace culture, 59655 Villeneuve d’Ascq Cedex",
            description=sheet.summary,
            url="",
            organiser_name=sheet.organiser_name,
            organiser_email=sheet.contact_email,
            sequence=0,
            stamped_at=NOW,
        ),
    }


EXTRA_FACTS = {"reason": "La salle est réservée aux structures de la région."}


def write(kind: type[RegistrationMessage], **facts: Any) -> EmailMessage:
    """The mail of a message with these facts, by way of what the outbox stores."""
    known = {field.name for field in fields(kind)}
    extra = {name: fact for name, fact in EXTRA_FACTS.items() if name in known}
    return posted(kind(**some_facts() | extra | facts))


def posted(message: Message) -> EmailMessage:
    promised = OutboxMail(
        template=message.template,
        recipient=message.recipient,
        locale=message.locale,
        facts=message.facts(),
        message_id="0123456789abcdef",
        created_at=NOW,
    )
    return render(promised)


def arrived(mail: EmailMessage) -> EmailMessage:
    """The mail as its recipient's program reads it."""
    return message_from_bytes(bytes(mail), policy=policy.default)
