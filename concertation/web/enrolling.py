"""Whether people can enrol in a process or a group: one answer for all its pages."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import url_for

from concertation.domain.phases import PhaseState
from concertation.models import GroupOffer, Phase, Process, WorkingGroup


@dataclass(frozen=True, slots=True, kw_only=True)
class Enrolling:
    """What people can do about enrolling, now."""

    phases: Sequence[Phase]
    """For which people can enrol now, in the order of time."""
    welcoming: Sequence[Phase]
    """Those of them in which some group has a seat left, or a line to wait in."""
    next_phase: Phase | None
    """The next one that will take enrolments."""

    has_any: bool
    """Whether there ever was, or will be, something to enrol in."""


def enrolling_in(offers: Iterable[GroupOffer], now: datetime) -> Enrolling:
    """Only phases in which one of the groups meets: in others is nothing to choose."""
    by_phase: dict[int, list[GroupOffer]] = {}
    phases: dict[int, Phase] = {}
    for offer in offers:
        by_phase.setdefault(offer.phase_id, []).append(offer)
        phases[offer.phase_id] = offer.phase
    ordered = sorted(phases.values(), key=lambda phase: phase.starts_at)
    taking = [phase for phase in ordered if phase.span.takes_enrolments(now)]
    coming = [
        phase for phase in ordered if phase.span.enrolment(now) is PhaseState.COMING
    ]
    return Enrolling(
        phases=taking,
        welcoming=[
            phase for phase in taking if any(map(takes_people, by_phase[phase.id]))
        ],
        has_any=bool(ordered),
        next_phase=min(coming, key=lambda phase: phase.span.opens_at, default=None),
    )


def is_told(phase: Phase, *, has_groups: bool, now: datetime) -> bool:
    """Whether it says when people enrol for it: where they can, until it is over."""
    return has_groups and phase.span.state(now) is not PhaseState.OVER


def takes_people(offer: GroupOffer) -> bool:
    """Whether somebody who enrols there gets a seat, or a place in the line."""
    return offer.pool.capacity != 0 and offer.pool.takes_one_more


def enrolment_url(
    process: Process, phase: Phase, group: WorkingGroup | None = None
) -> str:
    """Where people enrol in the groups of this phase; from a page of one, in that."""
    chosen = group.slug if group else None
    return url_for(
        "site_enrolment.show_form",
        process=process.slug,
        phase=phase.id,
        groupe=chosen,
    )
