"""The first part of the animators' guide: signing in, and who is in the group."""

import re

from playwright.sync_api import Page, expect

from concertation.mailing.rendering import render
from concertation.models import GroupOffer
from tests.browser.forms import fill, press
from tests.browser.guide_story import ANIMATOR, TITLE, now_in, page_of
from tests.browser.mailed import mails_to
from tests.browser.walk import Walk
from tests.factories import FORM

PASSWORD = "quatre endives sans jambon"
CALLER = FORM | {
    "given_name": "Rose",
    "family_name": "Ardoise",
    "email": "rose.ardoise@example.org",
    "organisation": "Réserve naturelle imaginaire",
    "role": "Garde",
    "category": "popular_education",
    "departement": "80",
}


def go_through(walk: Walk, offer: GroupOffer) -> None:
    _sign_in_for_the_first_time(walk)
    _see_ones_group(walk, offer)
    _decide_about_who_asks(walk, offer)
    _give_a_place_first(walk, offer)
    _let_a_deputy_in(walk, offer)
    _take_somebody_out(walk, offer)
    _enrol_who_telephones(walk, offer)
    _act_on_many(walk, offer)


def invite_animator(page: Page) -> None:
    page.goto("/bureau/comptes/inviter")
    fill(
        page,
        {"display_name": "Léa Exemple", "email": ANIMATOR, "role": "facilitator"},
    )
    page.get_by_label("Où").select_option(label=f"{TITLE} – DIFFUSION")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Léa Exemple")


def _sign_in_for_the_first_time(walk: Walk) -> None:
    page = walk.page
    invite_animator(page)
    page.context.clear_cookies()
    text = render(mails_to(ANIMATOR)[-1]).get_body(("plain",)).get_content()
    page.goto(re.search(r"http\S+/bureau/invitation/\S+", text).group())
    fill(page, {"new_password": PASSWORD})
    walk.picture("invitation")
    press(page)
    walk.look()
    fill(page, {"email": ANIMATOR, "password": PASSWORD})
    press(page)
    expect(page.get_by_role("link", name="Mon compte")).to_be_visible()
    walk.look()


def _see_ones_group(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    page.get_by_role("link", name="Groupes", exact=True).first.click()
    expect(page.locator("main")).not_to_contain_text("PRODUCTION")
    walk.picture("mes-groupes")
    page.get_by_role("link", name=re.compile("^DIFFUSION.*État des lieux")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("DIFFUSION")
    walk.picture("groupe")
    walk.picture("equilibre", from_top_of="#balance-title")
    walk.picture("membres", from_top_of="#members")
    of_another = page.request.get(page_of(offer).replace("diffusion", "production"))
    assert of_another.status == 403


def _open(page: Page, offer: GroupOffer, name: str) -> None:
    page.goto(page_of(offer))
    page.locator("#members").get_by_role("link", name=name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(name)


def _decide_about_who_asks(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    _open(page, offer, "Croquis Inès")
    walk.picture("demande")
    page.get_by_role("button", name="Accepter").click()
    walk.look()
    assert now_in(8).standing == "waiting"
    _open(page, offer, "Ébauche Paul")
    page.get_by_role("link", name="Refuser, en donnant un motif").click()
    fill(page, {"reason": "Le groupe PRODUCTION traite de ce que vous proposez."})
    walk.picture("refuser")
    press(page)
    assert now_in(9).ended_at is not None


def _give_a_place_first(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    _open(page, offer, "Croquis Inès")
    walk.picture("en-attente")
    page.get_by_role("button", name="Mettre en tête de la liste").click()
    expect(page.locator(".title-bar")).to_contain_text("En tête de la liste")
    walk.look()


def _let_a_deputy_in(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    _open(page, offer, "Modèle Théo")
    page.get_by_role("link", name="Donner la place au suppléant").click()
    walk.picture("suppleant")
    press(page)
    walk.look()
    assert now_in(7).standing == "seat"


def _take_somebody_out(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    _open(page, offer, "Prototype Ysaline")
    page.get_by_role("link", name="Retirer du groupe").click()
    fill(page, {"reason": "Vous nous avez dit changer de métier."})
    walk.picture("retirer")
    press(page)
    walk.look()
    assert now_in(8).standing == "seat"


def _enrol_who_telephones(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    page.goto(page_of(offer))
    page.get_by_role("link", name="Inscrire quelqu’un").click()
    fill(page, CALLER)
    walk.picture("inscrire")
    press(page)
    walk.look()


def _act_on_many(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    page.goto(page_of(offer))
    walk.look()
    page.get_by_label("Cocher Brouillon Nguyễn").check()
    page.get_by_label("Cocher Ardoise Rose").check()
    page.get_by_label("Action").select_option(label="Renvoyer le message")
    page.get_by_role("button", name="Continuer").click()
    walk.picture("agir")
    press(page)
    walk.look()
