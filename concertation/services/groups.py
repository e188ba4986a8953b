"""Write the working groups of a process."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process_errors import (
    GroupAddressTaken,
    GroupInUse,
    GroupTitleTaken,
    ProcessChangedMeanwhile,
)
from concertation.domain.registration import folded
from concertation.domain.typed_text import clean_line
from concertation.models import WorkingGroup
from concertation.queries.processes import groups_in, offers_of
from concertation.services.audit import note
from concertation.services.free_slugs import Slugs, free_slug
from concertation.services.offers import free_offers
from concertation.services.process_lock import lock_process
from concertation.services.sheets import write_sheet

SLUGS = Slugs(column=WorkingGroup.slug, nameless="groupe", refusal=GroupAddressTaken)


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupSheet:
    slug: str
    """The last part of the page's address. Empty: the title makes it."""
    title: str
    mandate: str = ""
    animator_name: str = ""
    contact_email: str = ""
    """Empty: that of the process."""


def add_group(process_id: int, sheet: GroupSheet, *, actor: str, now: datetime) -> int:
    """Add it after the others; return its id.

    Raises `GroupAddressTaken`, or `GroupTitleTaken`.
    """
    with transaction() as session:
        process = lock_process(session, process_id)
        _refuse_taken_title(session, process.id, sheet.title)
        last = session.scalar(
            select(func.max(WorkingGroup.position)).filter_by(process_id=process.id)
        )
        group = WorkingGroup(
            process_id=process.id, position=(last or 0) + 1, updated_at=now
        )
        slug = _free_slug(session, process.id, sheet)
        write_sheet(group, replace(sheet, slug=slug))
        session.add(group)
        session.flush()
        note(session, "group.added", group, actor=actor, now=now, label=sheet.title)
        return group.id


def edit_group(
    group_id: int,
    sheet: GroupSheet,
    *,
    actor: str,
    now: datetime,
    version: str | None = None,
) -> str:
    """Change a sheet and return the address, which stays once people may have it.

    Raises `ProcessChangedMeanwhile` unless the group still is the ``version`` that its
    editor saw, `GroupAddressTaken`, or `GroupTitleTaken`.
    """
    with transaction() as session:
        group = session.get_one(WorkingGroup, group_id)
        process = lock_process(session, group.process_id)
        session.refresh(group)
        former_version = group.version
        if _title_key(sheet.title) != _title_key(group.title):
            _refuse_taken_title(session, process.id, sheet.title)
        slug = group.slug
        if not process.published_at:
            slug = _free_slug(session, process.id, sheet, group)
        changes = write_sheet(group, replace(sheet, slug=slug))
        if not changes:
            return slug
        if version not in {None, former_version}:
            raise ProcessChangedMeanwhile
        group.updated_at = now
        told = {"changes": changes, "label": group.title}
        note(session, "group.changed", group, actor=actor, now=now, **told)
        return slug


def move_group(group_id: int, *, up: bool, actor: str, now: datetime) -> None:
    """Change places with the one before or after; at either end, do nothing."""
    with transaction() as session:
        group = session.get_one(WorkingGroup, group_id)
        lock_process(session, group.process_id)
        order = groups_in(session, group.process_id)
        there = order.index(group) + (-1 if up else 1)
        if 0 <= there < len(order):
            other = order[there]
            group.position, other.position = other.position, group.position
            label = group.title
            note(session, "group.moved", group, actor=actor, now=now, label=label)


def remove_group(group_id: int, *, actor: str, now: datetime) -> None:
    """Remove it with what was offered of it; twice is once. Raises `GroupInUse`."""
    with transaction() as session:
        group = session.get(WorkingGroup, group_id)
        if group is None:
            return
        process = lock_process(session, group.process_id)
        session.refresh(group)
        if not free_offers(session, offers_of(session, group.id)):
            raise GroupInUse
        label = group.title
        note(session, "group.removed", process, actor=actor, now=now, label=label)
        session.delete(group)


def _refuse_taken_title(session: Session, process_id: int, title: str) -> None:
    """People choose a group by its title alone. Under the process's lock."""
    taken = {_title_key(each.title) for each in groups_in(session, process_id)}
    if _title_key(title) in taken:
        raise GroupTitleTaken


def _title_key(title: str) -> str:
    return folded(clean_line(title))


def _free_slug(
    session: Session,
    process_id: int,
    sheet: GroupSheet,
    group: WorkingGroup | None = None,
) -> str:
    """Under the process's lock."""
    others = WorkingGroup.process_id == process_id
    if group is not None:
        others = and_(others, WorkingGroup.id != group.id)
    return free_slug(session, SLUGS, sheet.slug, sheet.title, among=others)
