"""A facilitator's way: sign in, prepare, publish, look after people, call off."""

import csv
import io

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Page, expect

from concertation.database import db
from concertation.domain.event import EventState
from concertation.example.people import invented_person
from concertation.models import Event
from concertation.queries.events import find_event
from tests.browser.forms import fill, follow, press
from tests.browser.mailed import mails_to, templates_to
from tests.factories import FORM, make_draft, make_event, register

EMAIL = FORM["email"]
NEW_EVENT = {
    "title": "Journée des musées",
    "summary": "Une journée entre musées.",
    "programme": "# Matin\n\n- Accueil",
    "starts_at": "2099-06-19T09:30",
    "ends_at": "2099-06-19T11:30",
    "venue_name": "Espace culture",
    "city": "Lille",
    "organiser_name": "Région",
    "contact_name": "Référent",
    "contact_email": "csti@example.org",
    "capacity": "40",
}


def event_now(slug: str) -> Event:
    db.session.rollback()  # The server has written since.
    return find_event(slug)


@pytest.fixture
def event(app):
    return make_event(capacity=1)


def make_crowd(people: int) -> Event:
    event = make_event(slug="crowd", capacity=None)
    for number in range(people):
        email, answers = invented_person(number)
        register(event, email=email, answers=answers)
    return event


@pytest.fixture
def crowd(app) -> Event:
    return make_crowd(64)


def open_list(desk: Page, event: Event) -> None:
    desk.goto(f"/bureau/evenements/{event.slug}/inscrits")


def names(desk: Page) -> list[str]:
    return [name.strip() for name in desk.locator("tbody th").all_inner_texts()]


def test_an_event_is_prepared_looked_at_and_published(desk):
    desk.get_by_role("link", name="Créer un événement").first.click()
    fill(desk, NEW_EVENT | {"ends_at": "2099-06-19T08:00"})
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    expect(desk.locator("#title")).to_have_value(NEW_EVENT["title"])
    fill(desk, {"ends_at": NEW_EVENT["ends_at"]})
    press(desk)

    expect(desk.get_by_role("heading", level=1)).to_have_text(NEW_EVENT["title"])
    slug = desk.url.rpartition("/")[2].partition("?")[0]
    assert event_now(slug).state is EventState.DRAFT
    assert desk.request.get(f"/evenements/{slug}").status == 404

    desk.get_by_role("link", name="Voir l’aperçu et publier").click()
    expect(desk.locator("article")).to_contain_text("Une journée entre musées.")
    desk.get_by_role("button", name="Publier").click()

    assert desk.request.get(f"/evenements/{slug}").ok
    desk.get_by_role("link", name="page publique").click()
    expect(desk.get_by_role("link", name="S’inscrire")).to_be_visible()


def test_somebody_is_added_once_and_found_afterwards(desk, event):
    for _ in range(2):
        open_list(desk, event)
        desk.get_by_role("link", name="Inscrire une personne").click()
        fill(desk, FORM | {"locale": "en"})
        press(desk)
        expect(desk.get_by_role("heading", level=1)).to_contain_text("Maëlys-Anne")

    expect(desk.locator(".notice")).to_have_count(1)
    assert [mail.locale for mail in mails_to(EMAIL)] == ["en"]
    open_list(desk, event)
    assert names(desk) == ["d'Hœuf-Lefèbvre Maëlys-Anne"]


def test_a_list_is_searched_filtered_sorted_and_paged(desk, crowd):
    open_list(desk, crowd)
    assert len(names(desk)) == 50
    assert names(desk)[0] == "Brouillon Gaspard"
    follow(desk.get_by_role("link", name="Suivant"))
    assert len(names(desk)) == 14

    follow(desk.get_by_role("link", name="Structure", exact=True))
    expect(desk.locator("[aria-sort]")).to_contain_text("Structure")
    expect(desk.locator("tbody tr").first).to_contain_text("Ateliers de la Mine")

    desk.get_by_label("Rechercher").fill("theophane maquette")
    follow(desk.get_by_role("button", name="Filtrer"))
    assert set(names(desk)) == {"de la Maquette Théophane"}
    desk.get_by_label("État").select_option(label="Annulée")
    follow(desk.get_by_role("button", name="Filtrer"))
    expect(desk.locator(".empty")).to_be_visible()

    follow(desk.get_by_role("link", name="Retirer les filtres"))
    assert len(names(desk)) == 50


