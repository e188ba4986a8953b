"""Whoever runs some groups of a process decides about the people of those alone.

Asked in the caller's transaction, once nobody else gives the person a place.
"""

from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.process_errors import InAnotherGroup
from concertation.models import Enrolment, GroupOffer, Participant


def refuse_of_other_groups(
    session: Session, person: Participant, within: Collection[int] | None
) -> None:
    """Raise `InAnotherGroup` for who is known, and never was in one of these groups.

    ``within``: ids of groups; None: the whole process.
    """
    if within is None:
        return
    been_in = select(GroupOffer.group_id).join(Enrolment)
    known = session.scalars(been_in.where(Enrolment.participant_id == person.id))
    if not any(number in within for number in known):
        raise InAnotherGroup


def refuse_unless_within(
    places: Iterable[Enrolment], within: Collection[int] | None
) -> None:
    """Raise `InAnotherGroup` for who has one of these places in another group."""
    if within is not None and any(p.offer.group_id not in within for p in places):
        raise InAnotherGroup
