"""Two rows of the directory look alike and are two: nobody is asked again."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import OrganisationMerged, SameOrganisation
from concertation.models import Organisation, OrganisationApart
from concertation.services.audit import note
from concertation.services.organisation_merging import hold_whole


def keep_apart(one_id: int, other_id: int, *, actor: str, now: datetime) -> None:
    """Say that two are two; twice is once, and the order does not matter.

    Raises `SameOrganisation`, or `OrganisationMerged` where one is part of another.
    """
    with transaction() as session:
        both = _hold(session, one_id, other_id)
        if _pair(session, both) is not None:
            return
        if any(each.merged_into_id is not None for each in both):
            raise OrganisationMerged
        one, other = both
        session.add(OrganisationApart(one_id=one.id, other_id=other.id, noted_at=now))
        _note(session, "organisation.kept_apart", both, actor=actor, now=now)


def compare_again(one_id: int, other_id: int, *, actor: str, now: datetime) -> None:
    """Take that back: if they look alike, they are told again. Twice is once."""
    with transaction() as session:
        both = _hold(session, one_id, other_id)
        pair = _pair(session, both)
        if pair is not None:
            session.delete(pair)
            _note(session, "organisation.compared_again", both, actor=actor, now=now)


def _hold(session: Session, one_id: int, other_id: int) -> list[Organisation]:
    """Both, the smaller number first, whichever was named first."""
    if one_id == other_id:
        raise SameOrganisation
    return [hold_whole(session, number) for number in sorted((one_id, other_id))]


def _pair(session: Session, both: list[Organisation]) -> OrganisationApart | None:
    one, other = both
    return session.get(OrganisationApart, (one.id, other.id))


def _note(session: Session, action: str, both: list[Organisation], **by: Any) -> None:
    """With their names, unless a stranger alone typed one: it goes with that person."""
    are_seen = all(each.listed_at for each in both)
    for each, other in (both, both[::-1]):
        told = by | ({"label": each.name, "other": other.name} if are_seen else {})
        note(session, action, each, **told)
