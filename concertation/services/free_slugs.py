"""The last part of a page's address, which no other page of its kind has."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from concertation.domain.addresses import slug_of, slugs_of
from concertation.domain.errors import Refusal


@dataclass(frozen=True, slots=True, kw_only=True)
class Slugs:
    """Those of one kind of page."""

    column: InstrumentedAttribute[str]
    nameless: str
    """For a title without a letter or a digit."""
    refusal: type[Refusal]


def free_slug(
    session: Session,
    slugs: Slugs,
    chosen: str,
    title: str,
    *,
    among: ColumnElement[bool],
) -> str:
    """What was chosen, or the first free one that the title makes.

    Free is what no row ``among`` the others has; the caller keeps them from changing.
    Raises the refusal of its kind.
    """
    column, nameless = slugs.column, slugs.nameless
    start = chosen or slug_of(title, nameless)
    others = select(column).where(column.startswith(start, autoescape=True), among)
    taken = set(session.scalars(others))
    if not chosen:
        return next(slug for slug in slugs_of(title, nameless) if slug not in taken)
    if chosen in taken:
        raise slugs.refusal
    return chosen
