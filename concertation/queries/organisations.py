"""Find organisations of the directory, for forms and for the desk."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.organisation import are_alike, name_key
from concertation.models import Organisation

STANDS = Organisation.merged_into_id.is_(None)
LISTED = (STANDS, Organisation.listed_at.is_not(None))
"""What a public form may tell of: somebody at the desk saw that it exists."""
MOST_SIMILAR = 5


def listed_organisations() -> Sequence[str]:
    """The names that a public form offers while somebody types, in order."""
    listed = (
        select(Organisation.name, Organisation.name_key)
        .where(*LISTED)
        .distinct()
        .order_by(Organisation.name_key, Organisation.name)
    )
    return [name for name, _key in db.session.execute(listed)]


def similar_organisations(
    name: str, *, listed_only: bool = True
) -> Sequence[Organisation]:
    """Those that somebody may mean who typed this name; none, where it is known."""
    among = select(Organisation.id, Organisation.name, Organisation.name_key)
    among = among.where(*(LISTED if listed_only else (STANDS,)))
    known = db.session.execute(among.order_by(Organisation.name_key)).all()
    if name_key(name) in {key for _number, _other, key in known}:
        return []
    alike = [number for number, other, _key in known if are_alike(name, other)]
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
    return standing or similar_organisations(name, listed_only=False)


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
