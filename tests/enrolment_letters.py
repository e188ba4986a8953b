"""Mails about places in groups as they arrive, from facts that a test chooses."""

import re
from dataclasses import fields
from datetime import UTC, datetime

from concertation.domain.enrolment_messages import ENROLMENT_MESSAGES
from tests.letters import arrived, posted

HELD_UNTIL = datetime(2026, 10, 12, 16, 0, tzinfo=UTC)
FACTS = {
    "recipient": "lea@example.org",
    "recipient_name": "Léa Dupont",
    "participant_id": 7,
    "link_version": 3,
    "reference": "REF-12345",
    "process_slug": "csti",
    "process_title": "Concertation CSTI",
    "organiser_name": "Région Hauts-de-France",
    "contact_name": "Camille Exemple",
    "contact_email": "csti@example.org",
    "contact_phone": "+33 3 00 00 00 00",
    "phase_title": "Ambitions partagées",
    "phase_starts_at": datetime(2026, 8, 31, 22, 0, tzinfo=UTC),
    "phase_ends_at": datetime(2026, 10, 31, 23, 0, tzinfo=UTC),
    "timezone": "Europe/Paris",
    "group_title": "DIFFUSION",
    "groups": ("PRODUCTION", "DIFFUSION"),
    "standings": ("waiting", "seat"),
    "ranks": (2, 0),
    "wishes": (0, 0),
    "reason": "Le groupe change de forme.",
    "end_reason": "removed",
    "former_group": "PRODUCTION",
    "standing": "waiting",
    "rank": 4,
    "is_deputy": False,
    "organisation": "Cité Nature",
    "held_until": HELD_UNTIL,
    "place": 2,
    "passed_groups": ("PRODUCTION",),
    "obstacles": ("full",),
    "subject": "Prochaine réunion du groupe",
    "text": "Nous nous retrouvons **le 12 octobre**.",
    "person_name": "Malik Exemple",
    "has_come": True,
}


def write(template, locale="fr", **changes):
    kind = ENROLMENT_MESSAGES[template]
    facts = FACTS | changes | {"locale": locale}
    known = {field.name for field in fields(kind)}
    message = kind(**{name: fact for name, fact in facts.items() if name in known})
    return arrived(posted(message))


def bodies(mail):
    return [mail.get_body((part,)).get_content() for part in ("plain", "html")]


def says(mail, *words):
    """Whether text and page both say each of these, whatever their spaces are."""
    return all(
        word in re.sub(r"\s+", " ", body) for body in bodies(mail) for word in words
    )


def subject(mail):
    return re.sub(r"\s", " ", mail["Subject"])
