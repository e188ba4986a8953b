"""The page of a group in a phase: who is in, who waits, and in what balance."""

from datetime import UTC, datetime

import pytest

from concertation.database import transaction
from concertation.domain.enrolment import Standing
from concertation.domain.process import TargetKind
from concertation.domain.roles import Role
from concertation.models import ProcessTarget, SeatPool
from concertation.queries.group_figures import group_figures
from concertation.services.organisations import NamedOrganisation
from tests.enrolments import enrol, make_details, place_of
from tests.factories import PASSWORD, make_account
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
    today,
)

OTHER = NamedOrganisation(name="Fabrique de la mémoire")


@pytest.fixture
def offer(app):
    return make_published_process(around=today(), capacity=2)


def sign_in_as(app, email):
    browser = app.test_client()
    browser.post("/bureau/connexion", data={"email": email, "password": PASSWORD})
    return browser


def address(offer):
    group = offer.group
    return (
        f"/bureau/demarches/{offer.process.slug}/groupes/{group.slug}"
        f"/phases/{offer.phase_id}"
    )


def member_address(offer, number):
    return f"{address(offer)}/membres/{place_of(number).participant.reference}"


def test_the_page_tells_who_is_in_and_who_waits_in_which_rank(desk, offer):
    for number in range(1, 5):
        details = make_details(family_name=f"Nom{number}")
        enrol(offer, number=number, details=details, now=today())

    page = desk.get(address(offer)).text

    assert "2 / 2" in page
    assert page.index("Nom1") < page.index("Nom2") < page.index("Nom3")
    assert page.index("Nom3") < page.index("En tête de la liste") < page.index("Nom4")
    assert page.index("Nom4") < page.index("2e de la liste d’attente")


def test_figures_set_people_against_the_targets_of_the_process(app, offer):
    with transaction() as session:
        session.add(
            ProcessTarget(
                process_id=offer.process_id,
                kind=TargetKind.CATEGORY,
                value="museum",
                wanted=3,
            )
        )
        session.add(
            ProcessTarget(
                process_id=offer.process_id,
                kind=TargetKind.DEPARTEMENT,
                value="80",
                wanted=1,
            )
        )
    for number in range(1, 4):
        enrol(offer, number=number, now=today())

    figures = group_figures(offer)

    museum, somme = figures.categories[0], figures.departements[0]
    assert (museum.inside, museum.waiting, museum.wanted, museum.missing) == (
        2,
        1,
        3,
        1,
    )
    assert (somme.value, somme.inside, somme.missing) == ("80", 0, 1)
    assert figures.by_standing == {Standing.SEAT: 2, Standing.WAITING: 1}
    assert figures.current == 3
    assert [each.titulars for each in figures.organisations] == [2]


def test_two_titular_members_of_one_organisation_are_shown_as_such(desk):
    offer = make_published_process(
        around=today(), capacity=5, one_seat_an_organisation=True
    )
    enrol(offer, number=1, now=today())
    enrol(offer, number=2, now=today(), details=make_details(organisation=OTHER))
    enrol(offer, number=3, now=today(), details=make_details(family_name="Suppléant"))
    assert "titulaires au lieu" not in desk.get(address(offer)).text
    with transaction() as session:
        theirs = place_of(1).participant.organisation_id
        place_of(2).participant.organisation_id = theirs
        session.flush()

    page = desk.get(address(offer)).text

    assert "2 titulaires au lieu d’un" in page


@pytest.mark.parametrize(
    ("query", "shown", "hidden"),
    [
        ("state=waiting", "Troisième", "Premier"),
        ("q=premier", "Premier", "Troisième"),
        ("q=fabrique", "Troisième", "Premier"),
        ("category=university", "Troisième", "Premier"),
        ("departement=80", "Troisième", "Premier"),
        ("order=latest&page=99999999999999", "Premier", "nobody"),
        ("state=nonsense&organisation=99999999999999999999", "Premier", "nobody"),
    ],
)
def test_filters_leave_those_who_fit(desk, offer, query, shown, hidden):
    enrol(offer, number=1, now=today(), details=make_details(family_name="Premier"))
    enrol(offer, number=2, now=today(), details=make_details(family_name="Deuxième"))
    other = make_details(
        family_name="Troisième",
        category="university",
        departement="80",
        organisation=OTHER,
    )
    enrol(offer, number=3, now=today(), details=other)

    page = desk.get(f"{address(offer)}?{query}").text

    assert f"{shown} " in page
    assert f"{hidden} " not in page


@pytest.mark.parametrize("one_seat", [False, True])
def test_the_page_asks_as_much_of_the_database_for_one_as_for_many(
    desk, counted_queries, one_seat
):
    offer = make_published_process(
        around=today(), capacity=None, one_seat_an_organisation=one_seat
    )
    enrol(offer, number=1, now=today())
    with counted_queries() as few:
        desk.get(address(offer))
    for number in range(2, 60):
        name = NamedOrganisation(name=f"Structure {number}")
        enrol(
            offer, number=number, now=today(), details=make_details(organisation=name)
        )

    with counted_queries() as many:
        page = desk.get(address(offer)).text

    assert "59" in page
    assert len(many) == len(few)
    assert len(many) <= 12


