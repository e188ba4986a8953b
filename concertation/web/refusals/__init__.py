"""What a refusal is called in front of people, and what they can do about it."""

from dataclasses import dataclass

from concertation.domain.errors import Refusal
from concertation.web.refusals import (
    accounts,
    enrolments,
    events,
    files,
    groups,
    organisations,
    privacy,
    processes,
    site,
)

TEXTS = {
    **groups.TEXTS,
    **events.TEXTS,
    **enrolments.TEXTS,
    **accounts.TEXTS,
    **files.TEXTS,
    **organisations.TEXTS,
    **privacy.TEXTS,
    **processes.TEXTS,
    **site.TEXTS,
}


@dataclass(frozen=True, slots=True)
class RefusalText:
    title: str
    what_to_do: str


def refusal_text_for_groups(refusal: Refusal) -> RefusalText:
    """To who runs a group: what the public reads of the same is no help to them."""
    title, what_to_do = groups.TEXTS.get(type(refusal)) or TEXTS[type(refusal)]
    return RefusalText(str(title), str(what_to_do))


def refusal_text(refusal: Refusal) -> RefusalText:
    title, what_to_do = TEXTS[type(refusal)]
    return RefusalText(str(title), str(what_to_do))
