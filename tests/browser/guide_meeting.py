"""The second part: a meeting is planned and answered, lists go, a new phase comes."""

import re
from datetime import timedelta

from playwright.sync_api import Page, expect

from concertation.clock import utc_now
from concertation.links import participant_token, public_url_for
from concertation.mailing.rendering import render
from concertation.models import GroupOffer
from tests.browser.forms import fill, press
from tests.browser.guide_story import now_in, page_of
from tests.browser.mailed import mails_to
from tests.browser.walk import Walk

MEETING = "Première réunion du groupe DIFFUSION"
SHEET = {
    "title": MEETING,
    "venue_name": "Cité Nature",
    "city": "Arras",
    "capacity": "20",
}


def go_through(walk: Walk, offer: GroupOffer, coming: GroupOffer) -> None:
    _plan_a_meeting(walk, offer)
    _invite_the_members(walk, offer)
    _print_and_export(walk, offer)
    _go_on(walk, offer, coming)


def _plan_a_meeting(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    page.goto(page_of(offer))
    page.get_by_role("link", name="Réunions", exact=True).click()
    walk.look()
    page.get_by_role("link", name="Ajouter une réunion").click()
    day = (utc_now() + timedelta(days=12)).date().isoformat()
    fill(page, SHEET | {"starts_at": f"{day}T14:00", "ends_at": f"{day}T16:30"})
    walk.picture("reunion")
    press(page)
    walk.look()
    page.get_by_role("link", name="Voir l’aperçu et publier").click()
    walk.look()
    page.get_by_role("button", name="Publier l’événement").click()
    walk.look()


def _invite_the_members(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    page.goto(page_of(offer, "/reunions"))
    page.get_by_role("link", name=re.compile("Inviter . membres")).click()
    walk.picture("inviter")
    page.get_by_role("button", name=re.compile("Inviter . membres")).click()
    walk.look()
    _answer(page, 2, comes=True)
    _answer(page, 3, comes=False)
    page.goto(page_of(offer, "/reunions"))
    walk.look()
    page.get_by_role("link", name="Ses invités").click()
    walk.picture("reponses")
    page.goto(page_of(offer))
    walk.look()


def _answer(page: Page, number: int, *, comes: bool) -> None:
    email = now_in(number).participant.email
    text = render(mails_to(email)[-1]).get_body(("plain",)).get_content()
    page.goto(re.search(r"http\S+/invitations/\S+", text).group())
    if comes:
        page.get_by_role("link", name="S’inscrire").click()
        press(page)
        expect(page.locator("main")).to_contain_text("Votre place est confirmée")
        return
    page.get_by_role("link", name="Je ne peux pas venir").click()
    fill(page, {"word": "Je donne cours ce jour-là."})
    press(page)


def _print_and_export(walk: Walk, offer: GroupOffer) -> None:
    page = walk.page
    page.goto(page_of(offer, "/imprimer"))
    walk.picture("imprimer")
    page.goto(page_of(offer))
    page.get_by_role("link", name="Exporter cette liste").click()
    walk.picture("exporter")


def _go_on(walk: Walk, offer: GroupOffer, coming: GroupOffer) -> None:
    page = walk.page
    page.goto(page_of(offer))
    page.get_by_role("link", name="Reconduction").click()
    walk.look()
    page.get_by_role("link", name=f"Aller à la phase « {coming.phase.title} »").click()
    until = (utc_now() + timedelta(days=14)).date().isoformat()
    fill(page, {"until": f"{until}T18:00"})
    walk.picture("reconduire")
    press(page)
    expect(page.locator("#answers-title")).to_be_visible()
    walk.look()
    _confirm(walk, number=2)
    page.goto(page_of(coming, "/reconduction"))
    walk.picture("confirmations")
    page.get_by_role("button", name="Relancer").click()
    walk.look()


def _confirm(walk: Walk, *, number: int) -> None:
    page, person = walk.page, now_in(number).participant
    token = participant_token(person.id, person.link_version)
    page.goto(public_url_for("site_my_enrolments.show", token=token))
    page.get_by_role("link", name="Je continue", exact=True).click()
    walk.on_a_phone("je-continue")
    page.get_by_role("button", name="Confirmer ma place").click()
    expect(page.locator("main")).to_contain_text("Votre place est confirmée")
