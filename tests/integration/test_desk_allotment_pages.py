"""What pilots see before wishes are allotted, and before members go on to a phase."""

import re
from datetime import timedelta

import pytest

from concertation.clock import utc_now
from concertation.database import transaction
from concertation.domain.process import GroupRule
from concertation.domain.roles import Role
from concertation.models import Phase, SeatPool
from tests.enrolments import enrol, mails_to, make_details, standing_of, standings
from tests.factories import PASSWORD, make_account
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_published_process,
    today,
)

RANKED = {"group_rule": GroupRule.RANKED}


@pytest.fixture
def offers(app):
    first = make_published_process(around=today(), capacity=1, **RANKED)
    group = make_group(first.process, title="DIFFUSION")
    return first, make_offer(group, first.phase, capacity=1)


def allotment(offer):
    slug = offer.process.slug
    return f"/bureau/demarches/{slug}/phases/{offer.phase_id}/repartition"


def fingerprint_in(page):
    return re.search(r'name="fingerprint"[^>]*value="([0-9a-f]+)"', page)[1]


def agreed(page):
    """The button of that page, with the tick that enrolment is still open."""
    return {"fingerprint": fingerprint_in(page), "knows": "y"}


def wish(offers, number, name):
    details = make_details(family_name=name)
    enrol(*offers, number=number, details=details, now=today())


def test_the_page_shows_who_would_get_what_and_why_and_writes_it_so(desk, offers):
    for number, name in enumerate(("Un", "Deux", "Trois"), start=1):
        wish(offers, number, name)

    page = desk.get(allotment(offers[0])).text

    assert "1er vœu" in page
    assert "2e vœu" in page
    assert "1er vœu, PRODUCTION\xa0: le groupe était complet" in page
    assert standings(1, 2, 3) == ["asked"] * 3
    done = desk.post(allotment(offers[0]), data=agreed(page))
    assert done.status_code == 303
    assert standing_of(1, offers[0]) == "seat"
    assert standing_of(2, offers[1]) == "seat"
    assert standing_of(3, offers[0]) == "waiting"
    assert "enrolment_allotted" in mails_to(1)


def test_what_changed_meanwhile_is_shown_and_not_written(desk, offers):
    wish(offers, 1, "Un")
    seen = fingerprint_in(desk.get(allotment(offers[0])).text)
    wish(offers, 2, "Deux")

    refused = desk.post(allotment(offers[0]), data={"fingerprint": seen, "knows": "y"})

    assert refused.status_code == 409
    assert "Rien n’a été enregistré" in refused.text
    assert standings(1, 2) == ["asked", "asked"]
    new = fingerprint_in(refused.text)
    assert new != seen
    assert desk.post(allotment(offers[0]), data=agreed(refused.text)).status_code == 303


def test_allotting_while_people_still_enrol_is_warned_of(desk, offers):
    wish(offers, 1, "Un")
    page = desk.get(allotment(offers[0])).text
    assert "Les inscriptions sont encore ouvertes" in page

    refused = desk.post(
        allotment(offers[0]), data={"fingerprint": fingerprint_in(page)}
    )

    assert refused.status_code == 422
    assert "Attendez la fin des inscriptions" in refused.text
    assert standing_of(1, offers[0]) == "asked"


def test_once_enrolment_is_over_there_is_nothing_to_warn_of(desk, offers):
    wish(offers, 1, "Un")
    with transaction() as session:
        phase = session.get_one(Phase, offers[0].phase_id)
        phase.enrolment_closes_at = utc_now() - timedelta(minutes=1)

    page = desk.get(allotment(offers[0])).text

    assert "encore ouvertes" not in page
    seen = {"fingerprint": fingerprint_in(page)}
    assert desk.post(allotment(offers[0]), data=seen).status_code == 303
    assert standing_of(1, offers[0]) == "seat"


def test_who_would_be_left_without_a_line_is_shown(desk, offers):
    with transaction() as session:
        session.get_one(SeatPool, offers[1].pool_id).keeps_waiting_list = False
    for number, name in enumerate(("Un", "Deux", "Trois"), start=1):
        wish(offers, number, name)
    for number, name in enumerate(("Quatre", "Cinq"), start=4):
        wish(offers[1:], number, name)

    page = desk.get(allotment(offers[0])).text

    assert "Pas de place" in page
    assert "DIFFUSION\xa0: le groupe était complet – pas de liste d’attente" in page
    assert "PRODUCTION\xa0: le groupe était complet – sur sa liste d’attente" in page
    desk.post(allotment(offers[0]), data=agreed(page))
    assert standing_of(3, offers[0]) == "waiting"
    assert standing_of(3, offers[1]) == standing_of(5, offers[1]) == "ended"


