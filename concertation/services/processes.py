"""Write down what a process is, as a whole."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import true
from sqlalchemy.orm import Session

from concertation.database import take_turns, transaction
from concertation.domain.event import LegalBasis
from concertation.domain.phases import check_phases
from concertation.domain.process import GroupRule, ProcessState
from concertation.domain.process_errors import (
    ClockPromised,
    ProcessAddressTaken,
    ProcessChangedMeanwhile,
)
from concertation.models import Process
from concertation.queries.enrolments import latest_held
from concertation.queries.processes import offers_with_places
from concertation.services.audit import note
from concertation.services.free_slugs import Slugs, free_slug
from concertation.services.group_places import lock_offers
from concertation.services.phase_clock import set_clocks_anew
from concertation.services.process_lock import lock_process
from concertation.services.sheets import write_sheet

SLUGS = Slugs(column=Process.slug, nameless="demarche", refusal=ProcessAddressTaken)


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessSheet:
    """Everything that a pilot writes down about a process as a whole."""

    slug: str
    """The last part of the page's address. Empty: the title makes it."""
    title: str
    summary: str
    purpose: str
    asked: str
    not_asked: str
    legal_frame: str
    timezone: str
    term: str
    organiser_name: str
    contact_name: str
    contact_email: str
    contact_phone: str
    legal_basis: LegalBasis
    retention_days: int
    unseated_retention_days: int | None = None
    group_rule: GroupRule
    groups_most: int | None
    needs_approval: bool
    one_seat_an_organisation: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessReceipt:
    slug: str
    changed: frozenset[str] = frozenset()
    """The names of what is not as before."""


def create_process(sheet: ProcessSheet, *, actor: str, now: datetime) -> int:
    """Make a draft and return its id. Raises `ProcessAddressTaken`."""
    with transaction() as session:
        process = Process(state=ProcessState.DRAFT, created_at=now, updated_at=now)
        slug = free_process_slug(session, sheet.slug, sheet.title)
        write_sheet(process, replace(sheet, slug=slug))
        session.add(process)
        note(session, "process.created", process, actor=actor, now=now)
        return process.id


def edit_process(
    process_id: int,
    sheet: ProcessSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> ProcessReceipt:
    """Change a sheet. The address stays once people may have it in their mail.

    In another time zone the phases begin and end on the same days as before.

    Raises `ProcessChangedMeanwhile` unless the process still is the ``version`` that
    its editor saw, `ProcessAddressTaken`, or `ClockPromised` for another time zone
    while members are asked to confirm their seats.
    """
    with transaction() as session:
        process = lock_process(session, process_id)
        slug = _slug_of(session, process, sheet)
        former_zone, former_version = process.timezone, process.version
        changes = write_sheet(process, replace(sheet, slug=slug))
        if not changes:
            return ProcessReceipt(slug=slug)
        if version not in {None, former_version}:
            raise ProcessChangedMeanwhile
        if process.timezone != former_zone:
            _change_clock(session, process, former_zone, now=now)
        process.updated_at = now
        note(session, "process.changed", process, actor=actor, now=now, changes=changes)
        return ProcessReceipt(slug=slug, changed=frozenset(changes))


def _change_clock(
    session: Session, process: Process, former_zone: str, *, now: datetime
) -> None:
    """Until when a seat is held was told on the former clock, in mails that are out.

    Whoever holds seats writes the phase after its pools are locked: so does this.
    """
    lock_offers(session, offers_with_places(session, process.id))
    for phase in process.phases:
        until = latest_held(session, phase.id, now)
        if until:
            raise ClockPromised(phase.title, until)
    set_clocks_anew(process, former_zone)
    check_phases([phase.span for phase in process.phases], process.timezone)


def free_process_slug(
    session: Session, chosen: str, title: str, process: Process | None = None
) -> str:
    """The address that was chosen, or the first free one that the title makes.

    A ``process`` that has it already may keep it. Raises `ProcessAddressTaken`.
    """
    take_turns(session, "process.slug")
    others = Process.id != process.id if process else true()
    return free_slug(session, SLUGS, chosen, title, among=others)


def _slug_of(session: Session, process: Process, sheet: ProcessSheet) -> str:
    """It stays once the process was published: it stands in mails."""
    if process.published_at:
        return process.slug
    return free_process_slug(session, sheet.slug, sheet.title, process)
