"""What stands on the public page of a process, and on that of one of its groups.

Drafts have them as well: their preview at the desk is the very page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from concertation.domain.phases import PhaseState, phase_at_hand, state_of_all
from concertation.domain.seating import free_seats
from concertation.models import Event, GroupOffer, Phase, Process, WorkingGroup
from concertation.queries.composition import Composition, composition_of
from concertation.queries.meetings import coming_meetings, past_meetings
from concertation.queries.processes import groups_of_process, offers_of_process
from concertation.web.enrolling import Enrolling, enrolling_in, is_told
from concertation.web.timeline import Timeline, timeline_of


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupOnPage:
    group: WorkingGroup
    offers: Sequence[GroupOffer]
    """In the order of time."""
    next_meeting: Event | None

    def enrolling_offers(self, enrolling: Enrolling) -> list[GroupOffer]:
        return [each for each in self.offers if each.phase in enrolling.phases]


@dataclass(frozen=True, kw_only=True)
class ProcessPage:
    process: Process
    now: datetime
    groups: Sequence[GroupOnPage]
    enrolling: Enrolling
    coming: Sequence[Event]
    past: Sequence[Event]

    @cached_property
    def timeline(self) -> Timeline | None:
        return timeline_of(self.process.phases, self.now)

    def tells_enrolment(self, phase: Phase) -> bool:
        offers = [offer for each in self.groups for offer in each.offers]
        has_groups = any(offer.phase_id == phase.id for offer in offers)
        return is_told(phase, has_groups=has_groups, now=self.now)

    @property
    def open_phase(self) -> Phase | None:
        return self.process.open_phase(self.now)

    def number_of(self, phase: Phase) -> int:
        """1 for the first."""
        return self.process.phases.index(phase) + 1

    @property
    def is_over(self) -> bool:
        return state_of_all(self.process.phases, self.now) is PhaseState.OVER


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupPage:
    group: WorkingGroup
    now: datetime
    offers: Sequence[GroupOffer]
    """In the order of time."""
    enrolling: Enrolling
    at_hand: Phase | None
    """The phase whose members are counted: the open one, or else the last that was."""
    composition: Composition
    coming: Sequence[Event]
    past: Sequence[Event]

    @property
    def process(self) -> Process:
        return self.group.process

    @property
    def is_over(self) -> bool:
        """Of the process, in which the group may have met to the end or not."""
        return state_of_all(self.process.phases, self.now) is PhaseState.OVER

    @property
    def has_seats(self) -> bool:
        """Whether somebody who enrols now gets a seat."""
        pools = [
            each.pool for each in self.offers if each.phase in self.enrolling.phases
        ]
        free = [free_seats(pool.capacity, pool.seats_taken) for pool in pools]
        return any(left is None or left > 0 for left in free)


def process_page(process: Process, now: datetime) -> ProcessPage:
    """As many queries for three groups as for one."""
    groups = groups_of_process(process.id)
    offers = offers_of_process(process.id)
    coming = coming_meetings(process, now)
    return ProcessPage(
        process=process,
        now=now,
        groups=[
            GroupOnPage(
                group=group,
                offers=[each for each in offers if each.group_id == group.id],
                next_meeting=_next_of(group, coming),
            )
            for group in groups
        ],
        enrolling=enrolling_in(offers, now),
        coming=coming,
        past=past_meetings(process, now),
    )


def group_page(group: WorkingGroup, now: datetime) -> GroupPage:
    """As many queries for five hundred members as for one."""
    offers = [
        each
        for each in offers_of_process(group.process_id)
        if each.group_id == group.id
    ]
    at_hand = phase_at_hand([each.phase for each in offers], now)
    counted = [each for each in offers if each.phase is at_hand]
    return GroupPage(
        group=group,
        now=now,
        offers=offers,
        enrolling=enrolling_in(offers, now),
        at_hand=at_hand,
        composition=composition_of(counted[0]) if counted else Composition(),
        coming=coming_meetings(group.process, now, group=group),
        past=past_meetings(group.process, now, group=group),
    )


def _next_of(group: WorkingGroup, coming: Sequence[Event]) -> Event | None:
    """The next that takes place."""
    return next(
        (
            event
            for event in coming
            if event.group is group and event.cancelled_at is None
        ),
        None,
    )
