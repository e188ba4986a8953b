"""A copy of a process: everything that was prepared, and nobody who took part."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.local_time import local_time_of, nearest_instant_of
from concertation.domain.phases import check_phases
from concertation.domain.process import ProcessState
from concertation.domain.process_errors import NothingToMove
from concertation.models import (
    GroupOffer,
    Process,
    ProcessPartner,
    Questionnaire,
    Quota,
)
from concertation.queries.processes import groups_in, offers_in
from concertation.services.audit import note
from concertation.services.copy_plan import PLAN, PROCESS_PLAN
from concertation.services.files import keep_file
from concertation.services.process_lock import lock_process
from concertation.services.processes import free_process_slug
from concertation.services.twins import copy_questions, twin_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessCopyWish:
    process_id: int
    title: str
    starts_on: date
    """The first day of the first phase, on the clock of the process."""


def copy_process(wish: ProcessCopyWish, *, actor: str, now: datetime) -> str:
    """Make a draft like the process, at another time; return its address.

    Raises `NothingToMove` for a process without a phase.
    """
    with transaction() as session:
        process = lock_process(session, wish.process_id)
        if not process.phases:
            raise NothingToMove
        copy = _Copy(session, process, wish.starts_on, now=now).made(wish.title)
        there, here = copy.slug, process.slug
        note(session, "process.copied", process, actor=actor, now=now, label=there)
        note(session, "process.made_of", copy, actor=actor, now=now, label=here)
        return copy.slug


class _Copy:
    """One copy in the making: what belongs to it is made beside it."""

    def __init__(
        self, session: Session, process: Process, starts_on: date, *, now: datetime
    ) -> None:
        self._session = session
        self._process = process
        self._now = now
        first = local_time_of(process.phases[0].starts_at, process.timezone).date()
        self._by = timedelta(days=(starts_on - first).days)

    def made(self, title: str) -> Process:
        copy = twin_of(
            self._process,
            PROCESS_PLAN["process"],
            title=title,
            slug=free_process_slug(self._session, "", title),
            state=ProcessState.DRAFT,
            created_at=self._now,
            updated_at=self._now,
        )
        self._session.add(copy)
        self._session.flush()
        self._groups(copy, self._phases(copy))
        for partner in self._process.partners:
            self._partner(copy, partner)
        for target in self._process.targets:
            if target.wanted is not None:
                plan = PROCESS_PLAN["process_target"]
                self._session.add(twin_of(target, plan, process_id=copy.id))
        if self._process.questions:
            asked = Questionnaire(process_id=copy.id, changed_at=self._now)
            copy_questions(self._session, self._process.questions, asked)
        self._session.flush()
        return copy

    def _phases(self, copy: Process) -> dict[int, int]:
        """The ids of the twins, by those of the phases."""
        plan = PROCESS_PLAN["phase"]
        twins = {
            phase.id: twin_of(phase, plan, self._moved, process_id=copy.id)
            for phase in self._process.phases
        }
        self._session.add_all(twins.values())
        self._session.flush()
        check_phases([phase.span for phase in twins.values()], copy.timezone)
        return {number: phase.id for number, phase in twins.items()}

    def _groups(self, copy: Process, phases: dict[int, int]) -> None:
        groups: dict[int, int] = {}
        for group in groups_in(self._session, self._process.id):
            plan = PROCESS_PLAN["working_group"]
            twin = twin_of(group, plan, process_id=copy.id, updated_at=self._now)
            self._session.add(twin)
            self._session.flush()
            groups[group.id] = twin.id
        for former, number in phases.items():
            for offer in offers_in(self._session, former):
                self._offer(offer, group_id=groups[offer.group_id], phase_id=number)

    def _offer(self, offer: GroupOffer, *, group_id: int, phase_id: int) -> None:
        """Its places and its limits, all of them free."""
        pool = twin_of(offer.pool, PLAN["seat_pool"])
        self._session.add(pool)
        self._session.flush()
        self._session.add(
            GroupOffer(group_id=group_id, phase_id=phase_id, pool_id=pool.id)
        )
        limits = select(Quota).where(Quota.pool_id == offer.pool_id).order_by(Quota.id)
        for quota in self._session.scalars(limits):
            self._session.add(twin_of(quota, PLAN["quota"], pool_id=pool.id))
            pool.has_quotas = True

    def _partner(self, copy: Process, partner: ProcessPartner) -> None:
        """With a logo of its own: a file goes with what shows it."""
        twin = twin_of(partner, PROCESS_PLAN["process_partner"], process_id=copy.id)
        if partner.file:
            logo = partner.file
            twin.file = keep_file(self._session, logo.content, logo.kind, now=self._now)
        self._session.add(twin)

    def _moved(self, instant: datetime | None) -> datetime | None:
        """As many days from the new start, on the clock of the place."""
        if instant is None:
            return None
        zone = self._process.timezone
        return nearest_instant_of(local_time_of(instant, zone) + self._by, zone)
