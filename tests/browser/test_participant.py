"""A participant's way: from the home page to a place, and out of it again."""

from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import select

from concertation.database import db
from concertation.domain.seating import AdmissionState
from concertation.models import Registration
from concertation.queries.registrations import find_registration
from tests.browser.forms import fill, press, register
from tests.browser.mailed import link_in_mail_to, templates_to
from tests.factories import FORM, NOW, make_event
from tests.factories import register as register_person

EMAIL = FORM["email"]
MOST_TABS = 80
DAY = timedelta(days=1)


def registrations() -> list[Registration]:
    db.session.rollback()  # The server has written since.
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


@pytest.fixture
def event(app):
    return make_event()


def test_who_makes_mistakes_is_led_to_them_and_gets_a_place(phone, event):
    phone.goto("/")
    phone.get_by_role("link", name=event.title).click()
    phone.get_by_role("link", name="S’inscrire").click()
    fill(phone, FORM | {"family_name": "", "email": "maelys@"})
    press(phone)

    summary = phone.locator(".error-summary")
    expect(summary).to_be_focused()
    assert phone.title().startswith("Erreur")
    expect(phone.locator("#family_name")).to_have_attribute("aria-invalid", "true")
    expect(phone.locator("#organisation")).to_have_value(FORM["organisation"])
    expect(phone.locator("#category")).to_have_value("museum")
    assert registrations() == []

    links = summary.get_by_role("link")
    assert [link.get_attribute("href") for link in links.all()] == [
        "#family_name",
        "#email",
    ]
    links.first.click()
    expect(phone.locator("#family_name")).to_be_focused()
    fill(phone, {"family_name": FORM["family_name"], "email": EMAIL})
    press(phone)

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    expect(phone.locator("main")).to_contain_text(EMAIL)
    assert [one.email for one in registrations()] == [EMAIL]


def test_the_link_in_the_mail_changes_cancels_and_lets_start_again(phone, event):
    register(phone, event.slug)
    heading(phone).wait_for()
    phone.goto(link_in_mail_to(EMAIL))

    phone.get_by_role("link", name="Modifier mes réponses").click()
    expect(phone.locator("#role")).to_have_value(FORM["role"])
    fill(phone, {"role": "Présidente"})
    press(phone)
    expect(phone.locator(".facts")).to_contain_text("Présidente")

    phone.get_by_role("link", name="Annuler mon inscription").click()
    assert registrations()[0].ended_at is None
    press(phone)
    expect(phone.locator(".notice--info")).to_contain_text(
        "Cette inscription est annulée"
    )
    assert templates_to(EMAIL)[-1] == "registration_cancelled"

    phone.get_by_role("link", name="S’inscrire de nouveau").click()
    fill(phone, FORM)
    press(phone)
    expect(heading(phone)).to_have_text("Votre place est confirmée")
    assert [one.ended_at is None for one in registrations()] == [False, True]


def test_who_comes_after_the_last_place_is_told_the_rank(phone, app):
    event = make_event(capacity=1)
    for number in (1, 2):
        register_person(event, number)

    phone.goto(f"/evenements/{event.slug}")
    expect(phone.locator(".places")).to_contain_text("liste d’attente")
    phone.get_by_role("link", name="Rejoindre la liste d’attente").click()
    fill(phone, FORM)
    phone.get_by_role("button", name="Rejoindre la liste d’attente").click()

    expect(heading(phone)).to_have_text("Vous êtes sur la liste d’attente")
    expect(phone.locator(".notice")).to_contain_text("numéro 2")
    phone.goto(link_in_mail_to(EMAIL))
    expect(phone.locator(".notice")).to_contain_text("numéro 2")


