"""The consultation of the animators' guide: three groups, and invented people."""

from datetime import datetime, time, timedelta
from itertools import pairwise

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.local_time import nearest_instant_of
from concertation.domain.member_bulk import MemberAction
from concertation.domain.process import PartnerRole, TargetKind
from concertation.models import Enrolment, GroupOffer, Phase, Process
from concertation.services.member_bulk import ActOnMembers, act_on_members
from concertation.services.organisations import NamedOrganisation
from concertation.services.partners import PartnerSheet, add_partner
from concertation.services.targets import Target, TargetsSheet, set_targets
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, NOW
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    publish,
    today,
)

DAY = timedelta(days=1)
ANIMATOR = "lea.exemple@example.org"
TITLE = "Culture scientifique : vers un schéma régional"
PARTNERS = (
    (PartnerRole.PILOT, "Région Hauts-de-France"),
    (PartnerRole.CO_PILOT, "Ombelliscience"),
)
PHASES = ("État des lieux", "Ambitions partagées", "Préfiguration d’un schéma")
GROUPS = (
    ("PRODUCTION", "Recenser ce qui se crée : expositions, films, jeux, ateliers."),
    ("DIFFUSION", "Dire où, quand et pour qui ce qui existe est montré."),
    ("COORDINATION", "Proposer comment les structures travaillent ensemble."),
)
TARGETS = (
    (TargetKind.CATEGORY, "museum", 1),
    (TargetKind.CATEGORY, "university", 2),
    (TargetKind.CATEGORY, "science_centre", 1),
    (TargetKind.DEPARTEMENT, "02", 1),
    (TargetKind.DEPARTEMENT, "59", 2),
    (TargetKind.DEPARTEMENT, "62", 2),
)
PEOPLE = (
    ("Maëlys", "d’Hœuf", "Musée imaginaire du lin", "Directrice", "museum", "59"),
    ("Ali", "Maquette", "Les Étoiles filantes", "Animateur", "popular_education", "62"),
    ("Nguyễn", "Brouillon", "Université fictive du Littoral", "Maître de conférences",
     "university", "62"),
    ("Ysaline", "Prototype", "Planétarium des Sables", "Médiatrice",
     "science_centre", "80"),
    ("Gaspard", "Inventé", "Ateliers de la Mine inventée", "Bénévole",
     "heritage", "62"),
    ("Zélie", "Vandenfictif", "Commune de Sainte-Exemple", "Adjointe à la culture",
     "local_authority", "02"),
    ("Théo", "Modèle", "Musée imaginaire du lin", "Médiateur", "museum", "59"),
    ("Inès", "Croquis", "Lycée Marie-Prototype", "Professeure", "school", "60"),
    ("Paul", "Ébauche", "Société des automates", "Gérant", "company", "59"),
)  # fmt: skip
INSIDE, ASKING = (1, 2, 3, 4, 5, 6, 7), (8, 9)


def make_consultation() -> tuple[GroupOffer, GroupOffer]:
    """Return DIFFUSION in the phase that is open, and in the one to come."""
    process = make_process(
        title=TITLE, needs_approval=True, one_seat_an_organisation=True
    )
    present, coming, _last = _make_phases(process)
    for role, name in PARTNERS:
        add_partner(
            process.id, PartnerSheet(role=role, name=name), actor=ACTOR, now=NOW
        )
    offers = {}
    for title, mandate in GROUPS:
        group = make_group(process, title=title, mandate=mandate)
        offers[title] = [
            make_offer(group, phase, capacity=4) for phase in (present, coming)
        ]
    _aim(process)
    publish(process)
    now, later = offers["DIFFUSION"]
    _fill(now)
    return now, later


def _make_phases(process: Process) -> list[Phase]:
    """From midnight to midnight, as the desk makes them; the first is open."""
    bounds = [_midnight(in_days) for in_days in (-40, 20, 80, 140)]
    return [
        make_phase(process, title=title, starts_at=starts_at, ends_at=ends_at)
        for title, (starts_at, ends_at) in zip(PHASES, pairwise(bounds), strict=True)
    ]


def _midnight(in_days: int) -> datetime:
    day = today().date() + in_days * DAY
    return nearest_instant_of(datetime.combine(day, time.min), "Europe/Paris")


def _aim(process: Process) -> None:
    targets = tuple(
        Target(kind=kind, value=value, wanted=wanted) for kind, value, wanted in TARGETS
    )
    sheet = TargetsSheet(organisations_contacted=150, targets=targets)
    set_targets(process.id, sheet, actor=ACTOR, now=NOW)


def _fill(offer: GroupOffer) -> None:
    """Four are in, one is a deputy, two wait; two more ask."""
    for number in (*INSIDE, *ASKING):
        come(offer, number=number, now=utc_now() - (30 - number) * DAY)
    approve(offer, *INSIDE)


def come(*offers: GroupOffer, number: int, now: datetime) -> None:
    given_name, family_name, organisation, role, category, departement = PEOPLE[
        number - 1
    ]
    details = make_details(
        given_name=given_name,
        family_name=family_name,
        role=role,
        category=category,
        departement=departement,
        organisation=NamedOrganisation(name=organisation),
        phone="03 20 00 00 00",
    )
    enrol(*offers, number=number, details=details, now=now)


def approve(offer: GroupOffer, *numbers: int) -> None:
    wish = ActOnMembers(
        offer_id=offer.id,
        action=MemberAction.APPROVE,
        enrolment_ids=[place_of(number, offer).id for number in numbers],
    )
    act_on_members(wish, actor=ACTOR, now=utc_now())


def now_in(number: int) -> Enrolment:
    """The latest place of this person, as the server has written it."""
    db.session.rollback()
    return place_of(number)


def page_of(offer: GroupOffer, page: str = "") -> str:
    where = f"{offer.process.slug}/groupes/{offer.group.slug}/phases/{offer.phase_id}"
    return f"/bureau/demarches/{where}{page}"
