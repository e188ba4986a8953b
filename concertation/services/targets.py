"""Whom a process wants to reach, and to whom it wrote."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process import TargetKind
from concertation.domain.process_errors import OutreachGone, ProcessChangedMeanwhile
from concertation.models import Outreach, Process, ProcessTarget
from concertation.services.audit import note
from concertation.services.process_lock import lock_process
from concertation.services.sheets import write_sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    kind: TargetKind
    value: str
    """The key of a category, or the code of a département."""
    wanted: int | None = None
    contacted: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetsSheet:
    organisations_contacted: int | None
    targets: tuple[Target, ...]
    """Those of which nothing is said are left out."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OutreachSheet:
    label: str
    contacted: int
    reached: int


def set_targets(
    process_id: int,
    sheet: TargetsSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> None:
    """Write down all targets at once; one that is left out is no target any more.

    Raises `ProcessChangedMeanwhile` unless the process still is this ``version``.
    """
    with transaction() as session:
        process = lock_process(session, process_id)
        is_changed = _write(session, process, sheet)
        if not is_changed:
            return
        if version not in {None, process.version}:
            raise ProcessChangedMeanwhile
        process.updated_at = now
        note(session, "process.targets_set", process, actor=actor, now=now)


def add_outreach(
    process_id: int, sheet: OutreachSheet, *, actor: str, now: datetime
) -> int:
    """Tell of an effort after the others; return its id."""
    with transaction() as session:
        process = lock_process(session, process_id)
        outreach = Outreach(process_id=process.id)
        write_sheet(outreach, sheet)
        process.outreaches.append(outreach)
        session.flush()
        told = {"label": sheet.label}
        note(session, "outreach.added", process, actor=actor, now=now, **told)
        return outreach.id


def edit_outreach(
    outreach_id: int, sheet: OutreachSheet, *, actor: str, now: datetime
) -> None:
    """Raises `OutreachGone`."""
    with transaction() as session:
        process, outreach = _locked(session, outreach_id)
        changes = write_sheet(outreach, sheet)
        if changes:
            told = {"label": sheet.label}
            note(session, "outreach.changed", process, actor=actor, now=now, **told)


def remove_outreach(outreach_id: int, *, actor: str, now: datetime) -> None:
    """Tell of it no more; twice is once."""
    with transaction() as session:
        try:
            process, outreach = _locked(session, outreach_id)
        except OutreachGone:
            return
        told = {"label": outreach.label}
        note(session, "outreach.removed", process, actor=actor, now=now, **told)
        session.delete(outreach)


def _locked(session: Session, outreach_id: int) -> tuple[Process, Outreach]:
    known = session.get(Outreach, outreach_id)
    if known is None:
        raise OutreachGone
    process = lock_process(session, known.process_id)
    outreach = session.get(Outreach, outreach_id, populate_existing=True)
    if outreach is None:
        raise OutreachGone
    return process, outreach


def _write(session: Session, process: Process, sheet: TargetsSheet) -> bool:
    """Return whether anything is not as before."""
    former = {(each.kind, each.value): each for each in process.targets}
    is_changed = process.organisations_contacted != sheet.organisations_contacted
    process.organisations_contacted = sheet.organisations_contacted
    for target in sheet.targets:
        row = former.pop((target.kind, target.value), None)
        if row is None:
            row = ProcessTarget(process_id=process.id)
            process.targets.append(row)
        is_changed = bool(write_sheet(row, target)) or is_changed
    for row in former.values():
        process.targets.remove(row)
        session.delete(row)
    return is_changed or bool(former)
