"""Invented members of invented organisations, of the kinds that the source names."""

from concertation.domain.registration import folded
from concertation.example.people import FAMILY_NAMES, GIVEN_NAMES
from concertation.services.organisations import NamedOrganisation
from concertation.services.participants import PersonDetails

HOW_MANY = 58
ORGANISATIONS = (
    ("Mine-musée du Puits inventé", "Présidente", "heritage", "62"),
    ("Filature-mémoire Exemple", "Bénévole", "heritage", "59"),
    ("Forges de la Maquette", "Chargé du patrimoine", "heritage", "02"),
    ("Université fictive du Littoral", "Maîtresse de conférences", "university", "62"),
    ("Université Prototype d’Amiens", "Chargée de médiation", "university", "80"),
    (
        "Institut imaginaire des Sciences",
        "Médiateur",
        "university",
        "59",
    ),
    ("Forum fictif des sciences", "Médiatrice", "science_centre", "59"),
    ("Planétarium des Sables", "Animateur", "science_centre", "80"),
    ("Maison de la Nature inventée", "Directrice", "science_centre", "62"),
    ("Les Étoiles filantes", "Animateur", "popular_education", "62"),
    ("Petits Curieux de l’Oise", "Coordinatrice", "popular_education", "60"),
    ("Fédération des ateliers Brouillon", "Déléguée", "popular_education", "59"),
    ("Clubs Sciences de Thiérache", "Secrétaire", "popular_education", "02"),
    ("Musée imaginaire du lin", "Directrice", "museum", "59"),
    ("Musée fictif de la dentelle", "Médiateur", "museum", "62"),
    ("Commune de Sainte-Exemple", "Adjoint à la culture", "local_authority", "02"),
    ("Communauté des Trois-Maquettes", "Chargée de mission", "local_authority", "60"),
    ("Lycée Marie-Prototype", "Professeure", "school", "60"),
    ("Filatures Brouillon et filles", "Responsable du site", "company", "59"),
)

NEWLY_NAMED = frozenset(
    {
        "Clubs Sciences de Thiérache",
        "Filatures Brouillon et filles",
        "Les Étoiles filantes",
    }
)
"""People typed these, and nobody at the desk has seen yet that they exist."""
KNOWN_ORGANISATIONS = frozenset(name for name, *_ in ORGANISATIONS) - NEWLY_NAMED


def invented_member(number: int) -> tuple[str, PersonDetails]:
    """An address at example.org, and what the person of this number says."""
    given = GIVEN_NAMES[(number * 5) % len(GIVEN_NAMES)]
    family = FAMILY_NAMES[(number // 3) % len(FAMILY_NAMES)]
    name, role, kind, departement = ORGANISATIONS[(number * 7) % len(ORGANISATIONS)]
    words = "".join(c if c.isascii() and c.isalpha() else "" for c in folded(given))
    details = PersonDetails(
        given_name=given,
        family_name=family,
        role=role,
        category=kind,
        departement=departement,
        organisation=NamedOrganisation(name=name),
        is_named=number % 5 == 0,
        organisation_is_named=number % 3 != 0,
    )
    return f"{words}.{family_of(family)}.{number + 1}@example.org", details


def family_of(family: str) -> str:
    return "".join(c for c in folded(family) if c.isascii() and c.isalpha())
