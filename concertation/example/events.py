"""The two meetings of the example.

The first is the opening meeting of a real consultation, at its real date and place.
The second is invented, a few weeks after the day on which it is loaded.
"""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from concertation.domain.event import LegalBasis
from concertation.services.event_sheet import EventSheet

PARIS = "Europe/Paris"
WEEKS_AHEAD = 5
MONDAY = 0

ORGANISER = "Région Hauts-de-France, avec Ombelliscience"
CONTACT = "Référent de la concertation CSTI"
CONTACT_EMAIL = "concertation.csti@example.org"

OPENING_SUMMARY = (
    "Réunion d’ouverture de la concertation de la filière Culture scientifique,"
    " technique et industrielle (CSTI), conduite par la Région Hauts-de-France et"
    " l’agence régionale de CSTI, Ombelliscience."
)
OPENING_PROGRAMME = """\
- Les enjeux et les objectifs de la concertation
- Les spécificités de la filière et l’ambition régionale
- La méthode : trois phases (état des lieux, ambitions partagées, préfiguration d’un \
schéma régional) et trois groupes de travail (Production, Diffusion, Coordination)
- Échanges avec les acteurs de la filière

Les travaux doivent aboutir avant janvier 2018.
"""

NEXT_SUMMARY = (
    "Deuxième rencontre de la concertation : dresser ensemble l’état des lieux de la"
    " filière, secteur par secteur, et dire ce qui manque. Ouverte à toutes les"
    " structures, qu’elles aient participé ou non à la réunion d’ouverture."
)
NEXT_PROGRAMME = "La salle est de plain-pied. Une boucle magnétique est installée."


def opening_meeting() -> EventSheet:
    return EventSheet(
        slug="ouverture-concertation-csti",
        title="Réunion d’ouverture de la concertation CSTI",
        summary=OPENING_SUMMARY,
        programme=OPENING_PROGRAMME.strip(),
        starts_at=paris(datetime(2017, 6, 19, 9, 30)),  # noqa: DTZ001 -- local time
        ends_at=paris(datetime(2017, 6, 19, 11, 30)),  # noqa: DTZ001 -- local time
        timezone=PARIS,
        venue_name="Espace culture",
        venue_address="Université Lille 1 Sciences et technologies\nCité Scientifique",
        postal_code="59655",
        city="Villeneuve d’Ascq Cedex",
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
    )


def next_meeting(now: datetime) -> EventSheet:
    """A Monday morning, some weeks after ``now``."""
    day = (now + timedelta(weeks=WEEKS_AHEAD)).astimezone(ZoneInfo(PARIS)).date()
    monday = day + timedelta(days=(MONDAY - day.weekday()) % 7)
    starts = datetime.combine(monday, time(9, 30))
    return EventSheet(
        slug="etat-des-lieux-csti",
        title="État des lieux partagé de la CSTI",
        summary=NEXT_SUMMARY,
        programme=NEXT_PROGRAMME,
        starts_at=paris(starts),
        ends_at=paris(starts + timedelta(hours=3)),
        timezone=PARIS,
        venue_name="Espace culture",
        venue_address="Université Lille 1 Sciences et technologies\nCité Scientifique",
        postal_code="59655",
        city="Villeneuve d’Ascq Cedex",
        access_notes="Métro ligne 1, arrêt Cité scientifique, cinq minutes à pied.",
        organiser_name=ORGANISER,
        contact_name=CONTACT,
        contact_email=CONTACT_EMAIL,
        contact_phone="",
        registration_opens_at=None,
        registration_closes_at=paris(starts - timedelta(days=3)),
        legal_basis=LegalBasis.PUBLIC_TASK,
        retention_days=365,
        capacity=60,
        keeps_waiting_list=True,
    )


def paris(local: datetime) -> datetime:
    return local.replace(tzinfo=ZoneInfo(PARIS)).astimezone(UTC)