def test_nothing_to_allot_is_said(desk, offers):
    assert "Il n’y a rien à répartir" in desk.get(allotment(offers[0])).text
    refused = desk.post(allotment(offers[0]), data={"fingerprint": "x", "knows": "y"})
    assert refused.status_code == 409


def test_where_groups_are_not_ranked_there_is_no_such_page(desk):
    offer = make_published_process(around=today())

    assert desk.get(allotment(offer)).status_code == 404


def test_who_runs_one_group_allots_nothing(app, offers):
    make_account(Role.FACILITATOR, offers[0].group, email="animator@example.org")
    browser = app.test_client()
    signing = {"email": "animator@example.org", "password": PASSWORD}
    browser.post("/bureau/connexion", data=signing)

    assert browser.get(allotment(offers[0])).status_code == 403
    assert browser.post(allotment(offers[0])).status_code == 403


@pytest.fixture
def renewed(app):
    """The next phase of a group with two members and one who waits."""
    former = make_published_process(around=today())
    for number in (1, 2, 3):
        enrol(former, number=number, now=today())
    phase = make_phase(former.process)
    return make_offer(former.group, phase, capacity=2)


def renewal(offer, group=True):
    part = f"/groupes/{offer.group.slug}" if group else ""
    slug = offer.process.slug
    return f"/bureau/demarches/{slug}{part}/phases/{offer.phase_id}/reconduction"


@pytest.mark.parametrize("of_group", [True, False])
def test_the_page_says_who_would_be_invited_then_what_they_answer(
    desk, renewed, of_group
):
    where = renewal(renewed, of_group)
    until = today() + timedelta(days=30)
    page = desk.get(where).text
    assert "Inviter 3 personnes" in page

    sent = desk.post(where, data={"until": until.strftime("%Y-%m-%dT%H:%M")})

    assert sent.status_code == 303
    assert standings(1, 2, 3) == ["held", "held", "waiting"]
    page = desk.get(where).text
    assert "Inviter 3 personnes" not in page
    again = desk.get(renewal(renewed)).text
    assert "Relancer 2 personnes" in again
    # A day has not passed since they were asked.
    told = desk.post(f"{renewal(renewed)}/relancer", follow_redirects=True).text
    assert "moins d’un jour" in told


@pytest.mark.parametrize(
    ("until", "said"),
    [
        ("", "Dites jusqu’à quand"),
        ("2001-01-01T10:00", "Choisissez un jour à venir"),
        ("2098-01-01T10:00", "Choisissez un jour à venir"),
    ],
)
@pytest.mark.parametrize("of_group", [True, False])
def test_a_day_that_cannot_be_is_refused_beside_its_field(
    desk, renewed, of_group, until, said
):
    refused = desk.post(renewal(renewed, of_group), data={"until": until})

    assert refused.status_code == 422
    assert said in refused.text
    assert standings(1, 2, 3) == ["seat", "seat", "waiting"]


def test_a_group_that_met_in_no_earlier_phase_says_so(desk):
    offer = make_published_process(around=today())

    assert "pas de phase précédente" in desk.get(renewal(offer)).text
    until = (today() + timedelta(days=3)).strftime("%Y-%m-%dT%H:%M")
    assert desk.post(renewal(offer), data={"until": until}).status_code == 409


def test_the_page_of_a_phase_asks_as_much_for_one_group_as_for_three(
    desk, renewed, counted_queries
):
    with counted_queries() as few:
        desk.get(renewal(renewed, group=False))
    process, former = renewed.process, renewed.process.phases[0]
    for number, title in enumerate(("DIFFUSION", "COORDINATION"), start=11):
        group = make_group(process, title=title)
        enrol(make_offer(group, former), number=number, now=today())
        make_offer(group, renewed.phase)

    with counted_queries() as many:
        page = desk.get(renewal(renewed, group=False)).text

    assert "Inviter 5 personnes" in page
    assert len(many) == len(few)
