"""Tell everybody what became of their ranked wishes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.allotment import Allotted
from concertation.domain.enrolment_messages import EnrolmentAllotted
from concertation.models import GroupOffer, Participant, Phase
from concertation.services.enrolment_news import about
from concertation.services.outbox import promise_all


def tell_allotted(
    session: Session, outcomes: Sequence[Allotted], phase: Phase, *, now: datetime
) -> None:
    offers = select(GroupOffer).where(GroupOffer.phase_id == phase.id)
    titles = {each.id: each.group.title for each in session.scalars(offers)}
    people = select(Participant).where(
        Participant.id.in_([each.number for each in outcomes])
    )
    by_id = {person.id: person for person in session.scalars(people)}
    promise_all(
        session,
        [_message(by_id[each.number], phase, each, titles) for each in outcomes],
        now=now,
    )


def _message(
    person: Participant, phase: Phase, outcome: Allotted, titles: dict[int, str]
) -> EnrolmentAllotted:
    return EnrolmentAllotted(
        **about(person, phase),
        group_title=titles[outcome.group] if outcome.group else "",
        place=outcome.place or 0,
        passed_groups=tuple(titles[group] for group, _why in outcome.passed),
        obstacles=tuple(why.value for _group, why in outcome.passed),
    )
