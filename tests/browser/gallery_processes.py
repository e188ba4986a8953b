"""Processes at the desk in each of their states, with people in their groups."""

from datetime import UTC, datetime, timedelta

from concertation.domain.process import GroupRule, PartnerRole, TargetKind
from concertation.domain.seating import QuotaKind
from concertation.models import GroupOffer, Phase, Process
from concertation.services.offer_quotas import set_offer_quota
from concertation.services.offers import OfferSheet, change_offer
from concertation.services.partners import PartnerSheet, add_partner
from concertation.services.quotas import PlaceQuota
from concertation.services.targets import Target, TargetsSheet, set_targets
from tests.enrolments import enrol
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_outreach,
    make_partner,
    make_phase,
    make_process,
    make_process_question,
    publish,
)

BY = {"actor": ACTOR, "now": NOW}
YEARS_AGO = datetime(2020, 3, 1, 23, tzinfo=UTC)
IN_A_LIFETIME = datetime(2090, 6, 18, 22, tzinfo=UTC)
"""Midnight in Paris. Between them lies the day on which the pages are looked at."""
LONG_TITLE = (
    "Concertation régionale extraordinairement longue sur la culture scientifique,"
    " technique et industrielle, ses patrimoines et ses médiations"
)


def furnish_processes() -> dict[str, str]:
    make_process(slug="vide", title="Démarche en préparation")
    return {**_make_ready_draft(), **_make_live_process()}


def _make_ready_draft() -> dict[str, str]:
    """It could be published."""
    draft = make_process(slug="prete", title=LONG_TITLE, group_rule=GroupRule.RANKED)
    phase = make_phase(draft, starts_at=IN_A_LIFETIME)
    offer = make_offer(make_group(draft), phase, capacity=None)
    return {"phase_unused": str(phase.id), "offer_unused": str(offer.id)}


def _make_live_process() -> dict[str, str]:
    process = make_process(slug="vive")
    past, present, future = _make_phases(process)
    titles = ("PRODUCTION", "DIFFUSION", "COORDINATION")
    groups = [make_group(process, title=title) for title in titles]
    make_offer(groups[0], past, capacity=20)
    full = make_offer(groups[0], present, capacity=2)
    make_offer(groups[1], present, capacity=0)
    make_offer(groups[1], future, capacity=30)
    publish(process)
    _fill(full)
    _tell_of_partners_and_targets(process)
    return {
        "phase": str(present.id),
        "offer": str(full.id),
        "group": str(groups[2].id),
        "partner": str(make_partner(process, with_logo=True)),
        "outreach": str(make_outreach(process)),
        "process_question": str(make_process_question(process)),
    }


def _make_phases(process: Process) -> list[Phase]:
    """Past, present, and future."""
    return [
        make_phase(
            process,
            title="État des lieux",
            starts_at=YEARS_AGO - timedelta(days=90),
            ends_at=YEARS_AGO,
        ),
        make_phase(
            process,
            title="Ambitions partagées",
            starts_at=YEARS_AGO,
            ends_at=IN_A_LIFETIME,
            enrolment_closes_at=IN_A_LIFETIME - timedelta(days=9),
        ),
        make_phase(
            process,
            title="Préfiguration d’un schéma régional",
            starts_at=IN_A_LIFETIME,
        ),
    ]


def _fill(offer: GroupOffer) -> None:
    """With limits, one of which is exceeded, and with more people than places."""
    for kind, value, seats in (
        (QuotaKind.CATEGORY, "museum", 1),
        (QuotaKind.DEPARTEMENT, "59", 9),
    ):
        limit = PlaceQuota(kind=kind, value=value, seats=seats, is_hard=seats == 9)
        set_offer_quota(offer.id, limit, **BY)
    for number in (1, 2, 3):
        enrol(offer, number=900 + number)
    change_offer(offer.id, OfferSheet(capacity=1), **BY)


def _tell_of_partners_and_targets(process: Process) -> None:
    co_pilot = PartnerSheet(
        role=PartnerRole.CO_PILOT,
        name="Ombelliscience",
        link="https://www.example.org",
    )
    add_partner(process.id, co_pilot, **BY)
    targets = (
        Target(kind=TargetKind.CATEGORY, value="museum", wanted=3, contacted=40),
        Target(kind=TargetKind.DEPARTEMENT, value="59", wanted=5),
    )
    sheet = TargetsSheet(organisations_contacted=150, targets=targets)
    set_targets(process.id, sheet, **BY)
