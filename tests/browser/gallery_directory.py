"""Organisations of the directory in every state, and people with a role in a group."""

from concertation.database import transaction
from concertation.domain.roles import Role
from concertation.models import Organisation
from concertation.services.grants import RoleToGive, give_role
from concertation.services.organisation_merging import merge_organisations
from tests.factories import ACTOR, NOW, make_account, make_answers, make_event, register
from tests.organisations import (
    LILLE,
    OTHER_SIRET,
    SIRET,
    make_organisation,
    make_participant,
    make_titular,
    settle,
)
from tests.processes import make_published_process

LONG_ORGANISATION = (
    "Syndicat mixte d’aménagement, de développement et de promotion de la"
    " Wissenschaftskommunikationsinfrastruktur des Hauts-de-France et de l’Audomarois"
)
ANIMATOR = "animator@example.org"


def furnish_directory() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    offer = make_published_process(
        slug="directory",
        title="Culture scientifique, technique et industrielle",
        one_seat_an_organisation=True,
    )
    busy = make_organisation(
        siret=SIRET,
        epci="200093201",
        city="Villeneuve-d’Ascq",
        website=f"https://{'tres-long-nom.' * 4}example.org/une/page",
    )
    unseen = settle("Universite de Lile", siret=OTHER_SIRET, departement="62")
    former = make_organisation("Lille 1 Sciences et technologies")
    merge_organisations(busy, former, actor=ACTOR, now=NOW)
    make_organisation("Cité Nature", departement="62")
    make_organisation(LONG_ORGANISATION, is_listed=False)
    _twin_of("Cité Nature")
    for number, which in enumerate((busy, unseen, busy), start=1):
        person = make_participant(offer.process, number, organisation_id=which)
        make_titular(person, offer)
    event = make_event(slug="directory-event", title="Réunion plénière", capacity=30)
    register(event, 1, answers=make_answers(organisation=LILLE))
    animator = make_account(Role.FACILITATOR, offer.group, email=ANIMATOR)
    role = RoleToGive(role=Role.READER, process_id=offer.process.id, actor=ACTOR)
    give_role(animator.id, role, now=NOW)
    return {
        "organisation": str(busy),
        "unseen_organisation": str(unseen),
        "animator": str(animator.id),
    }


def _twin_of(name: str) -> None:
    """Of the same name in another town: only the desk can tell."""
    with transaction() as session:
        twin = Organisation(
            name=name.upper(),
            name_key="cite nature",
            category="museum",
            departement="80",
            listed_at=NOW,
            created_at=NOW,
            updated_at=NOW,
        )
        session.add(twin)
