"""A participant's way on a phone: into a group, through their space, and out again."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.process import GroupRule
from concertation.links import participant_token, public_url_for, space_token
from concertation.models import Enrolment, Participant, Phase
from concertation.services.renewal import renew_group
from tests.browser.forms import fill, press
from tests.browser.mailed import templates_to
from tests.enrolling import DAY, PAGE, three_offers, today
from tests.enrolments import enrol, place_of
from tests.factories import ACTOR, FORM, make_event, register
from tests.organisations import make_organisation
from tests.processes import (
    make_group,
    make_offer,
    make_phase,
    make_process,
    make_published_process,
    publish,
)
from tests.spaces import latest_secret

EMAIL = FORM["email"]


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def standings(email: str = EMAIL) -> list[str]:
    db.session.rollback()  # The server has written since.
    db.session.expire_all()
    found = select(Enrolment).join(Enrolment.participant).order_by(Enrolment.id)
    rows = db.session.scalars(found.where(Participant.email_key == email))
    return [each.standing.value for each in rows]


def own_page(email: str = EMAIL) -> str:
    """As the link of the mail says it."""
    db.session.rollback()
    person = db.session.scalars(
        select(Participant).where(Participant.email_key == email)
    ).one()
    token = participant_token(person.id, person.link_version)
    return public_url_for("site_my_enrolments.show", token=token)


@pytest.fixture
def offer(app):
    return make_published_process(around=today())


def test_who_makes_mistakes_is_led_to_them_and_gets_a_place(phone, app):
    three_offers()
    phone.goto(PAGE)
    fill(phone, FORM | {"family_name": "", "email": "maelys@"})
    press(phone)

    summary = phone.locator(".error-summary")
    expect(summary).to_be_focused()
    links = summary.get_by_role("link")
    hrefs = [link.get_attribute("href") for link in links.all()]
    assert hrefs == ["#groups-0", "#family_name", "#email"]
    expect(phone.locator("#organisation")).to_have_value(FORM["organisation"])
    assert standings() == []

    phone.get_by_label("DIFFUSION").check()
    fill(phone, {"family_name": FORM["family_name"], "email": EMAIL})
    press(phone)

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    expect(phone.locator("main")).to_contain_text("DIFFUSION")
    assert standings() == ["seat"]
    assert templates_to(EMAIL) == ["enrolment_standing"]


def test_a_slip_in_the_name_of_an_organisation_is_asked_about(phone, offer):
    known = make_organisation("Forum départemental des sciences")
    phone.goto(PAGE)
    fill(phone, FORM | {"organisation": "Forum departemental de sciences"})
    press(phone)

    expect(phone.locator(".error-summary")).to_contain_text("structure")
    phone.get_by_label("Forum départemental des sciences").check()
    press(phone)

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    person = db.session.scalars(select(Participant)).one()
    assert person.organisation_id == known


def test_wishes_are_ranked_and_the_organiser_decides(phone, app):
    first, _second, third = three_offers(group_rule=GroupRule.RANKED)
    phone.goto(PAGE)
    fill(phone, FORM)
    places = phone.get_by_label(re.compile("^Choix"))
    places.nth(0).select_option(str(third.id))
    places.nth(1).select_option(str(first.id))
    press(phone)

    expect(phone.locator("main")).to_contain_text("L’organisateur décide")
    phone.goto(own_page())
    expect(phone.locator("main")).to_contain_text("Votre vœu n°\u00a01")
    assert standings() == ["asked", "asked"]


def test_the_link_in_the_mail_changes_leaves_and_lets_come_back(phone, offer):
    phone.goto(PAGE)
    fill(phone, FORM)
    press(phone)
    heading(phone).wait_for()
    phone.goto(own_page())

    phone.get_by_role("link", name="Modifier mes renseignements").click()
    fill(phone, {"role": "Présidente"})
    phone.get_by_label("Mon nom peut figurer").check()
    press(phone)
    expect(phone.locator("main")).to_contain_text("Présidente")
    expect(phone.locator("main")).to_contain_text("Votre nom y figure")

    phone.get_by_role("link", name="Quitter ce groupe").click()
    assert standings() == ["seat"]
    press(phone)
    expect(phone.locator("main")).to_contain_text("Vous ne faites partie d’aucun")
    assert standings() == ["ended"]

    phone.get_by_role("link", name="Rejoindre un groupe pour la phase").click()
    press(phone)
    expect(heading(phone)).to_have_text("Ma participation")
    assert standings() == ["ended", "seat"]


def test_who_goes_on_confirms_the_place_that_is_kept(phone, app):
    process = make_process()
    group = make_group(process)
    former = make_offer(group, make_phase(process, starts_at=today() - 70 * DAY))
    newer = make_offer(group, make_phase(process))
    publish(process)
    enrol(former, number=1, now=today() - 60 * DAY)
    renew_group(newer.id, until=utc_now() + 9 * DAY, actor=ACTOR, now=utc_now())
    email = place_of(1).participant.email

    phone.goto(own_page(email))
    phone.get_by_role("link", name="Je continue", exact=True).click()
    phone.get_by_role("button", name="Confirmer ma place").click()

    expect(phone.locator("main")).to_contain_text("Votre place est confirmée")
    assert standings(email) == ["seat", "seat"]
    expect(phone.get_by_role("link", name="Je continue", exact=True)).to_have_count(0)


def test_a_form_that_was_open_when_enrolment_closed_says_so(phone, offer):
    phone.goto(PAGE)
    fill(phone, FORM)
    with transaction() as session:
        phase = session.get_one(Phase, offer.phase_id)
        phase.enrolment_closes_at = utc_now() - timedelta(seconds=1)

    press(phone)

    expect(heading(phone)).to_contain_text("Les inscriptions sont closes")
    expect(phone.locator("main")).to_contain_text("csti@example.org")
    assert standings() == []


def test_one_link_opens_everything_that_is_somebody_s(phone, offer):
    register(make_event(), email=EMAIL)
    enrol(offer, number=1, email=EMAIL, now=utc_now())
    phone.goto("/")
    phone.get_by_role("link", name="Mon espace").click()
    fill(phone, {"email": EMAIL.upper()})
    press(phone)
    expect(phone.locator("main")).to_contain_text(
        "un message avec un lien est en route"
    )
    assert templates_to(EMAIL)[-1:] == ["space_link"]
    phone.goto(f"/mon-espace/ouvrir/{space_token(latest_secret())}")
    phone.get_by_role("button", name="Ouvrir mon espace").click()
    expect(heading(phone)).to_have_text("Mon espace")
    for name in (offer.process.title, "Réunion d’ouverture"):
        phone.get_by_role("link", name=name).click()
        expect(heading(phone)).to_have_text(re.compile("Ma participation|Mon inscr"))
        phone.go_back()

    phone.get_by_role("button", name="Fermer mon espace").click()
    expect(phone.locator("main")).to_contain_text("est fermé sur cet appareil")
    phone.go_back()
    expect(phone.locator("main")).not_to_contain_text(offer.process.title)
