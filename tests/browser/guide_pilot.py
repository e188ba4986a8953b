"""The last part: a pilot prepares a process, allots wishes, reports, begins anew."""

import re
from datetime import date, timedelta

from playwright.sync_api import expect

from concertation.clock import utc_now
from concertation.database import db
from concertation.models import GroupOffer
from concertation.queries.processes import find_process, offers_of_phase
from tests.browser.forms import fill, press
from tests.browser.guide_story import DAY, TARGETS, come, page_of
from tests.browser.walk import PHONE, Walk
from tests.factories import FORM, PASSWORD

TITLE = "Patrimoines industriels : vers un programme commun"
SLUG = "patrimoines-industriels-vers-un-programme-commun"
PROCESS = f"/bureau/demarches/{SLUG}"
SHEET = {
    "title": TITLE,
    "summary": "Six mois pour choisir ensemble ce que la région racontera de ses"
    " usines, de ses mines et de ses ports.",
    "purpose": "Réunir les sites, les chercheurs et les médiateurs autour d’un"
    " programme commun.",
    "asked": "Les thèmes, les publics et le calendrier du programme.",
    "not_asked": "Le budget de l’année, qui est voté.",
    "term": "avant l’été",
    "organiser_name": "Région Hauts-de-France",
    "contact_name": "Camille Exemple",
    "contact_email": "patrimoines@example.org",
}
PHASES = ("État des lieux", "Ambitions partagées")
GROUPS = (
    ("PRODUCTION", "Recenser ce qui se crée.", "1"),
    ("DIFFUSION", "Dire où et pour qui cela est montré.", "3"),
    ("COORDINATION", "Proposer comment travailler ensemble.", "3"),
)


def go_through(walk: Walk, email: str) -> None:
    _sign_in(walk, email)
    _write_the_sheet(walk)
    _set_phases(walk)
    _make_groups(walk)
    _offer_places(walk)
    _set_targets(walk)
    _publish(walk)
    _somebody_enrols(walk)
    _allot(walk)
    _report(walk)
    _copy(walk)


def _sign_in(walk: Walk, email: str) -> None:
    page = walk.page
    page.context.clear_cookies()
    page.goto("/bureau/connexion")
    fill(page, {"email": email, "password": PASSWORD})
    press(page)
    page.get_by_role("link", name="Démarches", exact=True).click()
    walk.look()


def _write_the_sheet(walk: Walk) -> None:
    page = walk.page
    page.get_by_role("link", name="Nouvelle démarche").first.click()
    fill(page, SHEET)
    page.get_by_label("Les personnes classent les groupes").check()
    walk.picture("demarche")
    walk.picture("regles", from_top_of="[name=group_rule]")
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    walk.look()


def _set_phases(walk: Walk) -> None:
    page, first = walk.page, utc_now().date() - timedelta(days=9)
    for number, title in enumerate(PHASES):
        page.goto(f"{PROCESS}/phases")
        walk.look()
        page.get_by_role("link", name="Ajouter une phase").click()
        starts = first + timedelta(days=90 * number)
        fill(page, {"title": title, **_days(starts, starts + timedelta(days=89))})
        press(page)
    page.goto(f"{PROCESS}/phases")
    walk.picture("phases")


def _days(first: date, last: date) -> dict[str, str]:
    return {"first_day": first.isoformat(), "last_day": last.isoformat()}


def _make_groups(walk: Walk) -> None:
    page = walk.page
    for title, mandate, _seats in GROUPS:
        page.goto(f"{PROCESS}/groupes")
        walk.look()
        page.get_by_role("link", name="Ajouter un groupe").click()
        fill(page, {"title": title, "mandate": mandate})
        press(page)
    page.goto(f"{PROCESS}/groupes")
    walk.picture("groupes")


def _offer_places(walk: Walk) -> None:
    page = walk.page
    for title, _mandate, seats in GROUPS:
        page.goto(f"{PROCESS}/places")
        walk.look()
        page.get_by_role("link", name=f"Proposer : {title}, {PHASES[0]}").click()
        page.get_by_label(PHASES[1]).check()
        fill(page, {"capacity": seats})
        walk.look()
        press(page)
    page.goto(f"{PROCESS}/places")
    walk.picture("places")


def _set_targets(walk: Walk) -> None:
    page = walk.page
    page.goto(f"{PROCESS}/objectifs")
    wanted = {f"{kind.value}-{value}-wanted": str(n) for kind, value, n in TARGETS}
    fill(page, {"organisations_contacted": "150", **wanted})
    walk.picture("publics")
    press(page)


def _publish(walk: Walk) -> None:
    page = walk.page
    page.goto(PROCESS)
    page.get_by_role("link", name="Voir l’aperçu et publier").click()
    walk.picture("apercu")
    page.get_by_role("button", name="Publier la démarche").click()
    walk.look()
    for way_out in ("depublier", "clore"):
        page.goto(f"{PROCESS}/{way_out}")
        walk.look()


def _somebody_enrols(walk: Walk) -> None:
    page = walk.page
    desk = page.viewport_size
    page.set_viewport_size(PHONE)
    page.goto(f"/demarches/{SLUG}")
    walk.picture("page-publique")
    page.get_by_role("link", name="S’inscrire à un groupe").first.click()
    fill(page, FORM)
    first, second, _third = _offers()
    ranks = page.get_by_label(re.compile("^Choix"))
    ranks.nth(0).select_option(str(first.id))
    ranks.nth(1).select_option(str(second.id))
    walk.picture("voeux")
    press(page)
    expect(page.locator("main")).to_contain_text("L’organisateur décide")
    page.set_viewport_size(desk)
    _others_enrol()


def _others_enrol() -> None:
    first, second, third = _offers()
    for number in (1, 2, 4):
        come(first, second, number=number, now=utc_now())
    for number in (3, 5):
        come(third, first, number=number, now=utc_now())


def _offers() -> list[GroupOffer]:
    """Of the first phase, in the order of the groups."""
    db.session.rollback()
    process = find_process(SLUG)
    return list(offers_of_phase(process.phases[0].id))


def _allot(walk: Walk) -> None:
    page = walk.page
    page.goto(page_of(_offers()[0]))
    walk.look()
    page.get_by_role("link", name="Voir ce que donnerait la répartition").click()
    walk.picture("repartition")
    page.get_by_role("checkbox", name="Répartir maintenant malgré tout").check()
    page.get_by_role("button", name="Répartir").click()
    walk.look()


def _report(walk: Walk) -> None:
    page = walk.page
    page.goto(PROCESS)
    walk.look()
    page.get_by_role("link", name="Bilan", exact=True).click()
    walk.picture("bilan")


def _copy(walk: Walk) -> None:
    page = walk.page
    page.goto(PROCESS)
    page.get_by_role("link", name="Copier la démarche").click()
    starts = (utc_now() + 365 * DAY).date().isoformat()
    fill(page, {"starts_on": starts})
    walk.picture("copier")
    press(page)
    walk.look()
