"""A facilitator imports a list of people: from the file to who is registered."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.mailed import templates_to
from tests.factories import make_event
from tests.imports import run_to_the_end
from tests.tables_of_people import csv_file

HELLOASSO = [
    "Numéro de billet",
    "Statut de la commande",
    "Nom participant",
    "Prénom participant",
    "Email payeur",
]
TICKETS = [
    ["1", "Validé", "Exemple", "Zoé", "zoe@example.org"],
    ["2", "Remboursé", "Maquette", "Ali", "ali@example.org"],
    ["3", "Validé", "Prototype", "Léa", "lea@"],
    ["4", "Validé", "Brouillon", "Noé", "noe@example.org"],
    ["5", "Validé", "Fictif", "Éva", "eva@example.org"],
]


@pytest.fixture
def event(app):
    return make_event(capacity=1)


def press(desk: Page, name: str) -> None:
    desk.locator("main").get_by_role("button", name=name, exact=True).click()


def test_a_list_is_sent_named_looked_at_and_imported(desk, event):
    desk.goto(f"/bureau/evenements/{event.slug}/inscrits")
    desk.get_by_role("link", name="Importer une liste").click()
    press(desk, "Examiner ce fichier")
    expect(desk.locator(".error-summary")).to_be_focused()
    file = {
        "name": "billets.csv",
        "mimeType": "text/csv",
        "buffer": csv_file([HELLOASSO, *TICKETS], encoding="cp1252"),
    }
    desk.get_by_label("Fichier des personnes").set_input_files(file)
    press(desk, "Examiner ce fichier")

    expect(desk.locator(".facts")).to_contain_text("HelloAsso")
    expect(desk.get_by_label("Prénom participant")).to_have_value("given_name")
    press(desk, "Voir ce qui se passerait")
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.get_by_label("Type de structure, si").select_option("citizen")
    desk.get_by_label("Département, si").select_option("59")
    press(desk, "Voir ce qui se passerait")

    _untick_one(desk)
    _start_with_mails(desk)
    _see_it_end(desk)


def _untick_one(desk: Page) -> None:
    rows = desk.locator("tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.nth(1)).to_contain_text("Annulée ou remboursée")
    expect(rows.nth(2)).to_contain_text("« lea@ » n’est pas une adresse")
    desk.get_by_label("Ligne 5", exact=True).uncheck()
    press(desk, "Refusée (2)")
    expect(rows).to_have_count(2)
    press(desk, "Toutes les lignes (5)")
    expect(desk.get_by_label("Ligne 5", exact=True)).not_to_be_checked()
    expect(desk.locator("main")).to_contain_text("1 personne rejoint la liste")


def _start_with_mails(desk: Page) -> None:
    press(desk, "Importer les lignes cochées")
    expect(desk.locator(".error-summary")).to_be_focused()
    desk.get_by_label("Oui").check()
    press(desk, "Importer les lignes cochées")


def _see_it_end(desk: Page) -> None:
    bar = desk.locator("progress")
    expect(bar).to_have_attribute("max", "2")
    run_to_the_end()
    # The page looks again by itself.
    expect(desk.get_by_role("heading", level=1)).to_contain_text("L’import est terminé")
    expect(desk.locator(".notice")).to_contain_text("2 personnes sont inscrites")
    expect(desk.locator("tbody tr")).to_have_count(2)
    assert templates_to("zoe@example.org") == ["registration_confirmed"]
    assert templates_to("eva@example.org") == ["registration_waitlisted"]
    with desk.expect_download() as download:
        desk.get_by_role("link", name="Télécharger les lignes").click()
    assert download.value.suggested_filename.endswith(".csv")


def test_who_stays_on_the_page_can_have_it_stay_and_stop_the_import(desk, event):
    desk.goto(f"/bureau/evenements/{event.slug}/imports")
    rows = [[*HELLOASSO, "Catégorie", "Code postal"]]
    rows += [[*ticket, "Musée", "59000"] for ticket in TICKETS]
    file = {"name": "a.csv", "mimeType": "text/csv", "buffer": csv_file(rows)}
    desk.get_by_label("Fichier des personnes").set_input_files(file)
    press(desk, "Examiner ce fichier")
    press(desk, "Voir ce qui se passerait")
    desk.get_by_label("Non").check()
    press(desk, "Importer les lignes cochées")

    desk.get_by_role("link", name="Ne plus actualiser cette page").click()
    expect(desk.locator("main")).to_contain_text("Cette page ne s’actualise plus")
    press(desk, "Arrêter cet import")

    expect(desk.get_by_role("heading", level=1)).to_contain_text("a été arrêté")
    expect(desk.locator("tbody tr")).to_have_count(5)
