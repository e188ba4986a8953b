"""Two rows of the directory are one organisation: one stands for both."""

from datetime import datetime
from typing import Any, Final, TypeAlias

from sqlalchemy import update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import OrganisationMerged, SameOrganisation
from concertation.models import Organisation, Participant
from concertation.services.audit import note

Details: TypeAlias = dict[str, Any]

FILLED_FROM_THE_OTHER: Final = ("siret", "epci", "city", "website")


def merge_organisations(
    kept_id: int, other_id: int, *, actor: str, now: datetime
) -> int:
    """Let one stand for both, and return how many people moved to it.

    The row of the other one stays and names the one that is kept: whoever names it by
    its number, its name or its SIRET means that one. Merging twice is merging once.

    Raises `SameOrganisation`, or `OrganisationMerged` where one of them was merged
    elsewhere.
    """
    if kept_id == other_id:
        raise SameOrganisation
    with transaction() as session:
        # In one order, whichever is kept, so that nobody waits for each other. Whoever
        # is naming one of them just now is waited for, and moves along.
        rows = {n: hold_whole(session, n) for n in sorted((kept_id, other_id))}
        kept, other = rows[kept_id], rows[other_id]
        if other.merged_into_id == kept.id:
            return 0
        if kept.merged_into_id is not None or other.merged_into_id is not None:
            raise OrganisationMerged
        changes = _take_over(session, kept, other)
        kept.listed_at = kept.listed_at or now
        kept.updated_at = other.updated_at = other.merged_at = now
        other.merged_into_id = kept.id
        moved = _move_people(session, kept, other)
        by: Details = {"actor": actor, "now": now, "people": moved}
        names: Details = {"label": kept.name, "other": other.name}
        note(session, "organisation.merged", kept, changes=changes, **by, **names)
        names = {"label": other.name, "other": kept.name}
        note(session, "organisation.merged_into", other, **by, **names)
        return moved


def _take_over(
    session: Session, kept: Organisation, other: Organisation
) -> dict[str, tuple[str, str]]:
    """Fill what the kept one leaves empty; return what changed."""
    changes = {}
    for name in FILLED_FROM_THE_OTHER:
        value = getattr(other, name)
        if name == "epci" and kept.departement != other.departement:
            continue
        if value and not getattr(kept, name):
            changes[name] = ("", value)
    if "siret" in changes:
        other.siret = ""
        session.flush()
    for name, (_nothing, value) in changes.items():
        setattr(kept, name, value)
    return changes


def _move_people(session: Session, kept: Organisation, other: Organisation) -> int:
    moved = session.scalars(
        update(Participant)
        .where(Participant.organisation_id == other.id)
        .values(organisation_id=kept.id)
        .returning(Participant.id)
    ).all()
    return len(moved)


def hold_whole(session: Session, number: int) -> Organisation:
    """Nobody names it until the transaction ends (see `services.organisations`)."""
    return session.get_one(
        Organisation, number, with_for_update=True, populate_existing=True
    )
