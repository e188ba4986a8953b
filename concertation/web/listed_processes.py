"""Processes in the order of what is going on."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from concertation.domain.phases import PhaseState, state_of_all
from concertation.models import Process


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedProcesses:
    current: Sequence[Process]
    """First those that people can enrol in, then the others that are under way, then
    those to come, soonest first."""
    ended: Sequence[Process]
    """Latest first."""
    enrolling: frozenset[int]
    """The ids of those that people can enrol in."""


def in_order(
    processes: Iterable[Process], offered: Collection[int], now: datetime
) -> ListedProcesses:
    """``offered``: the ids of the phases in which some group meets."""
    processes = list(processes)
    enrolling = frozenset(
        process.id
        for process in processes
        if any(phase.id in offered for phase in process.enrolling_phases(now))
    )
    by_state: dict[PhaseState, list[Process]] = {state: [] for state in PhaseState}
    for process in processes:
        by_state[state_of_all(process.phases, now)].append(process)
    under_way, to_come = by_state[PhaseState.OPEN], by_state[PhaseState.COMING]
    current = sorted(
        [*under_way, *sorted(to_come, key=lambda each: _start(each, now))],
        key=lambda each: each.id not in enrolling,
    )
    ended = by_state[PhaseState.OVER]
    return ListedProcesses(
        current=current,
        ended=sorted(ended, key=lambda each: each.phases[-1].over_at, reverse=True),
        enrolling=enrolling,
    )


def _start(process: Process, otherwise: datetime) -> datetime:
    return process.phases[0].starts_at if process.phases else otherwise
