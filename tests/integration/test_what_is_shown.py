"""Pages show to each person what their rights open, and nothing else."""

from concertation.domain.roles import Role
from tests.factories import make_account, make_event, register
from tests.people import enter

ACCOUNTS = "/bureau/comptes"


def test_each_person_is_shown_the_events_and_the_buttons_that_are_theirs(app):
    here, there = make_event(), make_event(slug="autre", title="Une autre réunion")
    receipt = register(here)
    shown = {}
    for role, event in (
        (Role.FACILITATOR, here),
        (Role.READER, here),
        (Role.WELCOMER, here),
        (Role.FACILITATOR, None),
    ):
        browser, _ = enter(app, make_account(role, event))
        shown[role, event] = browser.get("/bureau/").text

    for (role, event), page in shown.items():
        assert "Réunion d’ouverture" in page
        assert ("Une autre réunion" in page) == (event is None)
        assert ("Créer un événement" in page) == (event is None)
        assert ("/accueil" in page) == (role is Role.WELCOMER)
    reader, _ = enter(app, make_account(Role.READER, there, email="other@example.org"))
    assert reader.get(f"/bureau/evenements/{here.slug}").status_code == 403
    assert receipt.reference not in reader.get("/bureau/").text


def test_a_reader_finds_no_button_that_changes_anything(app):
    event = make_event()
    receipt = register(event)
    browser, _ = enter(app, make_account(Role.READER, event))
    page = f"/bureau/evenements/{event.slug}"

    for address in (page, f"{page}/inscrits", f"{page}/inscrits/{receipt.reference}"):
        shown = browser.get(address).text
        main = shown.split("<main", 1)[1]
        assert 'method="post"' not in main, address
        for word in ("modifier", "annuler", "effacer", "ajouter", "publier"):
            assert f"/{word}" not in main, (address, word)


def test_who_welcomes_sees_name_organisation_and_state_and_nothing_else(app):
    event = make_event(capacity=1)
    first, second = register(event, 1), register(event, 2)
    browser, _ = enter(app, make_account(Role.WELCOMER, event))
    page = f"/bureau/evenements/{event.slug}/accueil"

    shown = browser.get(page).text

    assert shown.count("d&#39;Hœuf-Lefèbvre Maëlys-Anne") == 2
    assert "Musée imaginaire du lin" in shown
    assert "Confirmée" in shown
    assert "Liste d’attente" in shown
    for hidden in ("person1@", "Directrice", first.reference, second.reference):
        assert hidden not in shown
    for searched, found in (
        ("hoeuf", 2),
        ("MUSEE lin", 2),
        ("person1", 0),
        ("directrice", 0),
        ("nobody", 0),
    ):
        text = browser.get(page, query_string={"q": searched}).text
        assert text.count("Maëlys-Anne") == found, searched


def test_the_page_of_who_was_refused_says_what_to_do(app):
    browser, _ = enter(app, make_account(Role.READER))

    answer = browser.get(ACCOUNTS)

    assert answer.status_code == 403
    assert "personne qui administre le site" in answer.text
