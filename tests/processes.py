"""Processes, their phases and groups, all through the real services."""

from datetime import UTC, datetime, timedelta
from itertools import chain, count
from typing import Any

from concertation.database import db
from concertation.domain.event import LegalBasis
from concertation.domain.process import GroupRule, PartnerRole
from concertation.domain.questions import QuestionKind
from concertation.models import GroupOffer, Phase, Process, WorkingGroup
from concertation.queries.processes import groups_of_process
from concertation.services.groups import GroupSheet, add_group
from concertation.services.logo_pictures import logo_picture
from concertation.services.offers import OfferSheet, offer_group
from concertation.services.partners import PartnerSheet, add_partner
from concertation.services.phases import PhaseSheet, add_phase
from concertation.services.process_states import publish_process
from concertation.services.processes import ProcessSheet, create_process
from concertation.services.questions import QuestionSheet, add_question
from concertation.services.targets import OutreachSheet, add_outreach
from tests.factories import ACTOR, NOW
from tests.pictures import picture_file

LENGTH = timedelta(days=60)
"""Of a phase that a test says nothing about."""


def today() -> datetime:
    """Near to the real clock, which pages ask; at the hour of `NOW`."""
    return datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0)


def make_process_sheet(**changes: Any) -> ProcessSheet:
    defaults: dict[str, Any] = {
        "slug": "csti",
        "title": "Concertation CSTI",
        "summary": "Une démarche pour préfigurer un schéma régional.",
        "purpose": "Partager un état des lieux, puis des ambitions.",
        "asked": "Ce que le schéma doit viser.",
        "not_asked": "La compétence de la Région, que la loi a fixée.",
        "legal_frame": "Loi du 22 juillet 2013, article 95.",
        "timezone": "Europe/Paris",
        "term": "avant janvier 2018",
        "organiser_name": "Région Hauts-de-France",
        "contact_name": "Référent CSTI",
        "contact_email": "csti@example.org",
        "contact_phone": "",
        "legal_basis": LegalBasis.PUBLIC_TASK,
        "retention_days": 365,
        "group_rule": GroupRule.ONE,
        "groups_most": None,
        "needs_approval": False,
        "one_seat_an_organisation": False,
    }
    return ProcessSheet(**defaults | changes)


def make_process(**changes: Any) -> Process:
    """A draft with neither phase nor group."""
    number = create_process(make_process_sheet(**changes), actor=ACTOR, now=NOW)
    return db.session.get_one(Process, number)


def make_phase(process: Process, **changes: Any) -> Phase:
    """Sixty days: around `NOW`, or else after the last phase of the process.

    Say ``starts_at=today() - timedelta(days=20)`` where a page asks the real clock.
    """
    db.session.refresh(process, ["phases"])
    last = process.phases[-1] if process.phases else None
    starts_at = changes.get("starts_at") or (
        last.ends_at if last else NOW - timedelta(days=20)
    )
    defaults: dict[str, Any] = {
        "title": f"Phase {len(process.phases) + 1}",
        "starts_at": starts_at,
        "ends_at": starts_at + LENGTH,
    }
    sheet = PhaseSheet(**defaults | changes)
    number = add_phase(process.id, sheet, actor=ACTOR, now=NOW)
    return db.session.get_one(Phase, number)


def make_group(process: Process, **changes: Any) -> WorkingGroup:
    defaults: dict[str, Any] = {
        "slug": "",
        "title": _free_title(process),
        "mandate": "Recenser ce qui se produit dans la région.",
        "animator_name": "Ombelliscience",
    }
    sheet = GroupSheet(**defaults | changes)
    number = add_group(process.id, sheet, actor=ACTOR, now=NOW)
    return db.session.get_one(WorkingGroup, number)


def _free_title(process: Process) -> str:
    """PRODUCTION, PRODUCTION 2, …: no two groups of a process have one title."""
    taken = {group.title for group in groups_of_process(process.id)}
    numbered = (f"PRODUCTION {number}" for number in count(2))
    return next(each for each in chain(["PRODUCTION"], numbered) if each not in taken)


def make_offer(
    group: WorkingGroup,
    phase: Phase,
    *,
    capacity: int | None = 2,
    keeps_waiting_list: bool = True,
) -> GroupOffer:
    """Two seats and a waiting list, unless told otherwise."""
    sheet = OfferSheet(capacity=capacity, keeps_waiting_list=keeps_waiting_list)
    number = offer_group(group.id, phase.id, sheet, actor=ACTOR, now=NOW)
    return db.session.get_one(GroupOffer, number)


def make_partner(
    process: Process, name: str = "Région Exemple", *, with_logo: bool = False
) -> int:
    sheet = PartnerSheet(role=PartnerRole.PILOT, name=name)
    picture = logo_picture(picture_file()) if with_logo else None
    return add_partner(process.id, sheet, picture, actor=ACTOR, now=NOW)


def make_outreach(process: Process) -> int:
    sheet = OutreachSheet(label="Enquête", contacted=150, reached=103)
    return add_outreach(process.id, sheet, actor=ACTOR, now=NOW)


def make_process_question(process: Process, label: str = "Régime") -> int:
    sheet = QuestionSheet(kind=QuestionKind.SHORT_TEXT, label=label)
    return add_question(process.id, sheet, of=Process, actor=ACTOR, now=NOW)


def publish(process: Process) -> Process:
    publish_process(process.id, actor=ACTOR, now=NOW)
    return process


def make_published_process(
    *,
    around: datetime = NOW,
    capacity: int | None = 2,
    keeps_waiting_list: bool = True,
    **changes: Any,
) -> GroupOffer:
    """A published process with one phase, open ``around`` this instant, and one group.

    Return what is offered: its ``process``, ``phase`` and ``group`` hang on it. Pages
    ask the real clock: say ``around=today()`` for them.
    """
    process = make_process(**changes)
    phase = make_phase(process, starts_at=around - timedelta(days=20))
    group = make_group(process)
    offer = make_offer(
        group, phase, capacity=capacity, keeps_waiting_list=keeps_waiting_list
    )
    publish(process)
    return offer
