"""Tell everybody what became of their ranked wishes."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.domain.allotment import Allotted, Wisher
from concertation.domain.enrolment_messages import EnrolmentAllotted
from concertation.models import GroupOffer, Participant, Phase
from concertation.queries.allotment_plan import AllotmentPlan
from concertation.services.enrolment_news import about
from concertation.services.outbox import promise_all


def tell_allotted(
    session: Session, plan: AllotmentPlan, phase: Phase, *, now: datetime
) -> None:
    offers = select(GroupOffer).where(GroupOffer.phase_id == phase.id)
    titles = {each.id: each.group.title for each in session.scalars(offers)}
    people = select(Participant).where(
        Participant.id.in_([each.number for each in plan.outcomes])
    )
    by_id = {person.id: person for person in session.scalars(people)}
    promise_all(
        session,
        [
            _message(by_id[wisher.number], phase, outcome, wisher, titles)
            for wisher, outcome in zip(plan.wishes.wishers, plan.outcomes, strict=True)
        ],
        now=now,
    )


def _message(
    person: Participant,
    phase: Phase,
    outcome: Allotted,
    wisher: Wisher,
    titles: dict[int, str],
) -> EnrolmentAllotted:
    goes_on = outcome.waits_in | outcome.deputy_in
    over = [wish.group for wish in wisher.wishes if wish.group not in goes_on]
    return EnrolmentAllotted(
        **about(person, phase),
        group_title=titles[outcome.group] if outcome.group else "",
        place=outcome.place or 0,
        passed_groups=tuple(titles[group] for group, _why in outcome.passed),
        obstacles=tuple(why.value for _group, why in outcome.passed),
        deputy_groups=tuple(titles[group] for group in sorted(outcome.deputy_in)),
        ended_groups=() if outcome.group else tuple(titles[group] for group in over),
    )
