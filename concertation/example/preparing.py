"""What the coming meeting of the example offers, asks and announces."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from typing import Any, NamedTuple

from concertation.domain.questions import QuestionKind
from concertation.domain.reminders import ReminderRule
from concertation.services.programme import ItemSheet, add_item
from concertation.services.questions import ChoiceSheet, QuestionSheet, add_question
from concertation.services.reminders import ReminderSheet, add_reminder
from concertation.services.workshops import WorkshopSheet, add_workshop

PROGRAMME = (
    (0, 30, "Ce que la réunion d’ouverture a fait ressortir", "Grande salle"),
    (30, 120, "Trois ateliers : Production, Diffusion, Coordination", ""),
    (135, 165, "Mise en commun", "Grande salle"),
    (165, 180, "Suites, et inscription aux groupes de travail", "Grande salle"),
)
"""First and last minute after the start, title, room."""
WORKSHOPS = (
    ("Production", "Salle 1", "Ce que la filière crée, et avec qui."),
    ("Diffusion", "Salle 2", "Comment les projets vont vers les publics."),
    ("Coordination", "Salle 3", "Qui fait quoi, et comment le savoir."),
)
SEATS_OF_A_WORKSHOP = 24
REMINDER = ReminderRule.days(2, time(9))


class Prepared(NamedTuple):
    """Ids of what people choose, and agree to."""

    workshops: Sequence[int]
    photographs: int


def prepare(event_id: int, starts_at: datetime, **by: Any) -> Prepared:
    """`by`: actor and now, as the services take them."""
    for first, last, title, room in PROGRAMME:
        item = ItemSheet(
            title=title,
            room=room,
            starts_at=starts_at + timedelta(minutes=first),
            ends_at=starts_at + timedelta(minutes=last),
        )
        add_item(event_id, item, **by)
    add_question(event_id, _way_to_come(), **by)
    photographs = add_question(event_id, _photographs(), **by)
    add_reminder(event_id, ReminderSheet(rule=REMINDER), **by)
    workshops = [
        add_workshop(
            event_id,
            WorkshopSheet(
                title=title,
                room=room,
                description=description,
                starts_at=starts_at + timedelta(minutes=30),
                ends_at=starts_at + timedelta(minutes=120),
                seats=SEATS_OF_A_WORKSHOP,
            ),
            **by,
        )
        for title, room, description in WORKSHOPS
    ]
    return Prepared(workshops=workshops, photographs=photographs)


def _way_to_come() -> QuestionSheet:
    ways = ("En métro ou en bus", "À vélo", "En voiture, avec des places libres")
    return QuestionSheet(
        kind=QuestionKind.ONE_OF,
        label="Comment venez-vous ?",
        hint="Pour que celles et ceux qui le souhaitent voyagent ensemble.",
        choices=tuple(ChoiceSheet(label=way) for way in ways),
    )


def _photographs() -> QuestionSheet:
    return QuestionSheet(
        kind=QuestionKind.CONSENT,
        label=(
            "J’accepte que des photographies de la réunion où je suis reconnaissable"
            " figurent sur le site de la concertation."
        ),
    )