def test_who_runs_one_group_sees_nothing_of_another(app, offer):
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    enrol(offer, number=1, now=today())
    enrol(other, number=2, now=today())
    make_account(Role.FACILITATOR, other.group, email="animator@example.org")
    browser = sign_in_as(app, "animator@example.org")

    assert browser.get(address(other)).status_code == 200
    assert browser.get(member_address(other, 2)).status_code == 200
    for path in ("", "/actions", "/imprimer", "/emargement.ods?lines=2"):
        assert browser.get(address(offer) + path).status_code == 403
    for path in ("", "/deplacer", "/retirer", "/effacer"):
        assert browser.get(member_address(offer, 1) + path).status_code == 403
    mine = browser.get("/bureau/groupes").text
    assert "DIFFUSION" in mine
    assert "PRODUCTION" not in mine


def test_a_group_leads_from_the_phase_that_is_open_to_the_next_one(app, desk):
    """What is to be done now stands first, and no phase is said to last a day more."""
    process = make_process()
    first, second = (datetime(2090, 6, day, 22, tzinfo=UTC) for day in (1, 11))
    here = make_phase(process, title="Ici", starts_at=today(), ends_at=first)
    then = make_phase(process, title="Ensuite", starts_at=first, ends_at=second)
    group = make_group(process)
    last, offer = make_offer(group, then), make_offer(group, here)
    publish(process)

    groups = desk.get("/bureau/groupes").text
    leading = desk.get(f"{address(offer)}/reconduction").text

    assert groups.index("Ici") < groups.index("Ensuite")
    assert "2 juin 2090 – 11 juin 2090" in groups
    assert f"{address(last)}/reconduction" in leading
    assert (
        f"{address(offer)}/reconduction"
        not in (desk.get(f"{address(last)}/reconduction").text.partition("<main")[2])
    )


def actions_in(page):
    chosen = page.partition('name="do"')[2].partition("</select>")[0]
    return [
        action
        for action in ("approve", "decline", "promote", "move", "resend", "remove")
        if f'value="{action}"' in chosen
    ]


def test_only_what_can_be_done_to_somebody_is_offered(desk, offer):
    enrol(offer, number=1, now=today())
    assert actions_in(desk.get(address(offer)).text) == ["resend", "remove"]
    assert "/deplacer" not in desk.get(member_address(offer, 1)).text

    make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    for number in (2, 3):
        enrol(offer, number=number, now=today())

    several = ["promote", "move", "resend", "remove"]
    assert actions_in(desk.get(address(offer)).text) == several
    assert "/deplacer" in desk.get(member_address(offer, 1)).text


def test_approving_is_offered_while_somebody_asks(desk):
    asked = make_published_process(around=today(), needs_approval=True)
    enrol(asked, number=1, now=today())
    offered = actions_in(desk.get(address(asked)).text)
    assert offered[:2] == ["approve", "decline"]

    desk.post(f"{member_address(asked, 1)}/approuver")

    assert actions_in(desk.get(address(asked)).text) == ["resend", "remove"]


def test_nobody_is_sent_to_a_group_without_room_or_a_list(desk, offer):
    other = make_offer(
        make_group(offer.process, title="DIFFUSION"), offer.phase, capacity=0
    )
    with transaction() as session:
        session.get_one(SeatPool, other.pool_id).keeps_waiting_list = False
    enrol(offer, number=1, now=today())

    assert "/deplacer" not in desk.get(member_address(offer, 1)).text


def test_who_runs_one_group_neither_moves_people_elsewhere_nor_erases_them(app, offer):
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    enrol(offer, number=1, now=today())
    make_account(Role.FACILITATOR, offer.group, email="animator@example.org")
    browser = sign_in_as(app, "animator@example.org")
    here = member_address(offer, 1)

    assert "DIFFUSION" not in browser.get(f"{here}/deplacer").text
    moved = browser.post(f"{here}/deplacer", data={"to": other.id})
    erased = browser.post(f"{here}/effacer")

    assert (moved.status_code, erased.status_code) == (422, 403)
    assert place_of(1).offer_id == offer.id


def test_a_person_shows_what_the_reader_may_see_of_them(app, desk):
    offer = make_published_process(around=today(), group_rule="several")
    other = make_offer(make_group(offer.process, title="DIFFUSION"), offer.phase)
    publish(offer.process)
    enrol(offer, other, number=1, now=today())
    make_account(Role.FACILITATOR, offer.group, email="animator@example.org")
    animator = sign_in_as(app, "animator@example.org")
    here = member_address(offer, 1).replace(
        f"/groupes/{other.group.slug}/", f"/groupes/{offer.group.slug}/"
    )

    assert "DIFFUSION" in desk.get(here).text
    page = animator.get(here).text
    assert "DIFFUSION" not in page
    # The mail names both groups, and is shown to nobody who may know of one alone.
    assert "/courriels/" not in page
