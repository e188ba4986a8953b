"""Write the phases of a process."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.phases import check_phases
from concertation.domain.process_errors import (
    PhaseGone,
    PhaseInUse,
    ProcessChangedMeanwhile,
    SeatsHeldBeyond,
)
from concertation.models import Phase, Process
from concertation.queries.enrolments import latest_held
from concertation.queries.processes import offers_in
from concertation.services.audit import note
from concertation.services.group_places import lock_offers
from concertation.services.offers import free_offers
from concertation.services.process_lock import lock_process
from concertation.services.sheets import write_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSheet:
    title: str
    starts_at: datetime
    ends_at: datetime
    summary: str = ""
    enrolment_opens_at: datetime | None = None
    enrolment_closes_at: datetime | None = None


def add_phase(process_id: int, sheet: PhaseSheet, *, actor: str, now: datetime) -> int:
    """Return its id. Raises `PhaseTooShort`, `WindowOutside` or `PhasesOverlap`."""
    with transaction() as session:
        process = lock_process(session, process_id)
        phase = Phase(process_id=process.id)
        write_sheet(phase, sheet)
        process.phases.append(phase)
        check_phases([each.span for each in process.phases], process.timezone)
        session.flush()
        note(session, "phase.added", phase, actor=actor, now=now, label=sheet.title)
        return phase.id


def edit_phase(
    phase_id: int,
    sheet: PhaseSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> None:
    """Change when it is, or what is said of it.

    Raises what `add_phase` does, `PhaseGone`, `SeatsHeldBeyond`, or
    `ProcessChangedMeanwhile` unless the phase still is the ``version`` that its editor
    saw.
    """
    with transaction() as session:
        process, phase = _locked(session, phase_id)
        former_version = phase.version
        phases = process.phases  # Read before anything of them is written.
        if sheet.ends_at != phase.ends_at:
            # Before the phase is written: who holds seats writes it after the pools.
            lock_offers(session, [offer.id for offer in offers_in(session, phase.id)])
        changes = write_sheet(phase, sheet)
        if not changes:
            return
        if version not in {None, former_version}:
            raise ProcessChangedMeanwhile
        check_phases([each.span for each in phases], process.timezone)
        if "ends_at" in changes:
            _keep_within(session, phase, now=now)
        told = {"changes": changes, "label": phase.title}
        note(session, "phase.changed", phase, actor=actor, now=now, **told)


def remove_phase(phase_id: int, *, actor: str, now: datetime) -> None:
    """Remove it with what was offered in it; twice is once. Raises `PhaseInUse`."""
    with transaction() as session:
        try:
            process, phase = _locked(session, phase_id)
        except PhaseGone:
            return
        if not free_offers(session, offers_in(session, phase.id)):
            raise PhaseInUse(phase.title)
        label = phase.title
        note(session, "phase.removed", process, actor=actor, now=now, label=label)
        process.phases.remove(phase)
        session.delete(phase)


def _keep_within(session: Session, phase: Phase, *, now: datetime) -> None:
    """No seat is held beyond the end of a phase, and no promise is broken.

    The pools are locked, as they are by whoever holds seats: the answer stays true.
    """
    latest = latest_held(session, phase.id, now)
    if latest and latest > phase.ends_at:
        raise SeatsHeldBeyond(phase.title, latest)
    if phase.renewal_closes_at:
        phase.renewal_closes_at = min(phase.renewal_closes_at, phase.ends_at)


def _locked(session: Session, phase_id: int) -> tuple[Process, Phase]:
    """The phase and its process, as they stand under the process's lock."""
    known = session.get(Phase, phase_id)
    if known is None:
        raise PhaseGone
    process = lock_process(session, known.process_id)
    phase = session.get(Phase, phase_id, populate_existing=True)
    if phase is None:
        raise PhaseGone
    return process, phase
