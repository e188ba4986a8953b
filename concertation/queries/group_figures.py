"""Who makes up a group in one phase, as numbers: counted by the database at once."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.enrolment import SeatRole, Standing, standing_in
from concertation.domain.process import TargetKind
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
    ProcessTarget,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Balance:
    """Persons of one kind of organisation, or of one territory."""

    value: str
    inside: int
    """With a seat of their own."""
    waiting: int
    """In the line, or until the desk decides."""
    wanted: int | None
    """How many the process wants in each group; None: nobody said."""

    @property
    def missing(self) -> int:
        return max(0, (self.wanted or 0) - self.inside)


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationInGroup:
    id: int
    name: str
    titulars: int
    """With a seat, or one that is held for them."""
    deputies: int
    waiting: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupFigures:
    by_standing: Mapping[Standing, int]
    """Persons; of those who left, how often somebody did."""
    categories: Sequence[Balance]
    departements: Sequence[Balance]
    organisations: Sequence[OrganisationInGroup]
    """In the order of their names."""

    @property
    def current(self) -> int:
        """Everybody who has not left."""
        return sum(
            count
            for standing, count in self.by_standing.items()
            if standing is not Standing.ENDED
        )

    @property
    def organisations_inside(self) -> int:
        return sum(bool(each.titulars or each.deputies) for each in self.organisations)


@dataclass(frozen=True, slots=True)
class _Part:
    """So many persons who are alike in all that is counted."""

    standing: Standing
    role: SeatRole
    category: str
    departement: str
    organisation_id: int | None
    organisation: str
    persons: int


def group_figures(offer: GroupOffer) -> GroupFigures:
    parts = _parts(offer.id)
    targets = db.session.scalars(
        select(ProcessTarget).where(ProcessTarget.process_id == offer.process_id)
    ).all()
    by_standing: Counter[Standing] = Counter()
    for part in parts:
        by_standing[part.standing] += part.persons
    current = [part for part in parts if part.standing is not Standing.ENDED]
    return GroupFigures(
        by_standing=by_standing,
        categories=_balance(
            [(part.category, part) for part in current],
            _wanted(targets, TargetKind.CATEGORY),
        ),
        departements=_balance(
            [(part.departement, part) for part in current],
            _wanted(targets, TargetKind.DEPARTEMENT),
        ),
        organisations=_organisations(current),
    )


def _parts(offer_id: int) -> list[_Part]:
    has_ended = Enrolment.ended_at.is_not(None)
    alike = (
        has_ended,
        Admission.state,
        Enrolment.seat_role,
        Participant.category,
        Participant.departement,
        Participant.organisation_id,
        Organisation.name,
    )
    rows = db.session.execute(
        select(*alike, func.count())
        .select_from(Enrolment)
        .join(Enrolment.participant)
        .outerjoin(Participant.organisation)
        .outerjoin(Enrolment.admission)
        .where(Enrolment.offer_id == offer_id)
        .group_by(*alike)
    )
    return [_part(*row) for row in rows]


def _part(has_ended: bool, state: AdmissionState | None, *alike: Any) -> _Part:
    role, category, departement, organisation_id, name, persons = alike
    return _Part(
        standing=Standing.ENDED if has_ended else standing_in(state),
        role=role,
        category=category,
        departement=departement,
        organisation_id=organisation_id,
        organisation=name or "",
        persons=persons,
    )


def _wanted(targets: Iterable[ProcessTarget], kind: TargetKind) -> dict[str, int]:
    return {
        target.value: target.wanted
        for target in targets
        if target.kind is kind and target.wanted is not None
    }


def _balance(
    parts: Sequence[tuple[str, _Part]], wanted: Mapping[str, int]
) -> list[Balance]:
    """What is wanted first, in the order of what is missing most; then the largest."""
    inside: Counter[str] = Counter()
    waiting: Counter[str] = Counter()
    for value, part in parts:
        if part.standing in {Standing.SEAT, Standing.HELD}:
            inside[value] += part.persons
        elif part.standing in {Standing.WAITING, Standing.ASKED}:
            waiting[value] += part.persons
    found = [
        Balance(
            value=value,
            inside=inside[value],
            waiting=waiting[value],
            wanted=wanted.get(value),
        )
        for value in {*inside, *waiting, *wanted}
    ]
    return sorted(
        found, key=lambda b: (b.wanted is None, -b.missing, -b.inside, b.value)
    )


def _organisations(parts: Iterable[_Part]) -> list[OrganisationInGroup]:
    names: dict[int, str] = {}
    counts: dict[int, Counter[str]] = {}
    for part in parts:
        if part.organisation_id is None:
            continue
        names[part.organisation_id] = part.organisation
        count = counts.setdefault(part.organisation_id, Counter())
        match part.standing:
            case Standing.SEAT | Standing.HELD:
                count["titulars"] += part.persons
            case Standing.DEPUTY:
                count["deputies"] += part.persons
            case Standing.WAITING | Standing.ASKED:
                count["waiting"] += part.persons
    found = [
        OrganisationInGroup(
            id=number,
            name=names[number],
            titulars=count["titulars"],
            deputies=count["deputies"],
            waiting=count["waiting"],
        )
        for number, count in counts.items()
    ]
    return sorted(found, key=lambda each: (each.name.casefold(), each.id))
