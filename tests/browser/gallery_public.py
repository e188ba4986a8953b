"""Consultations as the public sees them, from one that is full to one that is bare."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from concertation.database import transaction
from concertation.domain.process import PartnerRole
from concertation.models import GroupOffer, Process, ProcessPartner
from concertation.services.events import call_off_event
from concertation.services.files import keep_file
from concertation.services.logo_pictures import logo_picture
from concertation.services.organisations import NamedOrganisation
from concertation.services.proven_people import confirm_details
from tests.enrolments import enrol, make_details
from tests.factories import ACTOR, NOW, make_event
from tests.organisations import make_organisation
from tests.pictures import picture_file
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    publish,
    today,
)

DAY = timedelta(days=1)
PARIS = ZoneInfo("Europe/Paris")
TITLES = ("État des lieux", "Ambitions partagées", "Préfiguration d’un schéma régional")
MANDATE = """\
Recenser ce qui se **produit** dans la région : expositions, spectacles, jeux, films.

- Qui produit, avec quels moyens ?
- Qu’est-ce qui circule, et où ?
"""
PEOPLE = (
    *(("museum", "59"),) * 5,
    *(("school", "62"),) * 4,
    ("university", "80"),
    ("media", "02"),
    ("heritage", "60"),
)
WORD = "Wissenschaftskommunikationsinfrastruktur"


def furnish_public() -> dict[str, str]:
    _make_live()
    _make_process_around("to-come", "Démarche qui s’annonce", 30)
    _fill(_make_process_around("ended", "Démarche achevée", -400), "ended")
    full = _make_process_around("full", "Démarche très demandée", -20, capacity=2)
    _fill(full, "full")
    bare = make_process(slug="bare", title="Démarche sans rien", **_nothing())
    group = make_group(bare, mandate="", animator_name="")
    make_offer(group, make_phase(bare, starts_at=_midnight(-9)))
    publish(bare)
    _make_process_around("long-names", f"{WORD} {WORD}", -5, group=f"{WORD} {WORD}")
    return {}


def _make_live() -> None:
    """Three phases, the second open; three groups; meetings of each kind."""
    process = make_process(slug="live", title="Concertation de la culture scientifique")
    _lead(process)
    phases = [
        make_phase(
            process,
            title=title,
            starts_at=_midnight(start),
            ends_at=_midnight(end),
            summary="Ce qui existe, et ce qui manque.",
        )
        for title, start, end in zip(
            TITLES, (-90, -30, 45), (-30, 40, 150), strict=True
        )
    ]
    offers = {}
    capacities = {"PRODUCTION": 20, "DIFFUSION": 1, "COORDINATION": None}
    for title, capacity in capacities.items():
        group = make_group(process, title=title, mandate=MANDATE)
        made = [make_offer(group, phase, capacity=capacity) for phase in phases]
        offers[title] = made[1]
    publish(process)
    _fill(offers["PRODUCTION"], "production")
    enrol(offers["DIFFUSION"], email="alone@example.org", now=today())
    _make_meetings(process, offers["DIFFUSION"])


def _make_meetings(process: Process, offer: GroupOffer) -> None:
    past = today() - 40 * DAY
    make_event(slug="group-meeting", title="Premier atelier", offer_id=offer.id)
    make_event(slug="whole-meeting", title="Plénière", process_id=process.id)
    make_event(
        slug="past-meeting",
        title="Réunion de lancement",
        process_id=process.id,
        starts_at=past,
        ends_at=past + DAY / 12,
    )
    lost = make_event(slug="lost-meeting", title="Visite", offer_id=offer.id)
    call_off_event(lost.id, "Alerte orange.", actor=ACTOR, now=NOW)


def _make_process_around(
    slug: str, title: str, start: int, *, group: str = "PRODUCTION", capacity: int = 30
) -> GroupOffer:
    """One phase of sixty days and one group."""
    process = make_process(slug=slug, title=title)
    span = {"starts_at": _midnight(start), "ends_at": _midnight(start + 60)}
    phase, made = make_phase(process, **span), make_group(process, title=group)
    waits = slug != "full"
    offer = make_offer(made, phase, capacity=capacity, keeps_waiting_list=waits)
    publish(process)
    return offer


def _fill(offer: GroupOffer, name: str) -> None:
    """Some agreed to be named, or that their organisation is."""
    seen = make_organisation(f"Musée imaginaire du lin ({name})")
    free = offer.pool.capacity or len(PEOPLE)
    for number, (category, departement) in enumerate(PEOPLE[:free], start=1):
        details = make_details(
            family_name=f"Exemple{number}",
            category=category,
            departement=departement,
            organisation=NamedOrganisation(number=seen),
            is_named=number <= len(TITLES),
            organisation_is_named=number == 1,
        )
        within = offer.phase.starts_at + DAY
        email = f"{name}{number}@example.org"
        receipt = enrol(offer, details=details, email=email, now=within)
        if number != len(TITLES):
            confirm_details(receipt.participant_id, actor="participant", now=within)


def _lead(process: Process) -> None:
    picture = logo_picture(picture_file(size=(400, 160), colour="#8a1c5a"))
    with transaction() as session:
        file = keep_file(session, picture.content, picture.kind, now=NOW)
        session.flush()
        partners = (
            (PartnerRole.PILOT, "Région Exemple", file.id),
            (PartnerRole.CO_PILOT, "Agence Exemple", None),
            (PartnerRole.PARTNER, "Fonds Exemple", None),
        )
        for position, (role, name, file_id) in enumerate(partners, start=1):
            session.add(
                ProcessPartner(
                    process_id=process.id,
                    position=position,
                    role=role,
                    name=name,
                    link="https://www.cnil.fr/" if file_id else "",
                    file_id=file_id,
                    width=picture.width if file_id else None,
                    height=picture.height if file_id else None,
                )
            )


def _midnight(days: int) -> datetime:
    """In France, so many days from today."""
    day = today().astimezone(PARIS).replace(tzinfo=None) + days * DAY
    return day.replace(hour=0, tzinfo=PARIS)


def _nothing() -> dict[str, str]:
    texts = ["summary", "purpose", "asked", "not_asked", "legal_frame", "term"]
    return dict.fromkeys(texts, "")
