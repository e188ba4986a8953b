"""An administrator makes the site their own, and visitors see it."""

from playwright.sync_api import Page, expect

from tests.browser.forms import fill, press
from tests.factories import make_event, register
from tests.pictures import picture_file

FORM_PAGE = "/evenements/ouverture/inscription"


def test_a_name_and_a_colour_are_chosen_and_seen_at_once(desk: Page, app):
    desk.get_by_role("link", name="Site", exact=True).click()
    fill(desk, {"name": "Ma concertation", "accent": "#ffd700"})
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    expect(desk.get_by_label("Nom du site")).to_have_value("Ma concertation")

    fill(desk, {"accent": "#8a1c5a"})
    press(desk)

    expect(desk.locator(".masthead__name")).to_have_text("Ma concertation")
    button = desk.get_by_role("button", name="Enregistrer les réglages")
    expect(button).to_have_css("background-color", "rgb(138, 28, 90)")


def test_a_logo_is_sent_and_stands_at_the_foot_of_the_home_page(desk: Page, app):
    desk.goto("/bureau/site/logos/ajouter")
    desk.get_by_label("Qui la finance").check()
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": picture_file()}
    desk.get_by_label("Fichier").set_input_files(logo)
    fill(desk, {"alternative_fr": "Fonds Exemple", "alternative_en": "Example Fund"})
    press(desk)
    expect(desk.locator("tbody")).to_contain_text("Fonds Exemple")

    desk.goto("/")
    picture = desk.get_by_role("img", name="Fonds Exemple")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert picture.bounding_box()["height"] < 80


def test_a_kind_gets_another_meaning_and_past_answers_keep_theirs(desk: Page, app):
    register(make_event())
    desk.goto("/bureau/site/types-de-structure")
    desk.get_by_role("link", name="Musée", exact=True).click()
    fill(desk, {"french": "Tiers-lieu", "english": "Third place"})
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.get_by_label("Un autre sens").check()
    press(desk)
    expect(desk.locator("#retired")).to_contain_text("Musée")

    desk.goto("/bureau/evenements/ouverture/inscrits")
    expect(desk.locator("tbody")).to_contain_text("Musée")
    desk.goto(FORM_PAGE)
    kinds = desk.get_by_label("Type de structure")
    expect(kinds).to_contain_text("Tiers-lieu")
    expect(kinds).not_to_contain_text("Musée")
