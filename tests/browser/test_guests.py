"""Guests: a facilitator invites; one accepts, one declines, one is reminded."""

import re

from playwright.sync_api import Page, expect

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.guests import QUIET_TIME
from concertation.mailing.rendering import render
from concertation.models import Guest
from tests.browser.forms import fill, press
from tests.browser.mailed import mails_to, templates_to
from tests.factories import FORM, make_event

DESK = "/bureau/evenements/ouverture"
LIST = (
    "Ada LOVELACE; Machines; ada@example.org\nBen <ben@example.org>\ncleo@example.org"
)
LINK = re.compile(r"http\S+/invitations/\S+")
ANSWERS = {
    name: value
    for name, value in FORM.items()
    if name not in {"email", "given_name", "family_name", "organisation"}
}


def link_to(email: str) -> str:
    text = render(mails_to(email)[-1]).get_body(("plain",)).get_content()
    return LINK.search(text).group()


def a_day_passes() -> None:
    with transaction() as session:
        for guest in session.query(Guest):
            guest.last_mail_at = utc_now() - QUIET_TIME
    db.session.expire_all()


def invite_all(desk: Page) -> None:
    desk.goto(f"{DESK}/visibilite")
    desk.get_by_label("Seulement les adresses que vous invitez").check()
    press(desk)
    expect(desk.locator(".notice--info")).to_contain_text("Privé : sur invitation")
    desk.get_by_role("link", name="Invités").click()
    desk.get_by_role("link", name="Ajouter des invités").click()
    fill(desk, {"text": f"{LIST}\nnobody"})
    press(desk)
    expect(desk.locator("tbody")).to_contain_text("pas d’adresse e-mail")
    desk.get_by_role("button", name="Ajouter 3 invités").click()
    desk.get_by_role("link", name="Envoyer les invitations").click()
    desk.get_by_role("button", name="Écrire à 3 invités").click()
    expect(desk.locator("main")).to_contain_text("3 invitations sont en cours d’envoi")


def test_an_invited_event_is_filled_by_its_invitations(desk: Page, app):
    make_event(capacity=5)
    invite_all(desk)

    desk.goto(link_to("ada@example.org"))
    desk.get_by_role("link", name="S’inscrire").click()
    expect(desk.get_by_label("Nom", exact=True)).to_have_value("LOVELACE")
    fill(desk, ANSWERS | {"departement": ""})
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    fill(desk, {"departement": "59"})
    press(desk)
    expect(desk.locator("main")).to_contain_text("Votre place est confirmée")
    # Their own page leads to the event, which nobody else finds.
    desk.get_by_role("link", name="Réunion d’ouverture").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Réunion d’ouverture")
    assert desk.request.get("/evenements/ouverture").status == 404
    assert "Réunion d’ouverture" not in desk.request.get("/").text()

    desk.goto(link_to("ben@example.org"))
    desk.get_by_role("link", name="Je ne peux pas venir").click()
    fill(desk, {"word": "Je suis en congé."})
    press(desk)
    expect(desk.locator("main")).to_contain_text("vous ne viendrez pas")

    a_day_passes()
    desk.goto(f"{DESK}/invites")
    expect(desk.locator("tbody")).to_contain_text("Je suis en congé.")
    desk.get_by_role("link", name="Relancer les invités sans réponse").click()
    desk.get_by_role("button", name="Écrire à 1 invité").click()
    expect(desk.locator("main")).to_contain_text("1 rappel est en cours d’envoi")
    assert templates_to("cleo@example.org") == ["guest_invited", "guest_reminded"]
    assert templates_to("ben@example.org") == ["guest_invited"]


def test_a_guest_who_declined_registers_after_all(desk: Page, app):
    make_event(capacity=5)
    invite_all(desk)
    page = link_to("ben@example.org")
    desk.goto(page)
    desk.get_by_role("link", name="Je ne peux pas venir").click()
    press(desk)

    desk.goto(page)
    desk.get_by_role("link", name="M’inscrire finalement").click()
    fill(desk, {name: value for name, value in FORM.items() if name != "email"})
    press(desk)

    expect(desk.locator("main")).to_contain_text("Votre place est confirmée")
    desk.goto(page)
    expect(desk.locator("main")).to_contain_text("Vous êtes inscrit(e)")


def test_a_link_with_a_code_is_copied_and_opened_elsewhere(desk: Page, app):
    make_event(capacity=5)
    desk.goto(f"{DESK}/visibilite")
    desk.get_by_label("Quiconque a son lien").check()
    press(desk)
    link = desk.locator(".copied").inner_text()

    desk.context.clear_cookies()
    desk.goto(link)
    desk.get_by_role("link", name="S’inscrire").click()
    fill(desk, FORM)
    press(desk)

    expect(desk.get_by_role("heading", level=1)).to_contain_text("confirmée")
    desk.get_by_role("link", name="Revenir à l’événement").click()
    expect(desk.get_by_role("heading", level=1)).to_have_text("Réunion d’ouverture")
