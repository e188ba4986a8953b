"""A facilitator's way to a programme, a reminder and a text in a mail."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.forms import fill, press
from tests.factories import make_event

EVENT = "/bureau/evenements/ouverture"


@pytest.fixture
def event(app):
    return make_event()


def open_page(desk: Page, name: str) -> None:
    for menu, link in (("Cet événement", "Préparer"), ("Préparer l’événement", name)):
        pages = desk.get_by_role("navigation", name=menu, exact=True)
        pages.get_by_role("link", name=link, exact=True).click()


def test_a_programme_is_written_and_seen_by_the_public(desk, event):
    desk.goto(EVENT)
    open_page(desk, "Programme")
    desk.get_by_role("link", name="Ajouter un point").click()
    expect(desk.locator("#starts_at")).to_have_value("2099-06-19T09:30")
    fill(desk, {"title": "Accueil", "ends_at": "2099-06-19T23:00"})
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    fill(desk, {"ends_at": "2099-06-19T10:00"})
    press(desk)
    desk.get_by_role("link", name="Ajouter un point").click()
    expect(desk.locator("#starts_at")).to_have_value("2099-06-19T10:00")

    desk.goto("/evenements/ouverture")

    expect(desk.locator("article")).to_contain_text("Accueil")


def test_a_reminder_is_set_and_deleted(desk, event):
    desk.goto(EVENT)
    open_page(desk, "Rappels")
    fill(desk, {"count": "2", "at_time": "09:00"})
    press(desk)
    expect(desk.locator("tbody")).to_contain_text("2 jours avant, à 09:00")

    desk.get_by_role("link", name="Supprimer").click()
    press(desk)

    expect(desk.locator(".empty")).to_be_visible()


def test_a_mail_is_seen_with_a_text_before_and_after_it_is_saved(desk, event):
    desk.goto(EVENT)
    open_page(desk, "Courriels")
    desk.get_by_role("link", name="Confirmation d’une place, Français").click()
    mail = desk.frame_locator("iframe")
    expect(mail.locator("body")).to_contain_text("Bonjour Camille Exemple")
    fill(desk, {"text": "Apportez **vos badges**."})

    desk.get_by_role("button", name="Voir le courriel ci-dessous").click()
    expect(mail.locator("strong")).to_have_text("vos badges")
    expect(desk.locator("#text")).to_have_value("Apportez **vos badges**.")
    desk.reload()
    expect(mail.locator("strong")).to_have_count(0)

    fill(desk, {"text": "Apportez **vos badges**."})
    press(desk)
    expect(mail.locator("strong")).to_have_text("vos badges")


def test_a_series_is_looked_at_then_made(desk, event):
    desk.goto(EVENT)
    desk.get_by_role("link", name="Créer une série de dates").click()
    desk.get_by_label("Nombre de dates à ajouter").fill("3")
    desk.get_by_role("button", name="Voir les dates").click()
    expect(desk.locator("[name=day]")).to_have_count(3)
    desk.get_by_label("vendredi 3 juillet 2099").uncheck()

    press(desk)

    links = desk.get_by_role("link", name="juillet 2099")
    expect(links).to_have_count(1)
    links.click()
    expect(desk.get_by_role("heading", level=1)).to_have_text(event.title)
    expect(desk.get_by_role("link", name="19 juin 2099")).to_be_visible()


def test_a_copy_is_a_draft_at_another_time(desk, event):
    desk.goto(EVENT)
    desk.get_by_role("link", name="Copier l’événement").click()
    fill(desk, {"title": "Deuxième réunion", "starts_at": "2099-09-10T14:00"})

    press(desk)

    expect(desk.get_by_role("heading", level=1)).to_have_text("Deuxième réunion")
    expect(desk.locator(".facts").first).to_contain_text("10 septembre 2099")
