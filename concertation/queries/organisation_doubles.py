"""Rows of the directory that may stand for one organisation."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations, islice
from typing import TypeAlias

from sqlalchemy import Row, select

from concertation.database import db
from concertation.domain.organisation import are_alike, near_names
from concertation.domain.siret import siren_of
from concertation.models import Organisation
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
    """Pairs that somebody should look at, the surest first."""
    known = _known()
    alike = {
        Likeness.NAME: _sharing({row.id: row.name_key for row in known}),
        Likeness.NEAR: near_names({row.id: row.name for row in known}),
        Likeness.SIREN: _sharing({row.id: siren_of(row.siret) for row in known}),
    }
    surest: dict[Pair, Likeness] = {}
    for likeness, pairs in alike.items():
        for pair in sorted(pairs):
            surest.setdefault(pair, likeness)
    return _doubles(dict(islice(surest.items(), MOST_DOUBLES)))


def doubles_of(organisation: Organisation) -> Sequence[Organisation]:
    """Those that may be the same as this one: quicker than to look at all pairs."""
    siren = siren_of(organisation.siret)
    numbers = [
        row.id
        for row in _known()
        if row.id != organisation.id
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
