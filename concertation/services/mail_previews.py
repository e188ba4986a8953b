"""A mail as it would be promised to somebody who does not exist. Nothing is stored."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concertation.domain.messages import RegistrationMessage
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Event, OutboxMail, Registration
from concertation.services.announcements import message_about

ADDRESS = "camille@example.org"


@dataclass(frozen=True, slots=True, kw_only=True)
class Invented:
    kind: type[RegistrationMessage]
    locale: str
    given_name: str
    family_name: str
    facts: Mapping[str, Any]
    """What a mail of this kind tells besides."""


def mail_to_nobody(event: Event, wish: Invented, *, now: datetime) -> OutboxMail:
    """By the same way as every mail, so that it looks as they do.

    The session never sees these rows: no relationship of an event leads to them.
    """
    registration = Registration(
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
    message = message_about(registration, wish.kind, now=now, **wish.facts)
    return OutboxMail(
        template=message.template,
        recipient=message.recipient,
        locale=message.locale,
        facts=message.facts(),
        message_id="example",
        created_at=now,
    )
