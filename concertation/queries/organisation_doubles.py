"""Rows of the directory that may stand for one organisation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice
from typing import TypeAlias

from sqlalchemy import Row, or_, select

from concertation.database import db
from concertation.domain.organisation import are_alike, near_names
from concertation.domain.siret import siren_of
from concertation.models import Organisation, OrganisationApart
from concertation.queries.organisations import STANDS

Pair: TypeAlias = tuple[int, int]
MOST_DOUBLES = 100


class Likeness(StrEnum):
    """Why two may be one, the surest first."""

    NAME = "name"
    NEAR = "near"
    SIREN = "siren"


@dataclass(frozen=True, slots=True, kw_only=True)
class Double:
    one: Organisation
    other: Organisation
    likeness: Likeness


def suspected_doubles() -> Sequence[Double]:
    """Pairs that somebody should look at, the surest first.

    Those that the desk knows to be two are not among them.
    """
    known, apart = _known(), _known_apart()
    alike = {
        Likeness.NAME: _sharing({row.id: row.name_key for row in known}),
        Likeness.NEAR: near_names({row.id: row.name for row in known}),
        Likeness.SIREN: _sharing({row.id: siren_of(row.siret) for row in known}),
    }
    surest: dict[Pair, Likeness] = {}
    for likeness, pairs in alike.items():
        for pair in sorted(pairs - apart):
            surest.setdefault(pair, likeness)
    return _doubles(dict(islice(surest.items(), MOST_DOUBLES)))


def doubles_of(organisation: Organisation) -> Sequence[Organisation]:
    """Those that may be the same as this one: quicker than to look at all pairs."""
    siren, apart = siren_of(organisation.siret), _numbers_apart(organisation)
    numbers = [
        row.id
        for row in _known()
        if row.id != organisation.id
        and row.id not in apart
        and (
            row.name_key == organisation.name_key
            or (siren and siren_of(row.siret) == siren)
            or are_alike(row.name, organisation.name)
        )
    ]
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(numbers[:MOST_DOUBLES]))
        .order_by(Organisation.name_key, Organisation.id)
    ).all()


def kept_apart_from(organisation: Organisation) -> Sequence[Organisation]:
    """Those that look like it, and that the desk knows to be others."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.id.in_(_numbers_apart(organisation)), STANDS)
        .order_by(Organisation.name_key, Organisation.id)
    ).all()


def are_kept_apart(one: Organisation, other: Organisation) -> bool:
    return other.id in _numbers_apart(one)


def _known_apart() -> set[Pair]:
    pairs = select(OrganisationApart.one_id, OrganisationApart.other_id)
    return {(one, other) for one, other in db.session.execute(pairs)}


def _numbers_apart(organisation: Organisation) -> set[int]:
    apart = OrganisationApart
    pairs = select(apart.one_id, apart.other_id).where(
        or_(apart.one_id == organisation.id, apart.other_id == organisation.id)
    )
    found = {number for pair in db.session.execute(pairs) for number in pair}
    return found - {organisation.id}


def _known() -> Sequence[Row[int, str, str, str]]:
    return db.session.execute(
        select(
            Organisation.id,
            Organisation.name,
            Organisation.name_key,
            Organisation.siret,
        ).where(STANDS)
    ).all()


def _sharing(values: Mapping[int, str]) -> set[Pair]:
    """The pairs of those that have the same, and something."""
    owners: dict[str, list[int]] = defaultdict(list)
    for number, value in values.items():
        if value:
            owners[value].append(number)
    return {pair for each in owners.values() for pair in combinations(sorted(each), 2)}


def _doubles(pairs: Mapping[Pair, Likeness]) -> list[Double]:
    numbers = {number for pair in pairs for number in pair}
    rows = db.session.scalars(select(Organisation).where(Organisation.id.in_(numbers)))
    found = {each.id: each for each in rows}
    return [
        Double(one=found[one], other=found[other], likeness=likeness)
        for (one, other), likeness in pairs.items()
    ]
