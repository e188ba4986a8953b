"""An invented consultation that is under way on the day on which it is loaded."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from concertation.domain.event import LegalBasis
from concertation.domain.process import GroupRule, TargetKind
from concertation.example.consultation_of_2017 import MANDATES
from concertation.example.events import CONTACT, CONTACT_EMAIL, ORGANISER, PARIS
from concertation.services.event_sheet import EventSheet
from concertation.services.groups import GroupSheet
from concertation.services.offers import OfferSheet
from concertation.services.phases import PhaseSheet
from concertation.services.processes import ProcessSheet
from concertation.services.targets import Target, TargetsSheet

SLUG = "schema-regional-csti"
CONTACTED = 48
"""Organisations."""
TARGETS = (
    (TargetKind.CATEGORY, "heritage", 3, 9),
    (TargetKind.CATEGORY, "university", 3, 8),
    (TargetKind.CATEGORY, "science_centre", 3, 6),
    (TargetKind.CATEGORY, "popular_education", 3, 11),
    (TargetKind.CATEGORY, "museum", 2, 6),
    (TargetKind.CATEGORY, "local_authority", 1, 5),
    (TargetKind.CATEGORY, "company", 1, 3),
    (TargetKind.DEPARTEMENT, "02", 2, 7),
    (TargetKind.DEPARTEMENT, "59", 5, 15),
    (TargetKind.DEPARTEMENT, "60", 2, 8),
    (TargetKind.DEPARTEMENT, "62", 4, 11),
    (TargetKind.DEPARTEMENT, "80", 2, 7),
)
"""Kind, value, people wanted in each group, organisations written to."""
SEATS = (OfferSheet(capacity=16), OfferSheet(capacity=18), OfferSheet(capacity=12))
"""Of each group, in every phase."""


def process_sheet() -> ProcessSheet:
    return ProcessSheet(
        slug=SLUG,
        title="Vers un schéma régional de la CSTI",
        summary=(
            "Une concertation d’exemple : trois phases, trois groupes de travail, des"
            " personnes et des structures inventées."
        ),
        purpose=(
            "Construire ensemble un schéma régional de la culture scientifique,"
            " technique et industrielle : ce qui existe, ce qui manque, ce que chacun"
            " peut y apporter."
        ),
        asked=(
            "Les priorités de la filière, les territoires où agir d’abord, les moyens"
            " de travailler ensemble."
        ),
        not_asked="Le budget de l’année en cours, qui est voté.",
        legal_frame=(
            "Concertation volontaire, conduite par la Région dans le cadre de sa"
            " compétence en matière de culture."
        ),
        timezone=PARIS,
        term="dans quatre mois",
        organiser_name=ORGANISER,
        contact_name=CONTACT,
        contact_email=CONTACT_EMAIL,
        contact_phone="",
        legal_basis=LegalBasis.PUBLIC_TASK,
        retention_days=365,
        group_rule=GroupRule.ONE,
        groups_most=None,
        needs_approval=False,
        one_seat_an_organisation=False,
    )


def targets_sheet() -> TargetsSheet:
    return TargetsSheet(
        organisations_contacted=CONTACTED,
        targets=tuple(
            Target(kind=kind, value=value, wanted=wanted, contacted=contacted)
            for kind, value, wanted, contacted in TARGETS
        ),
    )


def phase_sheets(now: datetime) -> tuple[PhaseSheet, ...]:
    """The first is over, the second began three weeks ago, the third is to come."""
    today = midnight(now)
    first, second = today - timedelta(days=100), today - timedelta(days=21)
    third, end = today + timedelta(days=45), today + timedelta(days=120)
    return (
        PhaseSheet(
            title="État des lieux",
            summary="Recenser ce qui existe, secteur par secteur, et ce qui manque.",
            starts_at=first,
            ends_at=second,
        ),
        PhaseSheet(
            title="Ambitions partagées",
            summary="Dire ce que le schéma doit viser, et dans quel ordre.",
            starts_at=second,
            ends_at=third,
        ),
        PhaseSheet(
            title="Préfiguration d’un schéma régional",
            summary="Écrire les mesures, et le rôle de chacun.",
            starts_at=third,
            ends_at=end,
            enrolment_opens_at=third - timedelta(days=15),
        ),
    )


def group_sheets() -> tuple[GroupSheet, ...]:
    animators = ("Association des Maquettes", "Réseau Exemple", "Agence fictive")
    return tuple(
        GroupSheet(slug="", title=title, mandate=mandate, animator_name=animator)
        for (title, mandate), animator in zip(MANDATES, animators, strict=True)
    )


def meeting_sheet(
    title: str, slug: str, starts_at: datetime, *, process_id: int, offer_id: int
) -> EventSheet:
    """A meeting of a group: two hours, in a room that does not exist."""
    return EventSheet(
        slug=slug,
        title=title,
        summary="Réunion du groupe de travail.",
        programme="",
        starts_at=starts_at,
        ends_at=starts_at + timedelta(hours=2),
        timezone=PARIS,
        venue_name="Maison des Maquettes",
        venue_address="1 rue de l’Exemple",
        postal_code="80000",
        city="Amiens",
        access_notes="Salle de plain-pied.",
        organiser_name=ORGANISER,
        contact_name=CONTACT,
        contact_email=CONTACT_EMAIL,
        contact_phone="",
        registration_opens_at=None,
        registration_closes_at=None,
        legal_basis=LegalBasis.PUBLIC_TASK,
        retention_days=365,
        capacity=30,
        keeps_waiting_list=True,
        process_id=process_id,
        offer_id=offer_id,
    )


def monday(now: datetime) -> datetime:
    """Midnight of the Monday of that week, on the clock of Paris."""
    today = midnight(now)
    there = today.astimezone(ZoneInfo(PARIS))
    return today - timedelta(days=there.weekday())


def midnight(now: datetime) -> datetime:
    """The last one, on the clock of Paris."""
    there = now.astimezone(ZoneInfo(PARIS))
    return there.replace(hour=0, minute=0, second=0, microsecond=0)
