"""The way of a person of the desk: invited, signed in, with a code, out everywhere."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect
from pyotp import TOTP

from concertation.clock import utc_now
from concertation.database import db, transaction
from concertation.domain.roles import Role
from concertation.domain.second_factor import STEP
from concertation.mailing.rendering import render
from concertation.models import Account
from concertation.queries.accounts import find_account
from concertation.services.grants import require_second_factor
from tests.browser.conftest import PHONE
from tests.browser.forms import fill, press
from tests.browser.mailed import mails_to
from tests.browser.server import LOOK_PATH
from tests.factories import ACTOR, PASSWORD, make_account, make_event, register

EMAIL = "lea@example.org"
CHOSEN = "quatre endives sans jambon"
INVITATION = {"display_name": "Léa Dupont", "email": EMAIL, "role": "facilitator"}


def link_in_mail() -> str:
    text = render(mails_to(EMAIL)[-1]).get_body(("plain",)).get_content()
    return re.search(r"http\S+/bureau/(invitation|mot-de-passe)/\S+", text).group()


def sign_in(page: Page, password: str, email: str = EMAIL) -> None:
    page.goto("/bureau/connexion")
    fill(page, {"email": email, "password": password})
    press(page)


def invite(page: Page) -> None:
    page.goto("/bureau/comptes/inviter")
    fill(page, INVITATION)
    page.get_by_label("Où").select_option(
        label="Tout le site, toutes les démarches et tous les événements"
    )
    press(page)
    expect(page.get_by_role("heading", level=1)).to_have_text("Léa Dupont")


def choose_password(page: Page) -> None:
    """A weak one first, which is told; then one that is good."""
    page.goto(link_in_mail())
    fill(page, {"new_password": "lea.dupont.2026"})
    press(page)
    expect(page.locator(".error-summary")).to_be_focused()
    fill(page, {"new_password": CHOSEN})
    press(page)


def set_up_code(page: Page, look_at) -> tuple[str, str]:
    """Return the secret, and the first of the recovery codes."""
    page.get_by_role("link", name="Mon compte").click()
    page.get_by_role("link", name="Mettre en place la double").click()
    secret = shown_secret(page)
    fill(page, {"code": TOTP(secret).at(utc_now())})
    press(page)
    codes = page.locator(".recovery-codes li")
    expect(codes).to_have_count(10)
    look_at(page)
    return secret, codes.first.inner_text()


def shown_secret(page: Page) -> str:
    return "".join(page.locator(".secret").inner_text().split())


def next_code(secret: str) -> str:
    """Of the half minute to come, which a clock that is fast shows already."""
    return TOTP(secret).at(utc_now() + STEP)


@pytest.fixture
def look_at(request) -> Callable[[Page], None]:
    """Nothing for axe to find, and nothing that overflows a telephone.

    Axe is itself a script: without scripts, the same pages are not looked at again.
    """

    def look(page: Page) -> None:
        size = page.viewport_size
        page.set_viewport_size(PHONE)
        page.add_script_tag(url=LOOK_PATH)
        assert page.evaluate("look()") == []
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        page.set_viewport_size(size)

    has_scripts = request.node.callspec.params["visitor"]
    return look if has_scripts else lambda _page: None


def test_from_the_invitation_to_being_out_everywhere(desk, app, look_at):
    make_event()
    invite(desk)
    desk.context.clear_cookies()
    choose_password(desk)
    sign_in(desk, CHOSEN)
    expect(desk.get_by_role("link", name="Créer un événement").first).to_be_visible()
    expect(desk.get_by_role("link", name="Comptes")).to_have_count(0)

    secret, recovery = set_up_code(desk, look_at)
    desk.get_by_role("button", name="Se déconnecter").click()
    sign_in(desk, CHOSEN)
    look_at(desk)
    fill(desk, {"code": "000000"})
    press(desk)
    expect(desk.locator(".error-summary")).to_be_focused()
    look_at(desk)
    fill(desk, {"code": next_code(secret)})
    press(desk)

    desk.get_by_role("link", name="Mon compte").click()
    expect(desk.locator("main")).to_contain_text("Activée depuis")
    look_at(desk)
    desk.get_by_role("button", name="Fermer toutes mes sessions").click()
    expect(desk.get_by_role("button", name="Se connecter")).to_be_visible()
    sign_in(desk, CHOSEN)
    fill(desk, {"code": recovery})
    press(desk)
    expect(desk.get_by_role("link", name="Mon compte")).to_be_visible()


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["js"])
def test_a_journal_with_nothing_to_show_is_sound(desk, app, look_at):
    desk.goto("/bureau/journal?since=2001-01-01&until=2001-01-02")

    expect(desk.locator(".empty")).to_be_visible()
    look_at(desk)


def test_a_forgotten_password_is_renewed(phone, app, look_at):
    make_account(Role.READER, make_event(), email=EMAIL)

    phone.goto("/bureau/connexion")
    phone.get_by_role("link", name="J’ai oublié mon mot de passe").click()
    fill(phone, {"email": EMAIL})
    press(phone)
    expect(phone.locator(".notice")).to_contain_text("Si un compte existe")
    phone.goto(link_in_mail())
    fill(phone, {"new_password": CHOSEN})
    press(phone)
    sign_in(phone, CHOSEN)

    expect(phone.get_by_role("heading", level=1)).to_have_text("Événements")
    expect(phone.get_by_role("link", name="Créer un événement")).to_have_count(0)
    look_at(phone)


def test_who_welcomes_finds_a_person_on_a_telephone_and_nothing_more(
    phone, app, look_at
):
    event = make_event()
    register(event)
    make_account(Role.WELCOMER, event, email=EMAIL)
    sign_in(phone, PASSWORD)
    look_at(phone)

    phone.get_by_role("link", name=event.title).click()
    phone.get_by_label("Nom ou structure").fill("hoeuf")
    phone.get_by_role("button", name="Rechercher").click()

    expect(phone.locator("tbody tr")).to_have_count(1)
    look_at(phone)
    phone.goto(f"/bureau/evenements/{event.slug}/inscrits")
    expect(phone.locator("main")).to_contain_text("Votre compte n’ouvre pas cette page")
    look_at(phone)


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["js"])
def test_a_mandatory_second_factor_comes_before_anything_else(phone, app, look_at):
    make_account(Role.READER, email=EMAIL)
    require_second_factor(frozenset({Role.READER}), actor=ACTOR, now=utc_now())

    sign_in(phone, PASSWORD)

    expect(phone.get_by_role("heading", level=1)).to_contain_text("Mettre en place")
    look_at(phone)
    fill(phone, {"code": TOTP(shown_secret(phone)).at(utc_now())})
    press(phone)
    phone.get_by_role("link", name="Je les ai conservés").click()
    expect(phone.get_by_role("heading", level=1)).to_have_text("Événements")


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["js"])
def test_the_second_factor_is_turned_off_with_the_password(phone, app, look_at):
    make_account(Role.READER, email=EMAIL)
    sign_in(phone, PASSWORD)
    with transaction() as session:
        session.get_one(Account, find_account(session, EMAIL).id).totp_since = utc_now()

    phone.goto("/bureau/mon-compte/double-authentification/codes-de-secours")
    look_at(phone)
    phone.goto("/bureau/mon-compte/double-authentification/desactiver")
    look_at(phone)
    fill(phone, {"password": PASSWORD})
    press(phone)

    expect(phone.locator(".notice")).to_contain_text("désactivée")
    db.session.rollback()
    assert find_account(db.session(), EMAIL).totp_since is None
