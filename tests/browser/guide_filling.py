"""The second half of the guide: people come, and lists go; then the day is over."""

from datetime import timedelta

from playwright.sync_api import expect

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.example.people import invented_person
from concertation.models import Event
from concertation.queries.events import find_event
from tests.browser.forms import fill, press
from tests.browser.guide_preparing import EVENT
from tests.browser.walk import Walk
from tests.factories import FORM, register
from tests.imports import run_to_the_end
from tests.tables_of_people import csv_file, people

SLUG = EVENT.rpartition("/")[2]
PUBLIC = f"/evenements/{SLUG}"
LIST = f"{EVENT}/inscrits"


def go_through(walk: Walk) -> None:
    _somebody_registers(walk)
    _others_register()
    _import_a_list(walk)
    _see_numbers(walk)
    _look_after_people(walk)
    _act_on_many(walk)
    _take_lists_away(walk)
    _after_the_day(walk)
    _make_the_next_ones(walk)


def _somebody_registers(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{PUBLIC}/inscription")
    fill(page, FORM)
    walk.on_a_phone("formulaire")
    press(page)
    walk.on_a_phone("recu")


def _others_register() -> None:
    event = _event()
    for number in range(1, 6):
        email, answers = invented_person(number)
        register(event, email=email, answers=answers, now=utc_now())


def _event() -> Event:
    db.session.rollback()
    return find_event(SLUG)


def _import_a_list(walk: Walk) -> None:
    page = walk.page
    page.goto(LIST)
    walk.look()
    page.get_by_role("link", name="Importer une liste").click()
    walk.look()
    rows = people(1, 2)
    rows[2][2] = "person2@"
    table = {
        "name": "invites.csv",
        "mimeType": "text/csv",
        "buffer": csv_file(rows),
    }
    page.get_by_label("Fichier des personnes").set_input_files(table)
    page.get_by_role("button", name="Examiner ce fichier").click()
    walk.picture("import")
    page.get_by_label("Oui").check()
    page.get_by_role("button", name="Importer les lignes cochées").click()
    run_to_the_end()
    page.reload()
    walk.look()


def _see_numbers(walk: Walk) -> None:
    walk.page.goto(EVENT)
    walk.picture("vue-d-ensemble")
    walk.page.goto(LIST)
    walk.picture("inscrits")


def _look_after_people(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name=f"{FORM['family_name']}").first.click()
    person = page.url
    walk.picture("personne")
    page.get_by_role("link", name="Écrire une note").click()
    fill(page, {"text": "Arrivera vers 10 h."})
    press(page)
    page.goto(person)
    page.get_by_role("link", name="Remplacer par une autre personne").click()
    fill(
        page,
        {
            "given_name": "Noé",
            "family_name": "Exemple",
            "email": "noe.exemple@example.org",
            "locale": "fr",
            "role": "Chargé de médiation",
        },
    )
    walk.picture("remplacer")
    press(page)
    walk.look()
    page.get_by_role("link", name="Fusionner avec une autre").click()
    walk.look()


def _act_on_many(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{LIST}?state=waitlisted")
    page.locator("tbody th a").first.click()
    walk.look()
    page.goto(LIST)
    page.get_by_label("Cocher").first.check()
    page.get_by_label("Action").select_option("resend")
    page.get_by_role("button", name="Continuer").click()
    walk.picture("agir")
    press(page)
    walk.look()


def _take_lists_away(walk: Walk) -> None:
    page = walk.page
    page.goto(LIST)
    page.get_by_role("link", name="Exporter cette liste").click()
    walk.picture("exporter")
    page.goto(f"{EVENT}/imprimer")
    walk.picture("imprimer")


def _after_the_day(walk: Walk) -> None:
    with transaction() as session:
        event = session.get_one(Event, _event().id)
        past = timedelta(days=(event.ends_at - utc_now()).days + 2)
        event.starts_at -= past
        event.ends_at -= past
    page = walk.page
    page.goto(f"{EVENT}/imprimer")
    expect(page.locator("main")).to_contain_text("Attestations de présence (PDF)")
    walk.look()
    page.goto(f"{EVENT}/chiffres")
    walk.picture("chiffres")


def _make_the_next_ones(walk: Walk) -> None:
    page = walk.page
    page.goto(EVENT)
    walk.look()
    page.get_by_role("link", name="Copier l’événement").click()
    walk.look()
    page.get_by_role("link", name="Créer plutôt une série de dates").click()
    page.get_by_label("Nombre de dates").fill("3")
    page.get_by_role("button", name="Voir les dates").click()
    walk.picture("serie", from_top_of="main h2")
