"""The pages about the site itself, and what they change on all others."""

from dataclasses import asdict
from io import BytesIO

import pytest
from sqlalchemy import select

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.files import FileKind
from concertation.domain.site import LogoKind, SiteSheet
from concertation.mailing.rendering import render
from concertation.models import OutboxMail, SiteLogo
from concertation.queries import site
from concertation.queries.site import settings_now
from concertation.services.files import keep_file
from concertation.services.own_account import ForgottenPassword, ask_for_reset
from concertation.services.site import change_settings
from tests.factories import ACTOR, FACILITATOR, NOW, make_event, register
from tests.pictures import make_logo, picture_file

SETTINGS = "/bureau/site"
LOGOS = "/bureau/site/logos"
WORDS = {"alternative_fr": "Région Exemple", "alternative_en": "Exemple Region"}


def set_site(**changes) -> None:
    version = settings_now().version
    change_settings(SiteSheet(**changes), version=version, actor=ACTOR, now=NOW)


def form(**changes) -> dict[str, str]:
    typed = asdict(SiteSheet()) | {"version": settings_now().version}
    return {name: str(value) for name, value in (typed | changes).items()}


def test_the_name_and_the_colour_stand_on_every_page(desk, client):
    answer = desk.post(SETTINGS, data=form(name="Ma concertation", accent="#8A1C5A"))
    page = client.get("/?lang=fr").text

    assert answer.status_code == 303
    assert "<title>Événements – Ma concertation</title>" in page
    assert 'href="/couleurs/8a1c5a.css"' in page
    assert "Ma concertation" in desk.get("/bureau/").text


def test_a_colour_that_cannot_be_read_is_refused_with_the_nearest_that_can(desk):
    answer = desk.post(f"{SETTINGS}?lang=fr", data=form(accent="ffd700"))

    assert answer.status_code == 422
    assert "La couleur utilisable la plus proche est #8d6600" in answer.text
    assert 'value="ffd700"' in answer.text
    assert settings_now().accent == ""


@pytest.mark.parametrize("typed", ["rouge", "#12345", "url(x)", "#000;}"])
def test_what_is_no_colour_is_refused(desk, typed):
    assert desk.post(SETTINGS, data=form(accent=typed)).status_code == 422


def test_who_saves_second_keeps_what_they_typed_and_may_save_again(desk):
    opened = form(name="Deuxième")
    set_site(name="Premier", organiser_name="Région")

    late = desk.post(f"{SETTINGS}?lang=fr", data=opened)
    again = desk.post(SETTINGS, data=opened | {"version": "2"})

    assert late.status_code == 409
    assert 'value="Deuxième"' in late.text
    assert "Nom du site, Organisé par." in late.text
    assert 'name="version" type="hidden" value="2"' in late.text
    assert again.status_code == 303
    assert settings_now().name == "Deuxième"


def test_the_colour_is_a_sheet_whose_address_says_all_of_it(client):
    answer = client.get("/couleurs/8a1c5a.css")

    assert answer.content_type == "text/css; charset=utf-8"
    assert "immutable" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
    assert ":root{--accent:#8a1c5a}" in answer.text
    assert "prefers-color-scheme:dark" in answer.text


@pytest.mark.parametrize("digits", ["ffd700", "8A1C5A", "8a1c5", "zzzzzz", "abc", "}"])
def test_no_other_sheet_is_made(client, digits):
    assert client.get(f"/couleurs/{digits}.css").status_code == 404


def test_a_site_without_a_colour_of_its_own_asks_for_no_sheet(client):
    assert "/couleurs/" not in client.get("/").text


def test_without_english_everything_is_french(client, app):
    event = make_event()
    register(event, 1, locale="en")
    set_site(speaks_english=False)

    page = client.get("/?lang=en", headers={"Accept-Language": "en"})
    mail = render(db.session.scalars(select(OutboxMail)).one())

    assert '<html lang="fr">' in page.text
    assert "English" not in page.text
    assert page.headers["Content-Language"] == "fr"
    assert mail["Content-Language"] == "fr"
    assert "Bonjour" in mail.get_body(("plain",)).get_content()


def test_mails_carry_the_sites_colour_and_its_sender(app):
    set_site(accent="#8a1c5a", sender_email="site@example.org", name="Ma concertation")
    register(make_event(), 1)

    mail = render(db.session.scalars(select(OutboxMail)).one())
    page = mail.get_body(("html",)).get_content()

    assert mail["From"].addresses[0].addr_spec == "site@example.org"
    assert "#8a1c5a" in page
    assert "#00586b" not in page
    assert "Ma concertation" in page


def test_the_legal_notice_is_there_once_it_is_written(client):
    assert client.get("/mentions-legales").status_code == 404
    assert "/mentions-legales" not in client.get("/").text

    set_site(
        legal_notice="# Éditeur\n\n<script>x</script>", contact_email="a@example.org"
    )
    page = client.get("/mentions-legales?lang=en").text

    assert '<div lang="fr"><h2>Éditeur</h2>' in page
    assert "<script>" not in page
    assert "mailto:a@example.org" in page
    assert "/mentions-legales" in client.get("/").text


