"""Whole lists of members, read some rows at a time: for files that are taken away."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import SQLColumnExpression, select

from concertation.database import db
from concertation.domain.enrolment import Standing, standing_in
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
    Phase,
    WorkingGroup,
)
from concertation.queries.member_rows import (
    MemberFilter,
    narrowed,
    order_of,
    ranks_in,
)

ROWS_READ_AT_ONCE = 2000
FIELDS: Mapping[str, SQLColumnExpression[Any]] = {
    "working_group": WorkingGroup.title,
    "phase": Phase.title,
    "reference": Participant.reference,
    "state": Admission.state,
    "wish_place": Enrolment.wish_place,
    "family_name": Participant.family_name,
    "given_name": Participant.given_name,
    "email": Participant.email,
    "phone": Participant.phone,
    "organisation": Organisation.name,
    "role": Participant.role,
    "category": Participant.category,
    "departement": Participant.departement,
    "epci": Participant.epci,
    "accessibility_needs": Participant.accessibility_needs,
    "enrolled_at": Enrolment.created_at,
    "ended_at": Enrolment.ended_at,
    "end_reason": Enrolment.end_reason,
    "locale": Participant.locale,
}
"""What a list can hold, by the keys of its columns; and "rank", which is counted."""


def member_rows(
    wanted: MemberFilter, keys: Sequence[str]
) -> Iterator[tuple[dict[str, Any], Sequence[Any]]]:
    """The person's answers, then what the keys name, phase after phase."""
    wanted = replace(wanted, without_limited=True)
    ranks = ranks_in(wanted)
    fields = {**FIELDS, "rank": ranks.c.rank}
    listed = narrowed(
        select(Participant.answers, Enrolment.ended_at, *[fields[key] for key in keys]),
        wanted,
    )
    listed = (
        listed.join(GroupOffer, GroupOffer.id == Enrolment.offer_id)
        .join(GroupOffer.group)
        .join(GroupOffer.phase)
        .outerjoin(ranks, ranks.c.id == Enrolment.admission_id)
        .order_by(Phase.starts_at, WorkingGroup.position, *order_of(wanted.order))
        .execution_options(yield_per=ROWS_READ_AT_ONCE)
    )
    state = keys.index("state") if "state" in keys else None
    for answers, ended_at, *cells in db.session.execute(listed):
        if state is not None:
            ended = ended_at is not None
            cells[state] = Standing.ENDED if ended else standing_in(cells[state])
        yield answers or {}, cells
