"""What a refusal is called in front of people, and what they can do about it."""

from dataclasses import dataclass

from concertation.domain.errors import Refusal
from concertation.web.refusals import (
    accounts,
    enrolments,
    events,
    files,
    organisations,
    site,
)

TEXTS = {
    **events.TEXTS,
    **enrolments.TEXTS,
    **accounts.TEXTS,
    **files.TEXTS,
    **organisations.TEXTS,
    **site.TEXTS,
}


@dataclass(frozen=True, slots=True)
class RefusalText:
    title: str
    what_to_do: str


def refusal_text(refusal: Refusal) -> RefusalText:
    title, what_to_do = TEXTS[type(refusal)]
    return RefusalText(str(title), str(what_to_do))