def test_the_last_place_goes_while_one_types(phone, app):
    event = make_event(capacity=1, keeps_waiting_list=False)
    phone.goto(f"/evenements/{event.slug}/inscription")
    fill(phone, FORM)
    register_person(event, 1)

    press(phone)

    expect(heading(phone)).to_contain_text("complet")
    expect(phone.locator("main")).to_contain_text(event.contact_email)
    assert len(registrations()) == 1
    phone.get_by_role("link", name="Revenir à l’événement").click()
    expect(phone.locator(".places")).to_contain_text("Complet")
    expect(phone.locator(".call-to-action")).to_have_count(0)
    expect(phone.locator("main")).not_to_contain_text("jusqu’au")


def test_a_past_event_offers_nothing_to_register_for(phone, app):
    event = make_event(starts_at=NOW - DAY, ends_at=NOW)

    phone.goto("/")
    phone.get_by_role("link", name=event.title).click()

    expect(phone.locator("main")).to_contain_text("a eu lieu")
    expect(phone.locator("main a", has_text="S’inscrire")).to_have_count(0)
    expect(phone.locator("main a", has_text="agenda")).to_have_count(0)
    phone.goto(f"/evenements/{event.slug}/inscription")
    expect(phone.locator("form")).to_have_count(0)


def test_the_language_stays_with_the_page_and_the_form(phone, event):
    phone.goto(f"/evenements/{event.slug}")
    phone.get_by_role("link", name="English").click()
    expect(heading(phone)).to_have_text(event.title)
    phone.get_by_role("link", name="Register").click()
    press(phone)
    expect(phone.locator(".error-summary")).to_contain_text("Enter the given name")

    fill(phone, FORM)
    press(phone)

    expect(heading(phone)).to_have_text("Your place is confirmed")
    [registration] = registrations()
    assert registration.locale == "en"
    phone.goto(link_in_mail_to(EMAIL))
    expect(heading(phone)).to_have_text("My registration")


def test_a_double_click_and_a_second_sending_are_one_registration(phone, event):
    phone.goto(f"/evenements/{event.slug}/inscription")
    fill(phone, FORM)
    phone.locator("main form button").dblclick()
    expect(heading(phone)).to_have_text("Votre place est confirmée")

    register(phone, event.slug)

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    [registration] = registrations()
    assert registration.admission.state is AdmissionState.CONFIRMED
    assert templates_to(EMAIL) == ["registration_confirmed"]
    assert find_registration(registration.id).event.pool.seats_taken == 1


def test_a_form_left_open_too_long_is_sent_at_the_second_press(phone, event):
    phone.goto(f"/evenements/{event.slug}/inscription")
    fill(phone, FORM)
    phone.context.clear_cookies()

    press(phone)
    expect(phone.locator(".error-summary")).to_be_focused()
    expect(phone.locator("main")).not_to_contain_text("CSRF")
    expect(phone.locator("#role")).to_have_value(FORM["role"])

    press(phone)
    expect(heading(phone)).to_have_text("Votre place est confirmée")


def test_a_keyboard_is_enough(phone, event):
    phone.goto("/")
    phone.keyboard.press("Tab")
    expect(phone.locator(".skip-link")).to_be_focused()
    phone.keyboard.press("Enter")
    _tab_to(phone, phone.get_by_role("link", name=event.title))
    phone.keyboard.press("Enter")
    _tab_to(phone, phone.get_by_role("link", name="S’inscrire"))
    phone.keyboard.press("Enter")
    for name in ("given_name", "family_name", "email", "organisation", "role"):
        _tab_to(phone, phone.locator(f"#{name}"))
        phone.keyboard.type(FORM[name])
    for name, first_letters in (("category", "Mus"), ("departement", "Nord")):
        _tab_to(phone, phone.locator(f"#{name}"))
        phone.keyboard.type(first_letters)

    phone.keyboard.press("Enter")
    _tab_to(phone, phone.locator("main form button"))
    phone.keyboard.press("Enter")

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    assert registrations()[0].departement == FORM["departement"]


def _tab_to(page: Page, target: Locator) -> None:
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if target.evaluate("one => one === document.activeElement"):
            return
    pytest.fail(f"no way to {target} by keyboard")
