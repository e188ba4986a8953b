"""How a group is made up: counted for everybody, by name only who agreed."""

from datetime import timedelta
from itertools import count

import pytest

from concertation.database import db
from concertation.domain.enrolment import EndReason, EnrolmentSource, SeatRole
from concertation.domain.registration import new_reference
from concertation.domain.seating import AdmissionState
from concertation.models import (
    Admission,
    Enrolment,
    GroupOffer,
    Organisation,
    Participant,
)
from concertation.queries.composition import Member, composition_of
from tests.factories import NOW
from tests.processes import make_offer, make_phase, make_published_process, today

GROUP = "/demarches/csti/groupes/production"
numbers = count(1)


def make_organisation(name: str, **changes) -> Organisation:
    defaults = {
        "name_key": name.casefold(),
        "category": "museum",
        "departement": "59",
        "listed_at": NOW,
        "created_at": NOW,
        "updated_at": NOW,
    }
    organisation = Organisation(name=name, **defaults | changes)
    db.session.add(organisation)
    db.session.flush()
    return organisation


def enrol(
    offer: GroupOffer, *, state=AdmissionState.CONFIRMED, ended=None, **changes
) -> Participant:
    number = next(numbers)
    defaults = {
        "given_name": "Prénom",
        "family_name": f"Nom{number}",
        "role": "Directrice",
        "category": "museum",
        "departement": "59",
        "sort_key": f"nom{number:04}",
        "search_text": "",
        "locale": "fr",
        **dict.fromkeys(("proven_at", "created_at", "updated_at"), NOW),
    }
    person = Participant(
        reference=new_reference(),
        process_id=offer.process.id,
        email=f"p{number}@example.org",
        email_key=f"p{number}@example.org",
        **defaults | changes,
    )
    admission = Admission(pool_id=offer.pool_id, state=state, queued_at=NOW)
    db.session.add_all([person, admission])
    db.session.flush()
    db.session.add(
        Enrolment(
            participant_id=person.id,
            offer_id=offer.id,
            admission_id=admission.id,
            source=EnrolmentSource.PUBLIC,
            created_at=NOW,
            updated_at=NOW,
            ended_at=NOW if ended else None,
            end_reason=ended,
        )
    )
    db.session.commit()
    return person


def told(parts) -> dict[str, int]:
    return {part.name: part.persons for part in parts}


@pytest.fixture
def offer(app):
    return make_published_process(around=today(), capacity=50)


@pytest.mark.on_both_databases
def test_those_who_hold_a_seat_are_counted(offer):
    for category in ("museum", "museum", "museum", "school", "school", "school"):
        enrol(offer, category=category)
    enrol(offer, category="school", state=AdmissionState.OFFERED)
    enrol(offer, category="school", state=AdmissionState.WAITLISTED)
    enrol(offer, category="school", state=AdmissionState.ASKED)
    enrol(offer, category="school", ended=EndReason.LEFT)
    other = make_offer(offer.group, make_phase(offer.process))
    enrol(other)

    made_of = composition_of(offer)

    assert made_of.persons == 7
    assert told(made_of.categories) == {"school": 4, "museum": 3}
    assert told(made_of.departements) == {"59": 7}


def test_a_deputy_holds_no_seat(offer):
    person = enrol(offer)
    deputy = enrol(offer)
    for enrolment in db.session.query(Enrolment).filter_by(participant_id=deputy.id):
        enrolment.admission_id, enrolment.seat_role = None, SeatRole.DEPUTY
    db.session.commit()

    assert composition_of(offer).persons == 1
    assert person


