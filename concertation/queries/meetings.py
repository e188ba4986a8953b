"""Events that are meetings of a process, or of one of its groups."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from concertation.database import db
from concertation.models import Event, GroupOffer, Phase, Process, WorkingGroup
from concertation.queries.events import LISTED

MOST_PAST = 50


def coming_meetings(
    process: Process, now: datetime, *, group: WorkingGroup | None = None
) -> Sequence[Event]:
    """What the public may go to, soonest first, of all its groups or of one alone.

    One that was called off is among them, and says so.
    """
    return db.session.scalars(_coming(process, group, now)).all()


def past_meetings(
    process: Process, now: datetime, *, group: WorkingGroup | None = None
) -> Sequence[Event]:
    """Latest first."""
    return db.session.scalars(_past(process, group, now)).all()


def meetings_to_tell(
    process: Process, now: datetime, *, group: WorkingGroup | None = None
) -> Sequence[Event]:
    """The same, coming and past, with the hours of their days: for feeds."""
    with_hours = selectinload(Event.programme_items)
    wanted = _coming(process, group, now), _past(process, group, now)
    return [
        event
        for each in wanted
        for event in db.session.scalars(each.options(with_hours))
    ]


def owners_of_meetings() -> Sequence[tuple[Process, Sequence[GroupOffer]]]:
    """Every process by its title, with its groups in each of their phases."""
    processes = db.session.scalars(
        select(Process).order_by(Process.title, Process.id)
    ).all()
    offers: dict[int, list[GroupOffer]] = {process.id: [] for process in processes}
    found = db.session.scalars(
        select(GroupOffer)
        .join(GroupOffer.group)
        .join(GroupOffer.phase)
        .order_by(WorkingGroup.position, WorkingGroup.id, Phase.starts_at)
    )
    for offer in found:
        offers[offer.group.process_id].append(offer)
    return [(process, offers[process.id]) for process in processes]


def _coming(
    process: Process, group: WorkingGroup | None, now: datetime
) -> Select[Event]:
    coming = _meetings(process, group).where(Event.ends_at > now)
    return coming.order_by(Event.starts_at, Event.id)


def _past(process: Process, group: WorkingGroup | None, now: datetime) -> Select[Event]:
    past = _meetings(process, group).where(Event.ends_at <= now)
    return past.order_by(Event.starts_at.desc(), Event.id).limit(MOST_PAST)


def _meetings(process: Process, group: WorkingGroup | None) -> Select[Event]:
    listed = (
        select(Event)
        .where(*LISTED, Event.process_id == process.id)
        .options(selectinload(Event.offer))
    )
    if group is None:
        return listed
    return listed.join(Event.offer).where(GroupOffer.group_id == group.id)
