"""The first half of the guide: an event is prepared, looked at and published."""

from playwright.sync_api import expect

from tests.browser.forms import fill, press
from tests.browser.walk import Walk

TITLE = "Rencontre Musées et sciences"
EVENT = "/bureau/evenements/rencontre-musees-et-sciences"
SHEET = {
    "title": TITLE,
    "summary": "Une journée entre musées et laboratoires, pour préparer des projets"
    " communs.",
    "programme": "La journée est ouverte à toutes les structures de la région.",
    "venue_name": "Espace culture",
    "venue_address": "Campus Cité scientifique",
    "postal_code": "59650",
    "city": "Villeneuve-d’Ascq",
    "access_notes": "Métro ligne 1, arrêt Cité scientifique. La salle est de"
    " plain-pied.",
    "organiser_name": "Région Hauts-de-France",
    "contact_name": "Camille Exemple",
    "contact_email": "csti@example.org",
    "capacity": "6",
}

GUESTS = """\
Zoé Exemple <zoe@example.org>
Ali Maquette;Les Étoiles filantes;ali@example.org
lea@
"""


def go_through(walk: Walk, day: str) -> None:
    _write_the_sheet(walk, day)
    _write_the_programme(walk, day)
    _offer_workshops(walk)
    _ask_questions(walk)
    _set_limits(walk)
    _plan_a_reminder(walk)
    _add_a_text(walk)
    _invite(walk)
    _publish(walk)


def _write_the_sheet(walk: Walk, day: str) -> None:
    page = walk.page
    page.goto("/bureau/")
    walk.look()
    page.get_by_role("link", name="Créer un événement").first.click()
    moments = {"starts_at": f"{day}T09:30", "ends_at": f"{day}T16:30"}
    fill(page, SHEET | moments)
    walk.picture("creer")
    press(page)
    walk.picture("brouillon")


def _write_the_programme(walk: Walk, day: str) -> None:
    page = walk.page
    for start, end, title in (
        ("09:30", "10:00", "Accueil"),
        ("10:00", "12:00", "Ce que les musées attendent des laboratoires"),
        ("14:00", "16:30", "Ateliers"),
    ):
        page.goto(f"{EVENT}/programme")
        walk.look()
        page.get_by_role("link", name="Ajouter un point").click()
        fill(
            page,
            {
                "title": title,
                "starts_at": f"{day}T{start}",
                "ends_at": f"{day}T{end}",
            },
        )
        press(page)
    walk.picture("programme")


def _offer_workshops(walk: Walk) -> None:
    page = walk.page
    for title, room in (
        ("Collections et recherche", "Salle 1"),
        ("Médiation hors les murs", "Salle 2"),
    ):
        page.goto(f"{EVENT}/ateliers")
        walk.look()
        page.get_by_role("link", name="Ajouter un atelier").click()
        fill(page, {"title": title, "room": room, "seats": "4"})
        press(page)
    walk.picture("ateliers")


def _ask_questions(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{EVENT}/questions")
    walk.look()
    page.get_by_label("Type de question").select_option(label="Plusieurs choix")
    page.get_by_role("button", name="Rédiger cette question").click()
    fill(
        page,
        {
            "label": "Un régime alimentaire ?",
            "choices-0-label": "Végétarien",
            "choices-1-label": "Sans gluten",
        },
    )
    page.get_by_label("Les réponses sont sensibles").check()
    fill(page, {"retention_days": "10"})
    walk.picture("question")
    press(page)
    walk.look()


def _set_limits(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{EVENT}/places")
    page.get_by_label("Nombre d’accompagnants par participant").fill("1")
    page.get_by_role("button", name="Enregistrer les règles").click()
    page.get_by_label("Pour qui").select_option(label="Entreprise, industrie")
    page.get_by_label("Nombre de places").fill("2")
    page.get_by_role("button", name="Fixer cette limite").click()
    walk.picture("places", from_top_of="#quotas")


def _plan_a_reminder(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{EVENT}/rappels")
    fill(page, {"count": "2", "at_time": "09:00"})
    press(page)
    walk.picture("rappels")


def _add_a_text(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{EVENT}/messages")
    walk.look()
    page.get_by_role("link", name="Confirmation d’une place, Français").click()
    fill(page, {"text": "Venez avec **une image** de votre collection."})
    page.get_by_role("button", name="Voir le courriel ci-dessous").click()
    mail = page.frame_locator("iframe").locator("body")
    expect(mail).to_contain_text("une image de votre collection")
    walk.picture("courriel", from_top_of="main form")
    page.get_by_role("button", name="Enregistrer le texte").click()
    walk.look()


def _invite(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{EVENT}/visibilite")
    walk.look()
    page.goto(f"{EVENT}/invites")
    walk.look()
    page.get_by_role("link", name="Ajouter des invités").click()
    fill(page, {"text": GUESTS})
    press(page)
    walk.picture("invites")
    press(page)
    walk.look()


def _publish(walk: Walk) -> None:
    page = walk.page
    page.goto(EVENT)
    page.get_by_role("link", name="Voir l’aperçu et publier").click()
    walk.picture("apercu")
    page.get_by_role("button", name="Publier").click()
    walk.look()
    page.goto(EVENT)
    walk.look()
    page.goto(f"{EVENT}/invites")
    walk.look()
    page.goto(EVENT.removeprefix("/bureau"))
    walk.on_a_phone("page-publique")
