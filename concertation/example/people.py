"""Plainly invented people from invented structures."""

from concertation.domain.registration import folded
from concertation.services.answers import Answers

HOW_MANY = 64

GIVEN_NAMES = (
    "Maëlys-Anne",
    "M'hamed",
    "Léontine",
    "Nguyễn",
    "Ysaline",
    "Théophane",
    "Zélie",
    "Gaspard",
)
FAMILY_NAMES = (
    "d’Hœuf-Lefèbvre",
    "Exemple",
    "Y",
    "Vandenfictif",
    "de la Maquette",
    "Brouillon",
    "Inventé-Dubois",
    "Prototype",
)
ORGANISATIONS = (
    ("Musée imaginaire du lin", "Directrice", "museum", "59"),
    ("Les Étoiles filantes (association)", "Animateur", "popular_education", "62"),
    (
        "Université fictive du Littoral",
        "Maîtresse de conférences",
        "university",
        "62",
    ),
    ("Ateliers de la Mine inventée", "Bénévole", "heritage", "62"),
    ("Planétarium des Sables", "Médiatrice", "science_centre", "80"),
    ("Commune de Sainte-Exemple", "Adjoint à la culture", "local_authority", "02"),
    ("Lycée Marie-Prototype", "Professeure", "school", "60"),
    ("Filatures Brouillon et filles", "Responsable du site", "company", "59"),
)


def invented_person(number: int) -> tuple[str, Answers]:
    """An address at example.org, and the answers of the person of this number."""
    given = GIVEN_NAMES[number % len(GIVEN_NAMES)]
    family = FAMILY_NAMES[(number // len(GIVEN_NAMES)) % len(FAMILY_NAMES)]
    organisation, role, kind, departement = ORGANISATIONS[
        (number * 3 + number // 8) % len(ORGANISATIONS)
    ]
    words = "".join(c if c.isascii() and c.isalpha() else "" for c in folded(given))
    answers = Answers(
        given_name=given,
        family_name=family,
        organisation=organisation,
        role=role,
        category=kind,
        departement=departement,
    )
    return f"{words}.{number + 1}@example.org", answers