def test_an_accessibility_statement_takes_the_place_of_ours(client):
    set_site(
        accessibility_statement="Conformité partielle",
        accessibility_statement_en="Partially conformant",
    )
    french = client.get("/accessibilite?lang=fr").text
    english = client.get("/accessibilite?lang=en").text

    assert "Conformité partielle" in french
    assert "audit indépendant" not in french
    assert '<div lang="en"><p>Partially conformant' in english


def test_a_new_event_begins_with_the_sites_organiser(desk):
    set_site(organiser_name="Région Exemple", contact_email="contact@example.org")

    page = desk.get("/bureau/nouvel-evenement").text

    assert 'value="Région Exemple"' in page
    assert 'value="contact@example.org"' in page


def upload(desk, content, name="logo.png", **changes):
    data = {"kind": "funder", **WORDS, "file": (BytesIO(content), name), **changes}
    return desk.post(f"{LOGOS}/ajouter?lang=fr", data=data)


def test_a_logo_is_shown_with_its_words_and_its_size(desk, client):
    make_event()
    assert upload(desk, picture_file(size=(1200, 400))).status_code == 303

    page = client.get("/evenements/ouverture?lang=en").text
    logo = db.session.scalars(select(SiteLogo)).one()
    picture = client.get(f"/logos/{logo.file.name}")

    assert f'src="/logos/{logo.file.name}" alt="Exemple Region" width="480"' in page
    assert picture.content_type == "image/png"
    assert "immutable" in picture.headers["Cache-Control"]
    assert "sandbox" in picture.headers["Content-Security-Policy"]


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.svg", "Un SVG peut"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png", "Un SVG peut"),
        (b"MZ\x90\0" * 99, "logo.png", "ni un PNG ni un JPEG"),
        (picture_file()[:-9], "logo.png", "Cette image est illisible"),
    ],
)
def test_what_is_no_picture_is_told_beside_its_field(desk, content, name, said):
    answer = upload(desk, content, name)

    assert answer.status_code == 422
    assert said in answer.text
    assert 'value="Région Exemple"' in answer.text


@pytest.mark.parametrize(
    "changes",
    [
        {"alternative_fr": ""},
        {"alternative_en": " "},
        {"link": "javascript:alert(1)"},
        {"kind": "other"},
        {"link": "//example.org"},
    ],
)
def test_a_logo_needs_its_words_and_a_link_that_leads_somewhere(desk, changes):
    assert upload(desk, picture_file(), **changes).status_code == 422
    assert db.session.scalars(select(SiteLogo)).all() == []


def test_a_logo_needs_its_file_once_and_keeps_it(desk):
    data = {"kind": "own", **WORDS}
    assert desk.post(f"{LOGOS}/ajouter", data=data).status_code == 422

    number = make_logo(LogoKind.OWN)
    before = db.session.get_one(SiteLogo, number).file_id
    answer = desk.post(f"{LOGOS}/{number}", data=WORDS | {"alternative_fr": "Autre"})

    assert answer.status_code == 303
    db.session.expire_all()
    logo = db.session.get_one(SiteLogo, number)
    assert (logo.alternative_fr, logo.file_id) == ("Autre", before)


def test_a_logo_that_somebody_else_took_away_is_missing(desk):
    number = make_logo()
    desk.post(f"{LOGOS}/{number}/retirer")

    assert desk.post(f"{LOGOS}/{number}/retirer").status_code == 303
    assert desk.post(f"{LOGOS}/{number}", data=WORDS).status_code == 404
    assert desk.get(LOGOS).status_code == 200


def test_no_other_file_is_found_among_the_logos(client, app):
    with transaction() as session:
        stored = keep_file(session, picture_file(), FileKind.PNG, now=NOW)
        name = stored.name

    assert client.get(f"/logos/{name}").status_code == 404


@pytest.mark.settings(keeps_pages=True)
def test_kept_pages_read_nothing_of_the_site(app, counted_queries, monkeypatch):
    monkeypatch.setattr(site, "monotonic", lambda: 1000.0)
    make_event()
    make_logo(LogoKind.OWN)
    app.test_client().get("/?lang=fr")
    with counted_queries() as queries:
        app.test_client().get("/?lang=en")

    assert [
        query for query in queries if "site_" in query or "stakeholder" in query
    ] == []


def test_the_page_of_logos_costs_the_same_for_one_and_for_three(desk, counted_queries):
    counts = []
    for _number in range(3):
        make_logo()
        with counted_queries() as queries:
            desk.get(LOGOS)
        counts.append(len(queries))

    assert len(set(counts)) == 1


def test_a_name_of_the_sender_cannot_become_another_header(desk, app):
    forged = "Site =?utf-8?q?=0ABcc:_a=40example.org?="
    desk.post(SETTINGS, data=form(sender_name=forged + "\r\nBcc: b@example.org"))
    ask_for_reset(ForgottenPassword(email=FACILITATOR, place="here"), now=utc_now())

    mail = render(db.session.scalars(select(OutboxMail)).one())

    assert mail["Bcc"] is None
    assert b"\nBcc" not in mail.as_bytes()
    assert mail["From"].addresses[0].addr_spec == "concertation@example.org"
