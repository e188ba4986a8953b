"""A process on one page of the desk: its phases, its groups, what was done to it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, or_, select

from concertation.models import (
    AuditEntry,
    GroupOffer,
    Phase,
    Process,
    ProcessPartner,
    WorkingGroup,
)
from concertation.queries.audit import HistoryEntry, history_where
from concertation.queries.processes import groups_of_process, offers_of_process


@dataclass(frozen=True, slots=True, kw_only=True)
class ProcessGrid:
    """Which group is offered in which phase."""

    phases: Sequence[Phase]
    """In the order of time."""
    groups: Sequence[WorkingGroup]
    offers: Mapping[tuple[int, int], GroupOffer]
    """By the ids of the group and of the phase."""

    def offer(self, group: WorkingGroup, phase: Phase) -> GroupOffer | None:
        return self.offers.get((group.id, phase.id))

    def phases_of(self, group: WorkingGroup) -> list[Phase]:
        return [phase for phase in self.phases if self.offer(group, phase)]

    def missing_phases(self, group: WorkingGroup) -> list[Phase]:
        """Those in which this group is not offered."""
        return [phase for phase in self.phases if self.offer(group, phase) is None]

    @property
    def has_offers(self) -> bool:
        return bool(self.offers)

    @property
    def seats_taken(self) -> int:
        return sum(offer.pool.seats_taken for offer in self.offers.values())

    @property
    def parties_waiting(self) -> int:
        return sum(offer.pool.parties_waiting for offer in self.offers.values())


def sheet_of(process: Process) -> ProcessGrid:
    offers = offers_of_process(process.id)
    return ProcessGrid(
        phases=process.phases,
        groups=groups_of_process(process.id),
        offers={(offer.group_id, offer.phase_id): offer for offer in offers},
    )


def history_of_process(process: Process) -> Sequence[HistoryEntry]:
    """What was done to it and to its parts, latest first."""
    groups = select(WorkingGroup.id).where(WorkingGroup.process_id == process.id)
    offers = (
        select(GroupOffer.id)
        .join(GroupOffer.phase)
        .where(Phase.process_id == process.id)
    )
    parts = {
        Process: select(Process.id).where(Process.id == process.id),
        Phase: select(Phase.id).where(Phase.process_id == process.id),
        ProcessPartner: select(ProcessPartner.id).where(
            ProcessPartner.process_id == process.id
        ),
        WorkingGroup: groups,
        GroupOffer: offers,
    }
    return history_where(
        or_(
            *(
                and_(
                    AuditEntry.subject_kind == model.__tablename__,
                    AuditEntry.subject_id.in_(ids),
                )
                for model, ids in parts.items()
            )
        )
    )
