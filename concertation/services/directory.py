"""What the desk does to the directory of organisations: add, change, see."""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import (
    OrganisationChangedMeanwhile,
    OrganisationMerged,
    SiretTaken,
)
from concertation.models import Organisation, SiteSettings
from concertation.queries.organisations import organisation_with_siret
from concertation.services.audit import note
from concertation.services.organisations import take_turn, words_of


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationSheet:
    """Everything that the desk writes down about an organisation."""

    name: str
    siret: str
    """Fourteen digits, see `domain.siret`, or empty."""
    category: str
    departement: str
    epci: str = ""
    city: str = ""
    website: str = ""


def add_organisation(sheet: OrganisationSheet, *, actor: str, now: datetime) -> int:
    """One that is listed at once: the desk knows it. Raises `SiretTaken`."""
    with transaction() as session:
        take_turn(session)
        _refuse_taken(session, sheet.siret)
        made = Organisation(listed_at=now, created_at=now, updated_at=now)
        _write(made, sheet)
        session.add(made)
        note(
            session,
            "organisation.added",
            made,
            actor=actor,
            now=now,
            label=made.name,
        )
        return made.id


def edit_organisation(
    number: int,
    sheet: OrganisationSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> None:
    """Whoever writes it down has seen it: it is listed from then on.

    Raises `SiretTaken`, `OrganisationMerged`, or `OrganisationChangedMeanwhile` unless
    it still is the ``version`` that its editor saw.
    """
    with transaction() as session:
        take_turn(session)
        changed = _hold(session, number)
        if changed.merged_into_id is not None:
            raise OrganisationMerged
        seen = changed.version
        _refuse_taken(session, sheet.siret, changed)
        changes = _write(changed, sheet)
        if not changes:
            return
        if version not in {None, seen}:
            raise OrganisationChangedMeanwhile
        changed.updated_at = now
        changed.listed_at = changed.listed_at or now
        note(
            session,
            "organisation.changed",
            changed,
            actor=actor,
            now=now,
            label=changed.name,
            changes=changes,
        )


def list_organisations(numbers: Iterable[int], *, actor: str, now: datetime) -> int:
    """Say that these exist, so that forms offer them; return how many are new there.

    One that was seen or merged meanwhile is passed over.
    """
    with transaction() as session:
        unseen = session.scalars(
            select(Organisation)
            .where(
                Organisation.id.in_(set(numbers)),
                Organisation.listed_at.is_(None),
                Organisation.merged_into_id.is_(None),
            )
            .order_by(Organisation.id)
            .with_for_update(key_share=True)
            .execution_options(populate_existing=True)
        ).all()
        for each in unseen:
            each.listed_at = each.updated_at = now
            note(
                session,
                "organisation.listed",
                each,
                actor=actor,
                now=now,
                label=each.name,
            )
        return len(unseen)


def note_directory_export(
    *, file_format: str, organisations: int, actor: str, now: datetime
) -> None:
    """That somebody takes the directory away, in the journal of the site."""
    with transaction() as session:
        site = session.scalars(select(SiteSettings)).one()
        note(
            session,
            "site.directory_exported",
            site,
            actor=actor,
            now=now,
            format=file_format,
            organisations=organisations,
        )


def _write(organisation: Organisation, sheet: OrganisationSheet) -> dict[str, Any]:
    """Return what was and what is, by the names of what changed."""
    changes = {}
    for field in fields(sheet):
        former, value = getattr(organisation, field.name), getattr(sheet, field.name)
        if (former or "") != value:
            changes[field.name] = (former or "", value)
        setattr(organisation, field.name, value)
    for name, value in words_of(sheet.name).items():
        setattr(organisation, name, value)
    return changes


def _refuse_taken(
    session: Session, siret: str, owner: Organisation | None = None
) -> None:
    """One that was merged into the owner gives its SIRET up."""
    holder = organisation_with_siret(session, siret) if siret else None
    if holder is None or holder is owner:
        return
    if owner is None or holder.merged_into_id != owner.id:
        raise SiretTaken
    holder.siret = ""
    session.flush()


def _hold(session: Session, number: int) -> Organisation:
    """Others may name it meanwhile."""
    return session.get_one(
        Organisation,
        number,
        with_for_update={"key_share": True},
        populate_existing=True,
    )
