"""Groups at the desk: full, ranked, with one seat an organisation, and a phase on."""

from datetime import timedelta

from concertation.database import transaction
from concertation.domain.process import GroupRule, TargetKind
from concertation.models import GroupOffer, ProcessTarget, SeatPool
from concertation.services.meeting_guests import InviteMembers, invite_members
from concertation.services.organisations import NamedOrganisation
from concertation.services.own_places import confirm_place, decline_place
from concertation.services.renewal import renew_group
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, make_event
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_published_process,
    today,
)

LONG_NAME = "Syndicat mixte de la Wissenschaftskommunikationsinfrastruktur"
KINDS = ("museum", "university", "university", "museum", "museum")


def furnish_desk_groups() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    full = _make_full_group()
    ranked = _make_ranked_process()
    renewed = _renew(full)
    return {
        "desk_group": group_address(full),
        "desk_group_next": group_address(renewed),
        "desk_ranked": group_address(ranked),
        "desk_phase": phase_address(full),
        "desk_phase_next": phase_address(renewed),
        "desk_phase_ranked": phase_address(ranked),
        "desk_process": f"/demarches/{full.process.slug}",
        **{
            f"desk_member_{name}": place_of(number, full).participant.reference
            for name, number in {"seat": 301, "deputy": 305, "waits": 304}.items()
        },
    }


def group_address(offer: GroupOffer) -> str:
    slug, group = offer.process.slug, offer.group.slug
    return f"/demarches/{slug}/groupes/{group}/phases/{offer.phase_id}"


def phase_address(offer: GroupOffer) -> str:
    return f"/demarches/{offer.process.slug}/phases/{offer.phase_id}"


def _make_full_group() -> GroupOffer:
    full = make_published_process(
        slug="au-bureau",
        title="Concertation au bureau",
        around=today(),
        capacity=2,
        one_seat_an_organisation=True,
        group_rule=GroupRule.SEVERAL,
    )
    make_offer(make_group(full.process, title="DIFFUSION"), full.phase, capacity=1)
    with transaction() as session:
        for kind, value, wanted in (
            (TargetKind.CATEGORY, "museum", 3),
            (TargetKind.DEPARTEMENT, "80", 2),
        ):
            session.add(
                ProcessTarget(
                    process_id=full.process_id, kind=kind, value=value, wanted=wanted
                )
            )
    names = ("Musée du lin", LONG_NAME, "Université imaginaire", "Fabrique")
    for number, name in enumerate((*names, names[0]), start=301):
        details = make_details(
            family_name=f"Nom{number}",
            organisation=NamedOrganisation(name=name),
            category=KINDS[number - 301],
        )
        enrol(full, number=number, now=today() - timedelta(days=2), details=details)
    meeting = make_event(slug="reunion-production", offer_id=full.id, capacity=20)
    wish = InviteMembers(event_id=meeting.id)
    invite_members(wish, actor=ACTOR, now=today() - timedelta(days=1))
    make_event(slug="autre-reunion", title="Deuxième réunion", offer_id=full.id)
    return full


def _make_ranked_process() -> GroupOffer:
    ranked = make_published_process(
        slug="par-voeux",
        title="Concertation par vœux",
        around=today(),
        capacity=1,
        group_rule=GroupRule.RANKED,
    )
    other = make_offer(
        make_group(ranked.process, title="DIFFUSION"), ranked.phase, capacity=1
    )
    for number in (311, 312, 313):
        details = make_details(family_name=f"Nom{number}")
        enrol(ranked, other, number=number, now=today(), details=details)
    with transaction() as session:
        session.get_one(SeatPool, other.pool_id).keeps_waiting_list = False
    for number in (314, 315):
        details = make_details(family_name=f"Nom{number}")
        enrol(other, number=number, now=today(), details=details)
    return ranked


def _renew(former: GroupOffer) -> GroupOffer:
    """A member who goes on, one who does not, and nobody else invited yet."""
    phase = make_phase(former.process)
    newer = make_offer(former.group, phase, capacity=4)
    until = today() + timedelta(days=30)
    renew_group(newer.id, until=until, actor=ACTOR, now=today())
    confirm_place(place_of(301, newer).id, actor="participant", now=today())
    decline_place(place_of(302, newer).id, actor="participant", now=today())
    return newer
