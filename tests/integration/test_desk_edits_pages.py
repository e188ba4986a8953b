"""What the desk tells whoever edits an event: too late, too full, in the past, over."""

import re
from html import unescape

import pytest

from concertation.database import db
from tests.factories import FORM, make_draft, make_event, register
from tests.integration.test_desk_events_pages import EVENT_FORM, NEW, as_form, find

DESK = "/bureau/evenements/ouverture"
EDIT = f"{DESK}/modifier"
PAST = {"starts_at": "2017-06-19T09:30", "ends_at": "2017-06-19T11:30"}


def text_of(response) -> str:
    """What is read: without tags, and with every space alike."""
    words = unescape(re.sub(r"<[^>]+>", " ", response.text))
    return " ".join(words.split())


def version_on(page) -> str:
    return unescape(re.search(r'name="version"[^>]* value="([^"]+)"', page.text)[1])


def test_a_published_event_shows_its_address_and_keeps_it(desk, client):
    make_event()

    page = desk.get(EDIT)
    saved = desk.post(EDIT, data=as_form(slug="autre", title="Autre titre"))

    assert 'name="slug"' not in page.text
    assert "L’adresse ne change plus après la publication" in text_of(page)
    assert saved.location.endswith(DESK)
    assert client.get("/evenements/ouverture").status_code == 200


def test_a_draft_may_change_its_address(desk):
    make_draft()

    assert 'name="slug"' in desk.get(EDIT).text
    saved = desk.post(EDIT, data=as_form(slug="Autre adresse"))
    assert saved.location.endswith("/bureau/evenements/autre-adresse")


def test_the_same_title_makes_the_next_address(desk):
    made = [desk.post(NEW, data=EVENT_FORM).location for _ in range(3)]

    assert [url.rpartition("/")[2] for url in made] == [
        "reunion-a-arras",
        "reunion-a-arras-2",
        "reunion-a-arras-3",
    ]


def test_of_two_who_edit_at_once_the_second_is_told_and_decides(desk):
    make_event()
    version = version_on(desk.get(EDIT))
    first = as_form(version=version, capacity="40")
    second = as_form(version=version, capacity="30", title="Un titre à moi")
    assert desk.post(EDIT, data=first).status_code == 303

    stale = desk.post(EDIT, data=second)

    assert stale.status_code == 409
    assert "Quelqu’un a modifié cet événement entre-temps" in text_of(stale)
    assert "pour : Titre, Places." in text_of(stale)
    assert 'value="Un titre à moi"' in stale.text
    assert f'href="{EDIT}"' in stale.text
    assert find("ouverture").pool.capacity == 40

    again = second | {"version": version_on(stale)}
    assert desk.post(EDIT, data=again).status_code == 303
    event = find("ouverture")
    assert (event.title, event.pool.capacity) == ("Un titre à moi", 30)


def test_too_few_places_are_told_as_long_as_it_is_so(desk):
    event = make_event(capacity=2)
    for number in (1, 2):
        register(event, number)
    warning = "2 personnes sont déjà confirmées pour 1 place"

    saved = desk.post(EDIT, data=as_form(capacity="1"), follow_redirects=True)

    assert text_of(saved).count(warning) == 1
    assert "Personne n’est désinscrit" in text_of(saved)
    assert warning in text_of(desk.get(DESK))
    enough = desk.post(EDIT, data=as_form(capacity="2"), follow_redirects=True)
    assert "déjà confirmée" not in text_of(enough)


def test_a_move_says_how_many_people_are_told(desk):
    event = make_event()
    for number in (1, 2, 3):
        register(event, number)

    moved = desk.post(EDIT, data=as_form(city="Lens"), follow_redirects=True)
    renamed = as_form(city="Lens", title="Autre")
    kept = desk.post(EDIT, data=renamed, follow_redirects=True)

    assert "3 personnes sont prévenues du changement." in text_of(moved)
    assert "L’événement est enregistré" in text_of(kept)
    assert "prévenues" not in text_of(kept)


def test_a_draft_that_is_dated_in_the_past_is_remarked(desk):
    created = desk.post(NEW, data=EVENT_FORM | PAST | {"slug": "passe"})
    desk.post(NEW, data=EVENT_FORM | {"slug": "futur"})
    remark = "Attention : Cet événement est daté dans le passé"

    for page in ("", "/apercu"):
        assert remark in text_of(desk.get(created.location + page))
        assert remark not in text_of(desk.get(f"/bureau/evenements/futur{page}"))


