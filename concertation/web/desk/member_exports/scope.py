"""Whose members a list holds: of a group in a phase, of a phase, or of a process."""

from dataclasses import dataclass, replace
from typing import Any, Self

from flask import abort

from concertation.domain.addresses import slug_of
from concertation.models import GroupOffer, Phase, Process
from concertation.queries.member_rows import MemberFilter
from concertation.queries.processes import find_phase, find_process
from concertation.web.group_pages import offer_or_404
from concertation.web.member_filter import MemberFilterForm


@dataclass(frozen=True, slots=True, kw_only=True)
class Scope:
    process: Process
    phase: Phase | None = None
    offer: GroupOffer | None = None

    @classmethod
    def at(cls, process: str, group: str | None, phase_id: int | None) -> Self:
        if group and phase_id:
            offer = offer_or_404(process, group, phase_id)
            return cls(process=offer.process, phase=offer.phase, offer=offer)
        if phase_id:
            phase = find_phase(process, phase_id) or abort(404)
            return cls(process=phase.process, phase=phase)
        return cls(process=find_process(process) or abort(404))

    @property
    def group(self) -> str:
        return self.offer.group.slug if self.offer else ""

    @property
    def address(self) -> dict[str, Any]:
        address: dict[str, Any] = {"process": self.process.slug}
        if self.phase:
            address["phase_id"] = self.phase.id
        return address | ({"group": self.group} if self.offer else {})

    @property
    def titles(self) -> list[str]:
        named = [self.offer.group.title if self.offer else "", self.process.title]
        return [
            *filter(None, [named[0], self.phase.title if self.phase else "", named[1]])
        ]

    @property
    def seal(self) -> tuple[str, int]:
        """By which what was ordered is told from the same of another group."""
        if self.offer:
            return "members-of-group", self.offer.id
        if self.phase:
            return "members-of-phase", self.phase.id
        return "members-of-process", self.process.id

    @property
    def file_stem(self) -> str:
        phase = slug_of(self.phase.title) if self.phase else ""
        return "-".join(filter(None, ["membres", self.process.slug, self.group, phase]))

    def to_filter(self, form: MemberFilterForm) -> MemberFilter:
        phase = self.phase.id if self.phase else None
        offer = self.offer.id if self.offer else None
        wanted = form.to_filter(self.process.id, phase, offer)
        return replace(wanted, without_limited=True)