@pytest.mark.on_both_databases
def test_only_who_agreed_is_named(offer):
    known = make_organisation("Musée du lin")
    enrol(offer, given_name="Ada", family_name="Zola", is_named=True)
    enrol(
        offer,
        given_name="Léa",
        family_name="Aube",
        sort_key="aube",
        is_named=True,
        organisation_is_named=True,
        organisation_id=known.id,
    )
    enrol(offer, organisation_is_named=True, organisation_id=known.id)
    enrol(offer, organisation_id=make_organisation("Jamais nommée").id)

    made_of = composition_of(offer)

    assert made_of.members == [
        Member(name="Léa Aube", organisation="Musée du lin"),
        Member(name="Ada Zola", organisation=""),
    ]
    assert made_of.organisations == ["Musée du lin"]


@pytest.mark.on_both_databases
@pytest.mark.parametrize(
    "changes",
    [
        {"listed_at": None},
        {"proven_at": None},
        {"state": AdmissionState.OFFERED},
        {"state": AdmissionState.WAITLISTED},
        {"ended": EndReason.LEFT},
    ],
)
def test_a_name_waits_until_it_was_seen_and_its_person_is_in(offer, changes):
    changes = dict(changes)
    seen = {"listed_at": changes.pop("listed_at")} if "listed_at" in changes else {}
    organisation = make_organisation("Nom douteux", **seen)
    agreed = {"organisation_is_named": True, "is_named": "listed_at" not in seen}
    enrol(offer, organisation_id=organisation.id, **agreed, **changes)

    made_of = composition_of(offer)

    assert (made_of.organisations, made_of.members) == ([], [])


def test_who_is_not_proven_counts_as_one_who_did_not_agree(offer):
    """Otherwise a row would tell of them what their name may not."""
    known = make_organisation("Musée du lin")
    agreed = {"organisation_is_named": True, "organisation_id": known.id}
    for number in range(3):
        enrol(offer, **agreed, proven_at=NOW if number else None)

    assert composition_of(offer).categories == []


@pytest.mark.on_both_databases
def test_a_double_is_named_as_what_it_was_merged_into(offer):
    kept = make_organisation("Musée du lin")
    double = make_organisation(
        "Musee Lin", listed_at=None, merged_into_id=kept.id, merged_at=NOW
    )
    for each in (kept, double):
        enrol(offer, organisation_id=each.id, organisation_is_named=True)

    assert composition_of(offer).organisations == ["Musée du lin"]


def test_the_page_shows_bars_and_says_why_some_stand_together(offer, client):
    for _number in range(4):
        enrol(offer, category="museum", departement="59")
    for category in ("school", "school", "university"):
        enrol(offer, category=category, departement="02")

    page = client.get(f"{GROUP}?lang=en").text

    assert "7 people have a seat in the phase" in page
    table = page.partition('id="by-category"')[2].partition("</table>")[0]
    assert "Others" in table
    assert '<td class="number">4</td>' in table
    assert '<td class="number">3</td>' in table
    assert "are counted together." in page


def test_one_person_alone_is_told_nothing_of(offer, client):
    enrol(offer)

    page = client.get(f"{GROUP}?lang=en").text

    assert "1 person has a seat" in page
    assert "by-category" not in page
    assert "once there are enough people" in page


def test_the_open_phase_counts_or_else_the_latest(app, client):
    offer = make_published_process(around=today() - timedelta(days=100), capacity=9)
    coming = make_offer(
        offer.group, make_phase(offer.process, starts_at=today() + timedelta(days=9))
    )
    for _number in range(3):
        enrol(offer)
    enrol(coming)

    assert "3 people have a seat" in client.get(f"{GROUP}?lang=en").text


def test_five_hundred_members_ask_as_often_as_one(offer, client, counted_queries):
    known = make_organisation("Musée du lin")
    named = {
        "is_named": True,
        "organisation_is_named": True,
        "organisation_id": known.id,
    }
    enrol(offer, **named)
    db.session.expire_all()
    with counted_queries() as of_one:
        client.get(GROUP)
    for _number in range(40):
        enrol(offer, **named)
    db.session.expire_all()
    with counted_queries() as of_many:
        client.get(GROUP)

    assert len(of_many) == len(of_one) <= 12
