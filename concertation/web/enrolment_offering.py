"""For which phase somebody enrols, and what is offered in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import abort

from concertation.domain.process_errors import GroupFull, GroupGone
from concertation.models import GroupOffer, Phase, Process
from concertation.queries.processes import offers_of_process, read_what_is_offered
from concertation.web.enrolling import Enrolling, enrolling_in, takes_people
from concertation.web.kept import for_a_second


@dataclass(frozen=True, slots=True, kw_only=True)
class Offering:
    process: Process
    phase: Phase
    offers: Sequence[GroupOffer]
    """In the order of the groups."""

    def refuse_unless_open(self, now: datetime) -> None:
        """Nobody fills in a form in vain: the service would refuse it as well.

        Raises `EnrolmentNotOpen`, `EnrolmentClosed` or `GroupFull`.
        """
        self.phase.span.refuse_unless_enrolling(now)
        if not any(map(takes_people, self.offers)):
            raise GroupFull


def kept_offering(slug: str, phase_id: int | None, *, now: datetime) -> Offering:
    """The same as it was within the last second; the service reads its own.

    Not found, where the process is not public.
    """
    process, offers = for_a_second(
        ("offered", slug), lambda: read_what_is_offered(slug) or abort(404)
    )
    return _offering(process, offers, phase_id, now)


def offering_in(process: Process, phase_id: int | None, *, now: datetime) -> Offering:
    """Of this phase, or else of the one that people most likely mean.

    Raises `GroupGone` where no group is offered in it.
    """
    return _offering(process, offers_of_process(process.id), phase_id, now)


def _offering(
    process: Process,
    offers: Sequence[GroupOffer],
    phase_id: int | None,
    now: datetime,
) -> Offering:
    if phase_id is None:
        phase_id = _likely(offers, now)
    of_phase = [offer for offer in offers if offer.phase_id == phase_id]
    if not of_phase:
        raise GroupGone
    return Offering(process=process, phase=of_phase[0].phase, offers=of_phase)


def welcoming_phases(process: Process, now: datetime) -> Sequence[Phase]:
    """For which somebody who enrols now gets a seat, or a place in a line."""
    return enrolling_in(offers_of_process(process.id), now).welcoming


def _likely(offers: Sequence[GroupOffer], now: datetime) -> int | None:
    """The first that takes people, or the next that will, or the last that did."""
    found: Enrolling = enrolling_in(offers, now)
    last = offers[-1].phase if offers else None
    likely = [*found.welcoming, *found.phases, found.next_phase, last]
    return next((phase.id for phase in likely if phase), None)
