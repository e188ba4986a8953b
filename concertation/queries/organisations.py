"""Find organisations of the directory, for forms and for the desk."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.organisation import are_alike, name_key
from concertation.models import Organisation

STANDS = Organisation.merged_into_id.is_(None)
LISTED = (STANDS, Organisation.listed_at.is_not(None))
"""What a public form may tell of: somebody at the desk saw that it exists."""
MOST_SIMILAR = 5


@dataclass(frozen=True, slots=True)
class KnownName:
    number: int
    name: str
    key: str


def listed_names() -> Sequence[KnownName]:
    """Of all whom a public form may tell of, in order."""
    return _names(*LISTED)


def names_to_propose(names: Sequence[KnownName]) -> Sequence[str]:
    """While somebody types: each once, though several may have it."""
    return list(dict.fromkeys(each.name for each in names))


def similar_organisations(
    name: str, among: Sequence[KnownName]
) -> Sequence[Organisation]:
    """Those that somebody may mean who typed this name; none, where it is known."""
    typed = name_key(name)
    if any(typed == each.key for each in among):
        return []
    alike = [each.number for each in among if are_alike(name, each.name)]
    if not alike:
        return []
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(alike[:MOST_SIMILAR]))
        .order_by(Organisation.name_key, Organisation.id)
    ).all()


def known_as(name: str) -> Sequence[Organisation]:
    """Those of this name, or else of one that is near: the desk is about to add one."""
    named = organisations_named(db.session(), name_key(name))
    standing = [each for each in named if each.merged_into_id is None]
    return standing or similar_organisations(name, _names(STANDS))


def organisation_with_siret(session: Session, siret: str) -> Organisation | None:
    return session.scalar(select(Organisation).where(Organisation.siret == siret))


def organisations_named(session: Session, key: str) -> Sequence[Organisation]:
    """Of this folded name, the standing ones first: a merged one leads to another."""
    return session.scalars(
        select(Organisation)
        .where(Organisation.name_key == key)
        .order_by(
            Organisation.merged_into_id.is_not(None),
            Organisation.listed_at.is_(None),
            Organisation.id,
        )
    ).all()


def numbers_of(session: Session, names: Collection[str]) -> Sequence[int]:
    """The ids of those that have one of these names, however it is written."""
    keys = {name_key(name) for name in names}
    found = select(Organisation.id).where(STANDS, Organisation.name_key.in_(keys))
    return session.scalars(found.order_by(Organisation.id)).all()


def _names(*among: ColumnElement[bool]) -> Sequence[KnownName]:
    found = (
        select(Organisation.id, Organisation.name, Organisation.name_key)
        .where(*among)
        .order_by(Organisation.name_key, Organisation.name, Organisation.id)
    )
    return [KnownName(*row) for row in db.session.execute(found)]
