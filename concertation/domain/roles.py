"""Who may do what, and where: a person's rights are the union of their grants.

A grant gives one role on the whole site or at one event. Scopes to come (a process, a
working group) are further fields of a `Grant`, and one more case in `reaches`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    ADMINISTER = "administer"
    """Accounts, the journal, the settings of the site."""
    PREPARE = "prepare"
    """Write an event, publish it, call it off; on the whole site: create one."""
    FILL = "fill"
    """Add, change, cancel and erase attendees, and write to them."""
    READ = "read"
    """See everything of an event, and take it away as a file."""
    WELCOME = "welcome"
    """See name, organisation and state of those who registered, and nothing else."""


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    FACILITATOR = "facilitator"
    READER = "reader"
    WELCOMER = "welcomer"


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.FACILITATOR: frozenset({Right.PREPARE, Right.FILL, Right.READ, Right.WELCOME}),
    Role.READER: frozenset({Right.READ, Right.WELCOME}),
    Role.WELCOMER: frozenset({Right.WELCOME}),
}


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    event: str | None = None
    """The last part of the event's address; None: the whole site."""

    def reaches(self, event: str | None) -> bool:
        """Whether it is good at this event; None asks for the whole site."""
        return self.event in {None, event}


def may(grants: Iterable[Grant], right: Right, event: str | None = None) -> bool:
    return any(right in RIGHTS[grant.role] and grant.reaches(event) for grant in grants)


def events_open_to(grants: Iterable[Grant], right: Right) -> frozenset[str] | None:
    """The addresses of the events where these grants give the right; None: all."""
    fit = [grant.event for grant in grants if right in RIGHTS[grant.role]]
    return None if None in fit else frozenset(event for event in fit if event)


def can_be_given(role: Role, *, at_one_event: bool) -> bool:
    """The site has no part to administer; whoever welcomes does so at one event."""
    match role:
        case Role.ADMINISTRATOR:
            return not at_one_event
        case Role.WELCOMER:
            return at_one_event
    return True
