"""Who is expected at an event, for those who welcome: name, organisation and state.

Nothing else is read from the database, nor searched: to search in the addresses would
tell them.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from concertation.database import db
from concertation.domain.registration import folded
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, Registration

ROWS_ON_A_PAGE = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    given_name: str
    family_name: str
    organisation: str
    state: AdmissionState


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedPage:
    people: Sequence[Expected]
    total: int
    page: int
    pages: int


def expected_people(event_id: int, text: str, page: int) -> ExpectedPage:
    """One page of the list, from 1; a page that does not exist is the last one."""
    words = folded(text).split()
    people = [one for one in _everybody(event_id) if _matches(one, words)]
    pages = max(1, -(-len(people) // ROWS_ON_A_PAGE))
    page = min(max(1, page), pages)
    first = (page - 1) * ROWS_ON_A_PAGE
    return ExpectedPage(
        people=people[first : first + ROWS_ON_A_PAGE],
        total=len(people),
        page=page,
        pages=pages,
    )


def _everybody(event_id: int) -> Iterator[Expected]:
    rows = db.session.execute(
        select(
            Registration.given_name,
            Registration.family_name,
            Registration.organisation,
            Admission.state,
        )
        .join(Admission, Admission.id == Registration.admission_id)
        .where(
            Registration.event_id == event_id,
            Registration.ended_at.is_(None),
            Registration.anonymised_at.is_(None),
        )
        .order_by(Registration.sort_key, Registration.id)
    )
    for given, family, organisation, state in rows:
        yield Expected(
            given_name=given,
            family_name=family,
            organisation=organisation,
            state=state,
        )


def _matches(one: Expected, words: Sequence[str]) -> bool:
    if not words:
        return True
    text = folded(f"{one.family_name} {one.given_name} {one.organisation}")
    return all(word in text for word in words)
