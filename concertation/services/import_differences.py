"""Where a file says of somebody another thing than they answered."""

from typing import Any

from concertation.domain.exporting import COMPANIONS, QUESTION, WISHES, WORKSHOPS
from concertation.domain.people_import import Person
from concertation.domain.workshops import WorkshopRule
from concertation.models import Event
from concertation.queries.import_answers import KnownOwn
from concertation.services.answers import own_answers


def own_differences(
    event: Event, person: Person, known: KnownOwn
) -> dict[str, tuple[Any, Any]]:
    """By the key of the column: what we know, and what would be stored instead.

    An answer to a question that is not asked of this person is no difference: it
    would not be stored. What the file leaves empty says nothing.
    """
    given = {int(number): answer for number, answer in person.own.items()}
    then = own_answers(event, known.own, given)
    found: dict[str, tuple[Any, Any]] = {
        f"{QUESTION}{number}": (known.own.get(number), then.get(number))
        for number in person.own
        if known.own.get(number) != then.get(number)
    }
    is_ranked = event.workshop_rule is WorkshopRule.RANKED
    said, here = list(person.workshops), known.workshops
    if said and (said if is_ranked else sorted(said)) != (
        here if is_ranked else sorted(here)
    ):
        found[WISHES if is_ranked else WORKSHOPS] = (here, said)
    if person.companions and list(person.companions) != known.companions:
        found[COMPANIONS] = (known.companions, list(person.companions))
    return found
