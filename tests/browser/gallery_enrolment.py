"""People in groups in every state, and forms of every kind."""

from datetime import datetime, timedelta

from concertation.clock import utc_now
from concertation.domain.event import LegalBasis
from concertation.domain.process import GroupRule
from concertation.links import participant_token
from concertation.models import GroupOffer
from concertation.services.enrolment import enrol_person
from concertation.services.own_places import leave_group
from concertation.services.renewal import renew_group
from tests.enrolments import make_details, make_enrolling, place_of
from tests.factories import ACTOR
from tests.organisations import make_organisation
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
    today,
)

DAY = timedelta(days=1)
LONG_NAME = (
    "Syndicat mixte d’aménagement et de développement de la"
    " Wissenschaftskommunikationsinfrastruktur des Hauts-de-France"
)


def furnish_enrolment() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    make_organisation("Forum départemental des sciences")
    make_organisation(LONG_NAME)
    _several_groups()
    _ranked_groups()
    make_published_process(slug="enrol-soon", around=today() + 60 * DAY)
    over = make_published_process(slug="enrol-over", around=today() - 90 * DAY)
    full = make_published_process(
        slug="enrol-full", around=today(), keeps_waiting_list=False
    )
    for number in (81, 82):
        _enrol(full, number)
    return {
        "over_phase": str(over.phase_id),
        **_who_waits(),
        **_who_goes_on(),
        **_deputy(),
    }


def _several_groups() -> None:
    process = make_process(
        slug="enrol-several",
        title="Patrimoines industriels : vers un schéma régional partagé",
        group_rule=GroupRule.SEVERAL,
        groups_most=2,
        legal_basis=LegalBasis.CONSENT,
    )
    phase = make_phase(
        process, title="Ambitions partagées", starts_at=today() - 20 * DAY
    )
    for title, capacity in (
        ("PRODUCTION", 12),
        ("DIFFUSION", 0),
        ("COORDINATION", None),
    ):
        make_offer(make_group(process, title=title), phase, capacity=capacity)
    publish(process)


def _ranked_groups() -> None:
    process = make_process(
        slug="enrol-ranked",
        title="Culture scientifique pour tous",
        group_rule=GroupRule.RANKED,
    )
    phase = make_phase(process, title="État des lieux", starts_at=today() - 20 * DAY)
    offers = [
        make_offer(make_group(process, title=title), phase)
        for title in ("PRODUCTION", "DIFFUSION", "COORDINATION")
    ]
    publish(process)
    wish = make_enrolling(*offers[:2], number=71)
    enrol_person(wish, now=utc_now())


def _who_waits() -> dict[str, str]:
    offer = make_published_process(
        slug="enrol-waiting", title="Littoral et sciences", around=today(), capacity=1
    )
    for number in (72, 73, 74):
        _enrol(offer, number)
    leave_group(place_of(74).id, actor=ACTOR, now=utc_now())
    return {
        "waiting_phase": str(offer.phase_id),
        "group_member": _token(72),
        "member_place": str(place_of(72).id),
        "group_waiter": _token(73),
        "waiter_place": str(place_of(73).id),
        "group_left": _token(74),
        "left_place": str(place_of(74).id),
        "ranked_person": _token(71),
    }


def _who_goes_on() -> dict[str, str]:
    process = make_process(slug="enrol-renewed", title="Sciences en partage")
    group = make_group(process)
    former = make_offer(
        group, make_phase(process, title="État des lieux", starts_at=today() - 70 * DAY)
    )
    newer = make_offer(group, make_phase(process, title="Ambitions partagées"))
    publish(process)
    _enrol(former, 75, now=today() - 60 * DAY)
    until = utc_now() + 10 * DAY
    renew_group(newer.id, until=until, actor=ACTOR, now=utc_now())
    return {"goes_on": _token(75), "held_place": str(place_of(75, newer).id)}


def _deputy() -> dict[str, str]:
    offer = make_published_process(
        slug="enrol-one-seat",
        title="Un siège par structure",
        around=today(),
        one_seat_an_organisation=True,
    )
    for number in (76, 77):
        _enrol(offer, number)
    return {"deputy": _token(77)}


def _enrol(offer: GroupOffer, number: int, *, now: datetime | None = None) -> None:
    details = make_details(role=f"Rôle {number}", is_named=True, phone="03 20 00 00 00")
    wish = make_enrolling(offer, number=number, details=details)
    enrol_person(wish, now=now or utc_now())


def _token(number: int) -> str:
    person = place_of(number).participant
    return participant_token(person.id, person.link_version)
