"""Who leads a process, leads it with them, or takes part in leading it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.process import PartnerRole
from concertation.domain.process_errors import PartnerGone, TooManyPartners
from concertation.models import Process, ProcessPartner
from concertation.services.audit import note
from concertation.services.files import delete_file, keep_file
from concertation.services.logo_pictures import Picture
from concertation.services.process_lock import lock_process
from concertation.services.sheets import write_sheet

MOST_PARTNERS = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSheet:
    role: PartnerRole
    name: str
    link: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoChange:
    """What becomes of a partner's logo: another one, none any more, or the same."""

    picture: Picture | None = None
    is_taken_away: bool = False


SAME_LOGO = LogoChange()


def add_partner(
    process_id: int,
    sheet: PartnerSheet,
    picture: Picture | None = None,
    *,
    actor: str,
    now: datetime,
) -> int:
    """Name it after the others; return its id. Raises `TooManyPartners`."""
    with transaction() as session:
        process = lock_process(session, process_id)
        if len(process.partners) >= MOST_PARTNERS:
            raise TooManyPartners
        last = max((each.position for each in process.partners), default=0)
        partner = ProcessPartner(process_id=process.id, position=last + 1)
        write_sheet(partner, sheet)
        _draw(session, partner, LogoChange(picture=picture), now=now)
        process.partners.append(partner)
        note(session, "partner.added", partner, actor=actor, now=now, label=sheet.name)
        return partner.id


def edit_partner(
    partner_id: int,
    sheet: PartnerSheet,
    logo: LogoChange = SAME_LOGO,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Other words, and another logo or none. Raises `PartnerGone`."""
    with transaction() as session:
        _process, partner = _locked(session, partner_id)
        write_sheet(partner, sheet)
        _draw(session, partner, logo, now=now)
        label = partner.name
        note(session, "partner.changed", partner, actor=actor, now=now, label=label)


def move_partner(partner_id: int, *, up: bool, actor: str, now: datetime) -> None:
    """Change places with the one before or after of the same role; else do nothing.

    Raises `PartnerGone`.
    """
    with transaction() as session:
        process, partner = _locked(session, partner_id)
        order = [each for each in process.partners if each.role is partner.role]
        there = order.index(partner) + (-1 if up else 1)
        if 0 <= there < len(order):
            other = order[there]
            partner.position, other.position = other.position, partner.position
            label = partner.name
            note(session, "partner.moved", partner, actor=actor, now=now, label=label)


def remove_partner(partner_id: int, *, actor: str, now: datetime) -> None:
    """Name it no more, and forget its logo; twice is once."""
    with transaction() as session:
        try:
            process, partner = _locked(session, partner_id)
        except PartnerGone:
            return
        label, file_id = partner.name, partner.file_id
        note(session, "partner.removed", process, actor=actor, now=now, label=label)
        process.partners.remove(partner)
        session.delete(partner)
        delete_file(session, file_id)


def _locked(session: Session, partner_id: int) -> tuple[Process, ProcessPartner]:
    """The partner and its process, as they stand under the process's lock."""
    known = session.get(ProcessPartner, partner_id)
    if known is None:
        raise PartnerGone
    process = lock_process(session, known.process_id)
    partner = session.get(ProcessPartner, partner_id, populate_existing=True)
    if partner is None:
        raise PartnerGone
    return process, partner


def _draw(
    session: Session, partner: ProcessPartner, logo: LogoChange, *, now: datetime
) -> None:
    picture = logo.picture
    if picture is None and not logo.is_taken_away:
        return
    former = partner.file_id
    partner.file = (
        keep_file(session, picture.content, picture.kind, now=now)
        if (picture)
        else None
    )
    partner.width = picture.width if picture else None
    partner.height = picture.height if picture else None
    delete_file(session, former)
