"""Find processes, their phases and groups, for the public and for the desk."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from concertation.database import db
from concertation.domain.process import ProcessState
from concertation.domain.registration import folded
from concertation.models import (
    Enrolment,
    Event,
    GroupOffer,
    Phase,
    Process,
    ProcessPartner,
    Questionnaire,
    StoredFile,
    WorkingGroup,
)

IS_PUBLISHED = Process.state == ProcessState.PUBLISHED
"""A draft is nobody's business, nor is what was withdrawn."""


def find_process(slug: str) -> Process | None:
    return db.session.scalar(select(Process).where(Process.slug == slug))


def slug_of_process(process_id: int) -> str:
    return db.session.scalars(select(Process.slug).filter_by(id=process_id)).one()


def find_public_process(slug: str) -> Process | None:
    """A process that everybody may see."""
    return db.session.scalar(select(Process).where(Process.slug == slug, IS_PUBLISHED))


def read_what_is_offered(slug: str) -> tuple[Process, Sequence[GroupOffer]] | None:
    """The same for reading alone, with its questions and groups as a form shows them.

    No session knows them when this returns: they can be kept.
    """
    with Session(db.engine, expire_on_commit=False) as session:
        process = session.scalar(
            select(Process)
            .where(Process.slug == slug, IS_PUBLISHED)
            .options(
                selectinload(Process.questionnaire).selectinload(
                    Questionnaire.questions
                )
            )
        )
        if process is None:
            return None
        found = _offers().where(Phase.process_id == process.id)
        offers = session.scalars(found).all()
        for offer in offers:
            set_committed_value(offer.phase, "process", process)
        return process, offers


def all_processes(*, among: Collection[str] | None = None) -> Sequence[Process]:
    """Latest first: all of them, or those at these addresses."""
    listed = (
        select(Process)
        .order_by(Process.created_at.desc(), Process.id.desc())
        .options(selectinload(Process.phases))
    )
    if among is not None:
        listed = listed.where(Process.slug.in_(among))
    return db.session.scalars(listed).all()


def published_processes() -> Sequence[Process]:
    """With their phases, latest first."""
    return db.session.scalars(
        select(Process)
        .where(IS_PUBLISHED)
        .order_by(Process.published_at.desc(), Process.id.desc())
        .options(selectinload(Process.phases))
    ).all()


def phases_with_groups() -> frozenset[int]:
    """In the others there is nothing to enrol in."""
    return frozenset(db.session.scalars(select(GroupOffer.phase_id).distinct()))


def shares_title(process: Process) -> bool:
    """Whether another one has its title, but for case and accents."""
    others = select(Process.title).where(Process.id != process.id)
    titles = map(folded, db.session.scalars(others))
    return folded(process.title) in titles


def find_group(process_slug: str, group_slug: str) -> WorkingGroup | None:
    return db.session.scalar(
        select(WorkingGroup)
        .join(WorkingGroup.process)
        .where(Process.slug == process_slug, WorkingGroup.slug == group_slug)
    )


def find_group_by_id(process_slug: str, group_id: int) -> WorkingGroup | None:
    """A group of this process."""
    return db.session.scalar(
        select(WorkingGroup)
        .join(WorkingGroup.process)
        .where(Process.slug == process_slug, WorkingGroup.id == group_id)
    )


def find_partner(process_slug: str, partner_id: int) -> ProcessPartner | None:
    """A partner of this process."""
    return db.session.scalar(
        select(ProcessPartner)
        .join(Process, Process.id == ProcessPartner.process_id)
        .where(Process.slug == process_slug, ProcessPartner.id == partner_id)
    )


def is_logo_of_a_partner(name: str) -> bool:
    """Whether a file of this name is shown as the logo of some partner."""
    shown = select(ProcessPartner.id).join(ProcessPartner.file)
    return db.session.scalar(shown.where(StoredFile.name == name)) is not None


def find_phase(process_slug: str, phase_id: int) -> Phase | None:
    """A phase of this process."""
    return db.session.scalar(
        select(Phase)
        .join(Phase.process)
        .where(Process.slug == process_slug, Phase.id == phase_id)
    )


def find_offer(process_slug: str, offer_id: int) -> GroupOffer | None:
    """An offer of this process."""
    return db.session.scalar(
        select(GroupOffer)
        .join(GroupOffer.phase)
        .join(Phase.process)
        .where(Process.slug == process_slug, GroupOffer.id == offer_id)
    )


def all_groups() -> Sequence[WorkingGroup]:
    """Process after process by title, in each in the order that the pilots gave."""
    return db.session.scalars(
        select(WorkingGroup)
        .join(WorkingGroup.process)
        .options(contains_eager(WorkingGroup.process))
        .order_by(Process.title, Process.id, WorkingGroup.position, WorkingGroup.id)
    ).all()


def groups_of_process(process_id: int) -> Sequence[WorkingGroup]:
    """In the order that the pilots gave them."""
    return groups_in(db.session(), process_id)


def offers_of_process(process_id: int) -> Sequence[GroupOffer]:
    """Phase after phase, and in each in the order of the groups."""
    return db.session.scalars(_offers().where(Phase.process_id == process_id)).all()


def offers_of_phase(phase_id: int) -> Sequence[GroupOffer]:
    """In the order of the groups."""
    return offers_in(db.session(), phase_id)


def offers_of_group(group_id: int) -> Sequence[GroupOffer]:
    """In the order of time."""
    return offers_of(db.session(), group_id)


def groups_in(session: Session, process_id: int) -> list[WorkingGroup]:
    """The same for a service, as they stand under the lock that it holds."""
    groups = (
        select(WorkingGroup)
        .where(WorkingGroup.process_id == process_id)
        .order_by(WorkingGroup.position, WorkingGroup.id)
    )
    return list(
        session.scalars(groups.execution_options(populate_existing=True)).unique()
    )


def offers_in(session: Session, phase_id: int) -> list[GroupOffer]:
    offers = _offers().where(GroupOffer.phase_id == phase_id)
    return list(session.scalars(offers).unique())


def offers_of(session: Session, group_id: int) -> list[GroupOffer]:
    offers = _offers().where(GroupOffer.group_id == group_id)
    return list(session.scalars(offers).unique())


def offers_with_places(session: Session, process_id: int) -> Sequence[int]:
    """The ids of what people can enrol in, in all phases."""
    offers = select(GroupOffer.id).join(GroupOffer.phase)
    return session.scalars(offers.where(Phase.process_id == process_id)).all()


def is_offer_used(session: Session, offer_id: int) -> bool:
    """Whether anybody ever was enrolled in it, or a meeting belongs to it."""
    enrolled = select(Enrolment.id).where(Enrolment.offer_id == offer_id)
    met = select(Event.id).where(Event.offer_id == offer_id)
    return session.scalar(select(or_(enrolled.exists(), met.exists()))) or False


def _offers() -> Select[GroupOffer]:
    return (
        select(GroupOffer)
        .join(GroupOffer.group)
        .join(GroupOffer.phase)
        .options(contains_eager(GroupOffer.group), contains_eager(GroupOffer.phase))
        .order_by(Phase.starts_at, Phase.id, WorkingGroup.position, WorkingGroup.id)
    )
