"""A mail as it would be promised to somebody who does not exist. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concertation.domain.guest_messages import GuestMessage
from concertation.domain.messages import RegistrationMessage
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, Guest, OutboxMail, Registration
from concertation.services.announcements import message_about
from concertation.services.guest_mails import message_to

ADDRESS = "camille@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    kind: type[RegistrationMessage] | type[GuestMessage]
    locale: str
    given_name: str
    family_name: str
    facts: Mapping[str, Any]
    """What a mail of this kind tells besides."""


def mail_to_nobody(event: Event, wish: Invented, *, now: datetime) -> OutboxMail:
    """By the same way as every mail, so that it looks as they do.

    The session never sees these rows: no relationship of an event leads to them.
    """
    message: RegistrationMessage | GuestMessage
    if issubclass(wish.kind, GuestMessage):
        guest = _guest(wish)
        message = message_to(guest, wish.kind, event, now=now, **wish.facts)
    else:
        registration = _registration(event, wish)
        message = message_about(registration, wish.kind, now=now, **wish.facts)
    return OutboxMail(
        template=message.template,
        recipient=message.recipient,
        locale=message.locale,
        facts=message.facts(),
        message_id="example",
        created_at=now,
    )


def _guest(wish: Invented) -> Guest:
    return Guest(
        id=0,
        link_version=0,
        name=f"{wish.given_name} {wish.family_name}",
        email=ADDRESS,
        locale=wish.locale,
    )


def _registration(event: Event, wish: Invented) -> Registration:
    return Registration(
        id=0,
        link_version=0,
        reference="EXEMPLE",
        event=event,
        admission=Admission(state=AdmissionState.CONFIRMED, quotas=[]),
        given_name=wish.given_name,
        family_name=wish.family_name,
        email=ADDRESS,
        locale=wish.locale,
        companions=[],
        calendar_uid="example",
        calendar_sequence=0,
    )
