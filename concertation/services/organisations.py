"""The directory of organisations: settle whom somebody names, and add new ones.

One turn orders what could add a row twice. A row that somebody is about to name is
held until they have (``FOR KEY SHARE``), so that it is not merged away meanwhile.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from concertation.database import locks_rows, take_turns
from concertation.domain.actor import PARTICIPANT
from concertation.domain.organisation import MOST_NAME, name_key, names_nobody
from concertation.domain.typed_text import clean_line
from concertation.models import Organisation
from concertation.queries.organisations import (
    organisation_with_siret,
    organisations_named,
)
from concertation.services.audit import note

NAMED: Final = {"read": True, "key_share": True}


@dataclass(frozen=True, slots=True)
class NamedOrganisation:
    """Whom somebody says that they speak for."""

    number: int | None = None
    """Of one that was chosen from the directory."""
    name: str = ""
    siret: str = ""
    """Fourteen digits, see `domain.siret`, or empty."""


def settle_organisation(  # noqa: PLR0913 -- what the row of a new one holds
    session: Session,
    named: NamedOrganisation,
    *,
    category: str,
    departement: str,
    epci: str = "",
    actor: str = PARTICIPANT,
    now: datetime,
) -> Organisation | None:
    """The one that was chosen, or has this SIRET or this name; or else a new one.

    In the caller's transaction. A new one is not listed until somebody at the desk saw
    it. None: they speak for themselves.
    """
    found = _known(session, named, departement)
    if found is None and not named.siret and names_nobody(named.name):
        return None
    if found is None:
        take_turn(session)
        found = _known(session, named, departement)
    if found is None:
        found = Organisation(
            **words_of(named.name or named.siret),
            siret=named.siret,
            category=category,
            departement=departement,
            epci=epci,
            created_at=now,
            updated_at=now,
        )
        session.add(found)
        note(session, "organisation.added", found, actor=actor, now=now)
    elif named.siret and not found.siret and found.listed_at is None:
        _learn_siret(session, found, named.siret, actor=actor, now=now)
    return found


def take_turn(session: Session) -> None:
    """Whoever may add an organisation, or give one a SIRET, does so one at a time."""
    take_turns(session, "organisation")


def words_of(name: str) -> dict[str, str]:
    """How a name is stored."""
    line = clean_line(name)[:MOST_NAME]
    return {"name": line, "name_key": name_key(line)}


def known_organisation(
    session: Session, named: NamedOrganisation, departement: str
) -> Organisation | None:
    """Whom they mean, if it stands in the directory. Nothing is held or written."""
    return next(_candidates(session, named, departement, holds=False), None)


def _known(
    session: Session, named: NamedOrganisation, departement: str
) -> Organisation | None:
    """The same, held until the transaction ends."""
    return next(_candidates(session, named, departement, holds=True), None)


def _candidates(
    session: Session, named: NamedOrganisation, departement: str, *, holds: bool
) -> Iterator[Organisation]:
    """Whom they may mean, the surest first, each standing."""
    if named.number is not None:
        chosen = session.get(Organisation, named.number)
        yield from _standing(session, chosen, holds=holds)
    if named.siret:
        found = organisation_with_siret(session, named.siret)
        yield from _standing(session, found, holds=holds)
    if names_nobody(named.name):
        return
    of_that_name = organisations_named(session, name_key(named.name))
    for found in sorted(of_that_name, key=lambda each: each.departement != departement):
        for standing in _standing(session, found, holds=holds):
            # Two numbers are two establishments, whatever they call themselves.
            if not named.siret or standing.siret in {"", named.siret}:
                yield standing


def _standing(
    session: Session, found: Organisation | None, *, holds: bool
) -> Iterator[Organisation]:
    """The row itself, or the one that it was merged into in the end."""
    while found is not None:
        if holds and found.merged_into_id is None and locks_rows(session):
            # Only now, for a merged row is never waited for. Read anew: it may have
            # been merged, or be gone with who alone had typed it, while we waited.
            found = session.get(
                Organisation, found.id, populate_existing=True, with_for_update=NAMED
            )
            if found is None:
                return
        if found.merged_into_id is None:
            yield found
            return
        found = session.get_one(Organisation, found.merged_into_id)


def _learn_siret(
    session: Session, found: Organisation, siret: str, *, actor: str, now: datetime
) -> None:
    """Of one that nobody looked at yet; the others, the desk alone changes."""
    take_turn(session)
    session.refresh(found)
    if found.siret or organisation_with_siret(session, siret):
        return
    found.siret, found.updated_at = siret, now
    changes = {"siret": ("", siret)}
    note(session, "organisation.changed", found, actor=actor, now=now, changes=changes)
