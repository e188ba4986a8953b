"""A facilitator fills an event: many people at once, a note, a place beyond."""

from playwright.sync_api import Page, expect

from tests.browser.forms import fill, press
from tests.factories import make_answers, make_event, register

LIST = "/bureau/evenements/ouverture/inscrits"


def add_people(number: int) -> None:
    event = make_event(capacity=1)
    for each in range(number):
        answers = make_answers(family_name=f"Dubois{each}")
        register(event, each, answers=answers)


def test_many_people_are_cancelled_after_a_look(desk: Page, app):
    add_people(3)
    desk.goto(LIST)
    for name in ("Dubois0", "Dubois1"):
        desk.get_by_label(f"Cocher {name}").check()
    desk.get_by_label("Action").select_option("cancel")
    desk.get_by_role("button", name="Continuer").click()

    expect(desk.locator("main")).to_contain_text("Cela sera fait pour 2 personnes")
    press(desk)

    expect(desk.locator("main")).to_contain_text("2 inscriptions sont annulées")
    expect(desk.locator("tbody th")).to_have_count(1)
    expect(desk.locator("tbody")).to_contain_text("Confirmée")


def test_a_place_beyond_the_limit_is_given_with_a_reason_and_shown(desk: Page, app):
    add_people(2)
    desk.goto(LIST)
    desk.get_by_role("link", name="Dubois1").click()
    desk.get_by_role("link", name="Donner une place au-delà de la limite").click()
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    fill(desk, {"reason": "Intervenant"})
    press(desk)

    expect(desk.locator("main")).to_contain_text("Au-delà de la limite")
    desk.goto("/evenements/ouverture")
    expect(desk.locator(".places")).to_contain_text(
        "Complet : 2 personnes inscrites pour 1 place"
    )


def test_a_note_is_written_seen_and_deleted(desk: Page, app):
    add_people(1)
    desk.goto(LIST)
    desk.get_by_role("link", name="Dubois0").click()
    desk.get_by_role("link", name="Écrire une note sur cette personne").click()
    fill(desk, {"text": "À rappeler la veille"})
    press(desk)

    desk.goto(LIST)
    expect(desk.locator("tbody th")).to_contain_text("1 note")
    desk.get_by_role("link", name="Dubois0").click()
    expect(desk.locator(".note")).to_contain_text("À rappeler la veille")
    desk.get_by_role("link", name="Écrire ou supprimer une note").click()
    desk.get_by_role("link", name="Supprimer cette note").click()
    press(desk)
    expect(desk.locator(".note")).to_have_count(0)