@pytest.mark.parametrize("year", ["0001", "0017", "1969", "2201", "9999"])
@pytest.mark.parametrize(
    "field", ["starts_at", "ends_at", "registration_opens_at", "registration_closes_at"]
)
def test_a_year_that_is_a_slip_is_told_beside_its_field(desk, field, year):
    date = {"0001": "01-01T00:00", "9999": "12-31T23:59"}.get(year, "06-19T09:30")

    response = desk.post(NEW, data=EVENT_FORM | {field: f"{year}-{date}"})

    assert response.status_code == 422
    assert re.findall(r'id="(\w+)-error"', response.text) == [field]
    assert "Saisissez une année entre 1970 et 2200" in text_of(response)


def test_the_preview_of_a_draft_is_what_the_public_will_see(desk, client):
    make_draft(capacity=30)

    preview = desk.get(f"{DESK}/apercu")
    desk.post(f"{DESK}/publier")
    public = client.get("/evenements/ouverture")

    [before] = re.findall(r"<article.*</article>", preview.text, re.DOTALL)
    [after] = re.findall(r"<article.*</article>", public.text, re.DOTALL)
    assert (
        re.sub(r"<[^>]+>", "", before).split() == re.sub(r"<[^>]+>", "", after).split()
    )
    assert "30 places libres sur 30" in text_of(public)
    assert "places__bar" in before
    assert "inscription" not in "".join(re.findall(r'href="([^"]*)"', before))
    assert text_of(preview).count("Pas encore publié") == 1


@pytest.mark.parametrize("page", ["modifier", "annuler", "inscrits/ajouter"])
def test_a_cancelled_event_offers_no_form_but_the_way_back(desk, page):
    make_event()
    desk.post(f"{DESK}/annuler", data={"reason": "Neige"})

    response = desk.get(f"{DESK}/{page}")

    assert response.status_code == 409
    assert "L’événement est annulé" in text_of(response)
    assert f'class="button button--secondary" href="{DESK}"' in response.text
    assert "<textarea" not in response.text


def test_a_cancelled_event_refuses_a_save_before_it_reads_it(desk):
    make_event()
    desk.post(f"{DESK}/annuler", data={"reason": "Neige"})

    assert desk.post(EDIT, data=as_form(title="")).status_code == 409


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_nobody_is_added_to_a_cancelled_event_or_a_draft(desk, is_cancelled):
    make_event() if is_cancelled else make_draft()
    if is_cancelled:
        desk.post(f"{DESK}/annuler", data={"reason": "Neige"})

    refused = desk.post(f"{DESK}/inscrits/ajouter", data=FORM | {"locale": "fr"})

    assert desk.get(f"{DESK}/inscrits/ajouter").status_code == 409
    assert "Inscrire une personne" not in desk.get(f"{DESK}/inscrits").text
    assert refused.status_code == 409
    assert db.session.get_one(type(find("ouverture")), 1).pool.seats_taken == 0


def test_a_draft_says_that_it_must_be_published_first(desk):
    make_draft()

    assert "n’est pas encore publié" in text_of(desk.get(f"{DESK}/inscrits/ajouter"))


def test_somebody_may_be_added_to_a_published_event(desk):
    make_event()

    assert "Inscrire une personne" in desk.get(f"{DESK}/inscrits").text
    assert desk.get(f"{DESK}/inscrits/ajouter").status_code == 200


def test_calling_off_says_whether_anybody_is_told(desk):
    event = make_event()
    nobody = "Personne n’est inscrit : aucun courriel ne sera envoyé."
    assert nobody in text_of(desk.get(f"{DESK}/annuler"))

    register(event)

    page = text_of(desk.get(f"{DESK}/annuler"))
    assert nobody not in page
    assert "prévenir tout le monde" in page


def test_the_calendar_file_of_a_cancelled_event_says_so(desk, client):
    make_event()
    file = "/evenements/ouverture/agenda.ics"
    assert "STATUS:CONFIRMED" in client.get(file).text

    desk.post(f"{DESK}/annuler", data={"reason": "Neige"})

    assert "STATUS:CANCELLED" in client.get(file).text
    assert "STATUS:CONFIRMED" not in client.get(file).text
