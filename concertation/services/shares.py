"""What somebody who answers so wants of an event's pool."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy.orm import Session

from concertation.domain.errors import ChoiceGone
from concertation.domain.questions import Answer, picked
from concertation.domain.seating import QuotaKind
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event, Quota
from concertation.queries.seating import quotas_of
from concertation.services.answers import Answers
from concertation.services.seat_shares import Share


def share_of(
    session: Session,
    event: Event,
    answers: Answers,
    own: Mapping[str, Answer],
    *,
    held: Iterable[int] = (),
) -> Share:
    """Read the quotas under the pool's lock, which the caller holds.

    ``held`` are the ids of the quotas that the person counts in already: a workshop
    that is offered no more stays theirs. Raises `ChoiceGone`.
    """
    seats = 1 + len(answers.companions)
    if not event.pool.has_quotas:
        return Share(seats=seats)
    quotas = {quota.id: quota for quota in quotas_of(session, event.pool)}
    workshops = [
        quotas[number] for number in _workshop_quotas(event, answers, set(held))
    ]
    is_ranked = event.workshop_rule is WorkshopRule.RANKED
    counted = [
        *_by_place(quotas.values(), answers),
        *(quotas[number] for number in _choice_quotas(event, own)),
        *([] if is_ranked else workshops),
    ]
    return Share(
        seats=seats,
        quotas=tuple(counted),
        wishes=tuple(workshops) if is_ranked else (),
    )


def _by_place(quotas: Iterable[Quota], answers: Answers) -> Iterator[Quota]:
    """The quotas of the person's kind of organisation and territory."""
    values = {
        QuotaKind.CATEGORY: answers.category,
        QuotaKind.DEPARTEMENT: answers.departement,
    }
    return (q for q in quotas if q.kind in values and q.value == values[q.kind])


def _workshop_quotas(event: Event, answers: Answers, held: set[int]) -> Iterator[int]:
    known = {workshop.id: workshop for workshop in event.workshops}
    for number in answers.workshops:
        workshop = known.get(number)
        if workshop is None:
            raise ChoiceGone
        if workshop.retired_at and workshop.quota_id not in held:
            raise ChoiceGone
        yield workshop.quota_id


def _choice_quotas(event: Event, own: Mapping[str, Answer]) -> Iterator[int]:
    for question in event.questions:
        chosen = picked(own.get(str(question.id)))
        for choice in question.choices:
            if choice.quota_id and str(choice.id) in chosen:
                yield choice.quota_id