def test_the_list_is_taken_away_as_it_is_filtered(desk, app):
    open_list(desk, make_crowd(9))
    desk.get_by_label("Rechercher").fill("maelys")
    follow(desk.get_by_role("button", name="Filtrer"))
    seen = len(names(desk))

    desk.get_by_role("link", name="Exporter cette liste").click()
    with desk.expect_download() as as_csv:
        desk.get_by_role("button", name="Télécharger la liste").click()
    desk.get_by_label("XLSX").check()
    with desk.expect_download() as as_xlsx:
        desk.get_by_role("button", name="Télécharger la liste").click()

    text = as_csv.value.path().read_text("utf-8-sig")
    rows = list(csv.reader(io.StringIO(text), delimiter=";"))
    book = load_workbook(io.BytesIO(as_xlsx.value.path().read_bytes()))
    sheet = [list(row) for row in book.active.iter_rows(values_only=True)]
    assert seen == 2
    assert len(rows) == len(sheet) == seen + 1
    assert as_csv.value.suggested_filename == "inscrits-crowd.csv"
    assert as_xlsx.value.suggested_filename == "inscrits-crowd.xlsx"


def test_a_cancelled_place_goes_to_who_waits(desk, event):
    holder, waiter = register(event, 1), register(event, 2)

    desk.goto(f"/bureau/evenements/{event.slug}/inscrits/{holder.reference}")
    desk.get_by_role("link", name="Annuler cette inscription").click()
    press(desk)

    expect(desk.locator(".title-bar .tag")).to_have_text("Annulée")
    assert templates_to("person1@example.org")[-1] == "registration_cancelled"
    assert templates_to("person2@example.org")[-1] == "registration_promoted"
    desk.goto(f"/bureau/evenements/{event.slug}/inscrits/{waiter.reference}")
    expect(desk.locator(".title-bar .tag")).to_have_text("Confirmée")


def test_a_confirmation_is_sent_again(desk, event):
    holder = register(event)

    desk.goto(f"/bureau/evenements/{event.slug}/inscrits/{holder.reference}")
    expect(desk.locator("#mails tbody tr")).to_have_count(1)
    desk.get_by_role("button", name="Renvoyer la confirmation").click()

    expect(desk.locator("#mails tbody tr")).to_have_count(2)
    expect(desk.locator("#history")).to_contain_text("Courriel renvoyé")
    assert templates_to("person1@example.org") == ["registration_confirmed"] * 2


def test_everyone_hears_that_the_event_moves_and_that_it_is_off(desk, event):
    register(event, 1)

    desk.goto(f"/bureau/evenements/{event.slug}")
    desk.get_by_role("link", name="Modifier l’événement").click()
    fill(desk, {"venue_name": "Halle aux sucres"})
    press(desk)
    expect(desk.locator(".facts")).to_contain_text("Halle aux sucres")
    assert templates_to("person1@example.org")[-1] == "event_changed"

    desk.get_by_role("link", name="Annuler l’événement").click()
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    assert event_now(event.slug).state is EventState.PUBLISHED
    fill(desk, {"reason": "Neige sur tout le littoral"})
    press(desk)

    expect(desk.locator(".notice--danger")).to_contain_text("Neige")
    assert templates_to("person1@example.org")[-1] == "event_called_off"
    desk.goto(f"/evenements/{event.slug}")
    expect(desk.locator(".notice--danger")).to_contain_text("Neige")


def test_who_signs_out_is_out_and_comes_back_to_where_they_were(desk, facilitator):
    make_draft()
    desk.get_by_role("button", name="Se déconnecter").click()
    expect(desk.get_by_role("button", name="Se connecter")).to_be_visible()

    desk.goto("/bureau/evenements/ouverture")
    desk.get_by_label("Adresse e-mail").fill(facilitator)
    desk.get_by_label("Mot de passe").fill("not the password")
    desk.get_by_role("button", name="Se connecter").click()
    expect(desk.locator(".error-summary")).to_be_focused()
    expect(desk.get_by_label("Adresse e-mail")).to_have_value(facilitator)
    desk.get_by_label("Mot de passe").fill("a long password of tests")
    desk.get_by_role("button", name="Se connecter").click()

    expect(desk).to_have_url(
        f"{desk.url.partition('/bureau')[0]}/bureau/evenements/ouverture"
    )
