"""Who runs one group neither reads nor rewrites what people told another one."""

import pytest

from concertation.domain.process_errors import InAnotherGroup
from concertation.domain.roles import Role
from concertation.services.participants import change_details
from tests.enrolments import enrol, make_details, place_of
from tests.factories import ACTOR, PASSWORD, make_account
from tests.processes import (
    make_group,
    make_offer,
    make_published_process,
    publish,
    today,
)

SENT = {
    "given_name": "Changée",
    "family_name": "Ailleurs",
    "email": "person1@example.org",
    "locale": "fr",
    "category": "museum",
    "departement": "59",
    "organisation": "Une autre structure",
    "role": "Directrice",
}


@pytest.fixture
def offers(app):
    """PRODUCTION and DIFFUSION, of which somebody may be in both."""
    production = make_published_process(around=today(), group_rule="several")
    group = make_group(production.process, title="DIFFUSION")
    diffusion = make_offer(group, production.phase, capacity=5)
    publish(production.process)
    return production, diffusion


@pytest.fixture
def animator(app, offers):
    """Of DIFFUSION."""
    return signed_in(app, offers[1].group)


def signed_in(app, place):
    browser = app.test_client()
    account = make_account(Role.FACILITATOR, place)
    browser.post(
        "/bureau/connexion", data={"email": account.email, "password": PASSWORD}
    )
    return browser


def address(offer):
    return (
        f"/bureau/demarches/{offer.process.slug}/groupes/{offer.group.slug}"
        f"/phases/{offer.phase_id}"
    )


def member_address(offer, number=1):
    return f"{address(offer)}/membres/{place_of(number).participant.reference}"


def test_they_add_nobody_whom_another_group_has(app, offers, animator):
    production, diffusion = offers
    enrol(production, now=today(), details=make_details(phone="0320000001"))

    refused = animator.post(f"{address(diffusion)}/inscrire", data=SENT)

    assert refused.status_code == 409
    assert "Cette personne est dans un autre groupe de la démarche" in refused.text
    assert "person1@example.org" in refused.text
    assert animator.get(member_address(diffusion)).status_code == 404
    assert place_of(1).offer_id == production.id
    assert place_of(1).participant.family_name != "Ailleurs"


def test_whoever_fills_the_process_adds_them(app, offers):
    production, diffusion = offers
    enrol(production, now=today())
    pilot = signed_in(app, production.process)

    added = pilot.post(f"{address(diffusion)}/inscrire", data=SENT)

    assert added.status_code == 303
    assert place_of(1).offer_id == diffusion.id


def test_they_add_who_is_new_and_who_was_in_their_group(app, offers, animator):
    diffusion = offers[1]
    enrol(diffusion, number=2, now=today())

    for email in ("new@example.org", "person2@example.org"):
        sent = SENT | {"email": email}
        added = animator.post(f"{address(diffusion)}/inscrire", data=sent)
        assert added.status_code == 303, email


def test_whoever_came_into_another_group_meanwhile_is_not_changed(app, offers):
    """The page was opened when they had no other group: the service looks again."""
    production, diffusion = offers
    enrol(diffusion, now=today())
    person = place_of(1).participant_id
    enrol(production, now=today())
    within = frozenset({diffusion.group_id})

    with pytest.raises(InAnotherGroup):
        change_details(
            person,
            make_details(family_name="Ailleurs"),
            actor=ACTOR,
            now=today(),
            within=within,
        )

    assert place_of(1).participant.family_name != "Ailleurs"


def test_they_change_nothing_of_who_is_in_another_group_as_well(app, offers, animator):
    production, diffusion = offers
    enrol(production, diffusion, now=today())
    enrol(diffusion, number=2, now=today())
    both, one = member_address(diffusion), member_address(diffusion, 2)
    pilot = signed_in(app, production.process)

    assert animator.get(both).status_code == 200
    assert f"{both}/modifier" not in animator.get(both).text
    assert animator.get(f"{both}/modifier").status_code == 403
    assert animator.post(f"{both}/modifier", data=SENT).status_code == 403
    assert place_of(1).participant.family_name != "Ailleurs"
    assert f"{one}/modifier" in animator.get(one).text
    assert animator.get(f"{one}/modifier").status_code == 200
    assert f"{both}/modifier" in pilot.get(both).text
    assert pilot.get(f"{both}/modifier").status_code == 200
