"""Who may do what, and where: a person's rights are the union of their grants.

A grant gives one role at one place: on the whole site, in a process with all its groups
and meetings, in a group with its own, or at one event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Right(StrEnum):
    ADMINISTER = "administer"
    """Accounts, the journal, the settings of the site."""
    PREPARE = "prepare"
    """Write an event, a group or a process, publish it, call it off; but at one event
    alone: create what belongs there."""
    FILL = "fill"
    """Add, change, cancel and erase attendees, and write to them."""
    READ = "read"
    """See everything of a place, and take it away as a file."""
    WELCOME = "welcome"
    """See name, organisation and state of those who registered, and nothing else."""

    PROTECT = "protect"
    """See how long data about people are kept, and treat what people ask for."""


class Role(StrEnum):
    ADMINISTRATOR = "administrator"
    FACILITATOR = "facilitator"
    READER = "reader"
    WELCOMER = "welcomer"
    DATA_OFFICER = "data_officer"
    """The data-protection officer (GDPR, article 37)."""


RIGHTS: dict[Role, frozenset[Right]] = {
    Role.ADMINISTRATOR: frozenset(Right),
    Role.FACILITATOR: frozenset({Right.PREPARE, Right.FILL, Right.READ, Right.WELCOME}),
    Role.READER: frozenset({Right.READ, Right.WELCOME}),
    Role.WELCOMER: frozenset({Right.WELCOME}),
    Role.DATA_OFFICER: frozenset({Right.PROTECT}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a right is given, or asked for; nothing named: on the whole site.

    Each is named by the last part of its address. What belongs to something names
    that as well: a group its process, and a meeting the process and the group whose
    meeting it is.
    """

    event: str | None = None
    process: str | None = None
    group: str | None = None

    @property
    def scope(self) -> "Scope":
        if self.event:
            return Scope.EVENT
        if self.group:
            return Scope.GROUP
        return Scope.PROCESS if self.process else Scope.SITE

    def reaches(self, other: "Place") -> bool:
        """Whether what is good here is good there: all that is named here is there."""
        return (
            self.event in {None, other.event}
            and self.process in {None, other.process}
            and self.group in {None, other.group}
        )


WHOLE_SITE = Place()


class Scope(StrEnum):
    """What kind of place it is."""

    SITE = "site"
    PROCESS = "process"
    GROUP = "group"
    EVENT = "event"


@dataclass(frozen=True, slots=True)
class Grant:
    role: Role
    at: Place = WHOLE_SITE


@dataclass(frozen=True, slots=True)
class Reach:
    """Everywhere that somebody has a right."""

    places: frozenset[Place]

    def __contains__(self, place: Place) -> bool:
        return any(each.reaches(place) for each in self.places)

    def __bool__(self) -> bool:
        return bool(self.places)

    @property
    def is_everywhere(self) -> bool:
        return WHOLE_SITE in self.places

    @property
    def events(self) -> frozenset[str]:
        """Those that are named themselves, not those of a process or a group."""
        return frozenset(each.event for each in self.places if each.event)

    @property
    def processes(self) -> frozenset[str]:
        """Those that are in reach as a whole."""
        named = self._of(Scope.PROCESS)
        return frozenset(each.process for each in named if each.process)

    @property
    def groups(self) -> frozenset[tuple[str, str]]:
        """Those that are named themselves, each after its process."""
        return frozenset(
            (each.process, each.group)
            for each in self._of(Scope.GROUP)
            if each.process and each.group
        )

    @property
    def touched_processes(self) -> frozenset[str]:
        """Those that are in reach, or of which a group is."""
        return self.processes | {process for process, _group in self.groups}

    def _of(self, scope: Scope) -> list[Place]:
        return [each for each in self.places if each.scope is scope]


def reach_of(grants: Iterable[Grant], right: Right) -> Reach:
    return Reach(frozenset(grant.at for grant in grants if right in RIGHTS[grant.role]))


def may(grants: Iterable[Grant], right: Right, place: Place = WHOLE_SITE) -> bool:
    return place in reach_of(grants, right)


def can_be_given(role: Role, scope: Scope) -> bool:
    """The site has no part to administer; whoever welcomes does so at one event."""
    match role:
        case Role.ADMINISTRATOR | Role.DATA_OFFICER:
            return scope is Scope.SITE
        case Role.WELCOMER:
            return scope is Scope.EVENT
    return True
