"""Who makes up a group in a phase: counted, and by name only who agreed to it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import (
    ColumnElement,
    Select,
    SQLColumnExpression,
    and_,
    case,
    func,
    select,
)
from sqlalchemy.orm import aliased

from concertation.database import db
from concertation.domain.composition import Part, tellable
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
)
from concertation.queries.restrictions import is_limited

SEATED = tuple(state for state in AdmissionState if state.holds_seats)
Final = aliased(Organisation, name="final_organisation")
"""Of an organisation that was a double, the one that it was merged into."""

NAME = func.coalesce(Final.name, Organisation.name)
IS_CONFIRMED = and_(
    Admission.state == AdmissionState.CONFIRMED,
    Participant.proven_at.is_not(None),
    ~is_limited(Participant.email_key),
)
"""Nobody is named by who has not said yet that they go on in this phase, nor by who may
be somebody else: an address that was typed proves nothing. Nor are limited data used
for it."""
IS_KNOWN = func.coalesce(Final.listed_at, Organisation.listed_at).is_not(None)
"""A name that a stranger typed is not published by itself: somebody sees it first."""
IS_NAMED = and_(Participant.organisation_is_named, IS_CONFIRMED, IS_KNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """Somebody who agreed to be named."""

    name: str
    organisation: str
    """Empty: they did not agree that it is named, or speak for themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Composition:
    persons: int = 0
    """Who hold a seat."""
    categories: Sequence[Part] = field(default_factory=list)
    """Only what gives nobody away, as the next."""
    departements: Sequence[Part] = field(default_factory=list)
    organisations: Sequence[str] = field(default_factory=list)
    """Those of whom somebody agreed that they are named, by name."""
    members: Sequence[Member] = field(default_factory=list)
    """Those who agreed, by name."""


def composition_of(offer: GroupOffer) -> Composition:
    """As many queries for five hundred people as for one."""
    categories = _parts(offer, Participant.category)
    return Composition(
        persons=sum(part.persons for part in categories),
        categories=tellable(categories),
        departements=tellable(_parts(offer, Participant.departement)),
        organisations=_organisations(offer),
        members=_members(offer),
    )


def organisation_is_known(person: Participant) -> bool:
    """Whether a public page may show the name of their organisation."""
    known = (
        select(IS_KNOWN)
        .select_from(Organisation)
        .outerjoin(Final, Organisation.merged_into_id == Final.id)
        .where(Organisation.id == person.organisation_id)
    )
    return bool(db.session.scalar(known))


def _parts(offer: GroupOffer, part: SQLColumnExpression[str]) -> list[Part]:
    unnamed = func.sum(case((IS_NAMED, 0), else_=1))
    counted = _seated(select(part, func.count(), unnamed), offer).group_by(part)
    return [
        Part(name=name, persons=persons, unnamed=int(hidden))
        for name, persons, hidden in db.session.execute(counted)
    ]


def _organisations(offer: GroupOffer) -> list[str]:
    named = _seated(select(NAME).distinct(), offer).where(IS_NAMED).order_by(NAME)
    return list(db.session.scalars(named))


def _members(offer: GroupOffer) -> list[Member]:
    organisation: ColumnElement[str] = case((IS_NAMED, NAME), else_="")
    named = _seated(
        select(Participant.given_name, Participant.family_name, organisation), offer
    ).where(Participant.is_named, IS_CONFIRMED)
    found = db.session.execute(named.order_by(Participant.sort_key, Participant.id))
    return [
        Member(name=f"{given} {family}", organisation=own)
        for given, family, own in found
    ]


def _seated(rows: Select, offer: GroupOffer) -> Select:  # type: ignore[type-arg]
    return (
        rows.select_from(Enrolment)
        .join(Enrolment.admission)
        .join(Enrolment.participant)
        .outerjoin(Organisation, Participant.organisation_id == Organisation.id)
        .outerjoin(Final, Organisation.merged_into_id == Final.id)
        .where(
            Enrolment.offer_id == offer.id,
            Enrolment.ended_at.is_(None),
            Admission.state.in_(SEATED),
        )
    )
