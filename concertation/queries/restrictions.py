"""Whose data are limited, and who objects."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session

from concertation.database import db
from concertation.domain.restrictions import RestrictionKind
from concertation.models import DataRestriction

LIMITATION = RestrictionKind.LIMITATION
OBJECTION = RestrictionKind.OBJECTION
KEYS_AT_ONCE = 500


def is_limited(email_key: Any) -> ColumnElement[bool]:
    """Whether a column's address is: then it is kept, and neither used nor purged."""
    return _holds(email_key, LIMITATION)


def has_objected(email_key: Any) -> ColumnElement[bool]:
    """Whether whoever has a column's address objects to being written to."""
    return _holds(email_key, OBJECTION)


def may_be_solicited(email_key: Any) -> ColumnElement[bool]:
    """Whether whoever has this address may be invited, reminded or written to."""
    return ~exists().where(DataRestriction.email_key == email_key)


def _holds(email_key: Any, kind: RestrictionKind) -> ColumnElement[bool]:
    return exists().where(
        DataRestriction.email_key == email_key, DataRestriction.kind == kind
    )


def restrictions_of(
    email_key: str, session: Session | None = None
) -> Sequence[DataRestriction]:
    return (
        (session or db.session())
        .scalars(
            select(DataRestriction)
            .where(DataRestriction.email_key == email_key)
            .order_by(DataRestriction.kind)
        )
        .all()
    )


def limited_among(email_keys: Collection[str]) -> frozenset[str]:
    """For a list to mark them."""
    found = select(DataRestriction.email_key).where(
        DataRestriction.email_key.in_(email_keys), DataRestriction.kind == LIMITATION
    )
    return frozenset(db.session.scalars(found))


def kinds_among(
    session: Session, email_keys: Sequence[str]
) -> Mapping[str, set[RestrictionKind]]:
    found: dict[str, set[RestrictionKind]] = {}
    for first in range(0, len(email_keys), KEYS_AT_ONCE):
        some = email_keys[first : first + KEYS_AT_ONCE]
        rows = session.execute(
            select(DataRestriction.email_key, DataRestriction.kind).where(
                DataRestriction.email_key.in_(some)
            )
        )
        for key, kind in rows:
            found.setdefault(key, set()).add(kind)
    return found


def all_restrictions() -> Sequence[DataRestriction]:
    """Latest first."""
    return db.session.scalars(
        select(DataRestriction).order_by(
            DataRestriction.since.desc(), DataRestriction.id.desc()
        )
    ).all()
