"""The consultation of 2017, as it was told: a process that is over.

Its facts are public: the announcement of June 2017, and what followed. The phases had
no dates of their own; here each lasts from one of the known meetings to the next.
"""

from datetime import datetime
from typing import NamedTuple

from concertation.domain.event import LegalBasis
from concertation.domain.process import GroupRule, PartnerRole
from concertation.example.events import CONTACT, CONTACT_EMAIL, ORGANISER, PARIS, paris
from concertation.services.event_sheet import EventSheet
from concertation.services.groups import GroupSheet
from concertation.services.phases import PhaseSheet
from concertation.services.processes import ProcessSheet

SLUG = "concertation-csti-2017"
ANNOUNCED = paris(datetime(2017, 6, 14, 10))  # noqa: DTZ001 -- local time
OPENING = paris(datetime(2017, 6, 19, 9, 30))  # noqa: DTZ001 -- local time
WORKSHOPS = paris(datetime(2017, 11, 6, 9, 30))  # noqa: DTZ001 -- local time
CLOSING = paris(datetime(2017, 12, 11, 9, 30))  # noqa: DTZ001 -- local time
END = paris(datetime(2018, 1, 31))  # noqa: DTZ001 -- local time

PURPOSE = """\
- Aider chaque secteur de la filière à se structurer et à grandir
- Dire ensemble ce qui existe, ce qui manque, et ce qui est nouveau
- Écrire à plusieurs la politique de la Région pour la filière
- En suivre les effets avec les acteurs, et la corriger au besoin
"""
ASKED = """\
Ce que doit viser le schéma régional de la culture scientifique, technique et \
industrielle, et le rôle de chacun : l’articulation avec la recherche et le tourisme, \
les relations avec les industriels, l’approche par territoires, les conventions \
pluriannuelles.
"""
NOT_ASKED = """\
L’existence d’un schéma régional, annoncée par la Région, et son articulation avec la \
stratégie nationale de culture scientifique, technique et industrielle.
"""
LEGAL_FRAME = """\
Stratégie nationale de culture scientifique, technique et industrielle, présentée le \
9 mars 2017 au Palais de la Découverte.
"""
MANDATES = (
    ("PRODUCTION", "Ce que la filière crée : expositions, ateliers, médias, lieux."),
    ("DIFFUSION", "Comment les projets vont vers les publics et les territoires."),
    ("COORDINATION", "Qui fait quoi, avec qui, et comment la filière se parle."),
)
PARTNERS = (
    (PartnerRole.PILOT, "Région Hauts-de-France"),
    (PartnerRole.CO_PILOT, "Ombelliscience, agence régionale de CSTI"),
)
SURVEY = ("Enquête auprès des structures de la filière", 150, 103)
"""What it was, organisations that were asked, and those that answered."""


class Held(NamedTuple):
    """A meeting that took place."""

    slug: str
    title: str
    summary: str
    starts_at: datetime
    ends_at: datetime
    venue: tuple[str, str, str, str]
    """Name, street, postal code, town."""


MEETINGS = (
    Held(
        "ateliers-concertation-csti-2017",
        "Ateliers de la concertation CSTI",
        "Une journée d’ateliers à Cité Nature, pour partager l’état des lieux et"
        " formuler des ambitions communes.",
        WORKSHOPS,
        paris(datetime(2017, 11, 6, 16, 30)),  # noqa: DTZ001 -- local time
        ("Cité Nature", "25 boulevard Schuman", "62000", "Arras"),
    ),
    Held(
        "cloture-concertation-csti-2017",
        "Réunion de la concertation CSTI à l’INERIS",
        "Vers la préfiguration du schéma régional : 34 personnes présentes.",
        CLOSING,
        paris(datetime(2017, 12, 11, 12, 30)),  # noqa: DTZ001 -- local time
        ("INERIS", "Parc technologique Alata", "60550", "Verneuil-en-Halatte"),
    ),
)


def process_sheet() -> ProcessSheet:
    return ProcessSheet(
        slug=SLUG,
        title="Concertation Culture scientifique, technique et industrielle (2017)",
        summary=(
            "La démarche par laquelle la Région Hauts-de-France et son agence,"
            " Ombelliscience, ont préparé avec les acteurs un schéma régional de la"
            " culture scientifique, technique et industrielle."
        ),
        purpose=PURPOSE.strip(),
        asked=ASKED.strip(),
        not_asked=NOT_ASKED.strip(),
        legal_frame=LEGAL_FRAME.strip(),
        timezone=PARIS,
        term="avant janvier 2018",
        organiser_name=ORGANISER,
        contact_name=CONTACT,
        contact_email=CONTACT_EMAIL,
        contact_phone="",
        legal_basis=LegalBasis.PUBLIC_TASK,
        retention_days=365,
        group_rule=GroupRule.SEVERAL,
        groups_most=None,
        needs_approval=False,
        one_seat_an_organisation=False,
    )


def phase_sheets() -> tuple[PhaseSheet, ...]:
    return (
        PhaseSheet(
            title="État des lieux",
            summary="De la réunion d’ouverture aux ateliers.",
            starts_at=OPENING,
            ends_at=WORKSHOPS,
        ),
        PhaseSheet(
            title="Ambitions partagées",
            summary="Des ateliers à la réunion de décembre.",
            starts_at=WORKSHOPS,
            ends_at=CLOSING,
        ),
        PhaseSheet(
            title="Préfiguration d’un schéma régional",
            summary="Le schéma précise notamment le rôle de chacun.",
            starts_at=CLOSING,
            ends_at=END,
        ),
    )


def group_sheets() -> tuple[GroupSheet, ...]:
    return tuple(
        GroupSheet(slug="", title=title, mandate=mandate) for title, mandate in MANDATES
    )


def meeting_sheet(held: Held, process_id: int) -> EventSheet:
    name, street, postal_code, city = held.venue
    return EventSheet(
        slug=held.slug,
        title=held.title,
        summary=held.summary,
        programme="",
        starts_at=held.starts_at,
        ends_at=held.ends_at,
        timezone=PARIS,
        venue_name=name,
        venue_address=street,
        postal_code=postal_code,
        city=city,
        access_notes="",
        organiser_name=ORGANISER,
        contact_name=CONTACT,
        contact_email=CONTACT_EMAIL,
        contact_phone="",
        registration_opens_at=None,
        registration_closes_at=None,
        legal_basis=LegalBasis.PUBLIC_TASK,
        retention_days=365,
        capacity=None,
        keeps_waiting_list=False,
        process_id=process_id,
    )
