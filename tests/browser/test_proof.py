"""A proof of work, made while somebody fills in a form: by a browser with scripts."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import exists, func, select

from concertation.clock import utc_now
from concertation.database import db
from concertation.domain.limits import HOUR, microseconds
from concertation.limit_figures import LimitFigures
from concertation.models import LimitUse, Registration
from tests.browser.forms import fill, press, register
from tests.factories import FORM, make_event
from tests.quick_folder import empty

PAGE = "/evenements/ouverture/inscription"
WITH_SCRIPTS = pytest.mark.parametrize("visitor", [True], indirect=True, ids=["js"])
WITHOUT = pytest.mark.parametrize("visitor", [False], indirect=True, ids=["no-js"])


@pytest.fixture
def app(stage, database_url, workroom) -> Iterator[Flask]:
    """Demands a proof; one form an hour goes without."""
    instance, limits = workroom / "instance", LimitFigures(without_proof=1)
    demands = {"proof_seconds": 1, "limits": limits}
    with stage.playing(instance, database_url, **demands) as app, app.app_context():
        make_event(capacity=None)
        yield app
        db.session.remove()
    empty(instance)


def registrations() -> int:
    db.session.rollback()
    return db.session.scalar(select(func.count(Registration.id))) or 0


def unproven() -> bool:
    """Whether a form was taken that brought no proof: one of an hour weighs an hour."""
    db.session.rollback()
    soon = microseconds(utc_now() + HOUR / 2)
    return db.session.scalar(select(exists().where(LimitUse.used_until > soon)))


def proof_on(page: Page) -> str:
    return page.locator("[name=proof]").input_value()


def heading(page: Page):
    return page.get_by_role("heading", level=1)


def words(page: Page):
    return page.get_by_role("status")


@WITH_SCRIPTS
def test_who_fills_in_a_form_as_usual_notices_nothing(phone):
    for number in range(3):
        register(phone, "ouverture", email=f"person{number}@example.org")
        expect(heading(phone)).to_have_text("Votre place est confirmée")

    assert registrations() == 3


@WITH_SCRIPTS
def test_the_work_is_done_before_anybody_presses_the_button(phone):
    phone.goto(PAGE)
    fill(phone, {"email": FORM["email"]})

    expect(phone.locator("[name=proof]")).not_to_have_value("")
    expect(words(phone)).to_be_empty()
    first = proof_on(phone)

    fill(phone, {"email": "another@example.org"})
    expect(phone.locator("[name=proof]")).not_to_have_value(first)
    expect(phone.locator("[name=proof]")).not_to_have_value("")
    fill(phone, FORM | {"email": "another@example.org"})
    press(phone)
    assert not unproven()


@contextmanager
def slow_work(page: Page) -> Iterator[None]:
    """As on a machine that takes its time, until the block is left."""
    page.evaluate(
        """() => {
            const derive = crypto.subtle.deriveBits.bind(crypto.subtle);
            const held = new Promise((resolve) => (window.letGo = resolve));
            crypto.subtle.deriveBits = async (...how) => {
                await held;
                return derive(...how);
            };
        }"""
    )
    yield
    with page.expect_navigation(wait_until="domcontentloaded"):
        page.evaluate("letGo()")


@WITH_SCRIPTS
def test_who_presses_too_early_is_told_so_and_it_is_sent_by_itself(phone):
    phone.goto(PAGE)
    with slow_work(phone):
        fill(phone, FORM)
        button = phone.locator("main form button")
        button.click()

        expect(words(phone)).to_contain_text("L’envoi part ensuite de lui-même")
        expect(phone.get_by_role("progressbar")).to_be_in_viewport()
        expect(button).to_be_focused()
        button.click()  # Impatient people change nothing.
        phone.keyboard.press("Enter")
        assert registrations() == 0

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    assert registrations() == 1
    assert not unproven()


@WITH_SCRIPTS
def test_another_address_while_one_waits_is_worked_for_anew(phone):
    phone.goto(PAGE)
    with slow_work(phone):
        fill(phone, FORM)
        button = phone.locator("main form button")
        button.click()
        expect(words(phone)).not_to_be_empty()

        fill(phone, {"email": "corrected@example.org"})
        expect(words(phone)).to_be_empty()
        button.click()
        expect(words(phone)).not_to_be_empty()

    [email] = db.session.scalars(select(Registration.email))
    assert email == "corrected@example.org"
    assert not unproven()


@WITH_SCRIPTS
def test_a_proof_outlives_mistakes_in_other_fields(phone):
    phone.goto(PAGE)
    fill(phone, FORM | {"family_name": ""})
    press(phone)
    proof = proof_on(phone)
    assert proof

    fill(phone, {"family_name": FORM["family_name"]})
    assert proof_on(phone) == proof
    press(phone)
    expect(heading(phone)).to_have_text("Votre place est confirmée")
    assert not unproven()


@WITH_SCRIPTS
@pytest.mark.parametrize(
    "trouble",
    [
        "() => Object.defineProperty(crypto, 'subtle', { value: undefined })",
        "() => (crypto.subtle.deriveBits = () => Promise.reject(new Error()))",
    ],
    ids=["no secure context", "an old browser"],
)
def test_a_browser_that_cannot_do_it_sends_the_form_all_the_same(phone, trouble):
    phone.goto(PAGE)
    phone.evaluate(trouble)
    fill(phone, FORM)
    press(phone)

    expect(heading(phone)).to_have_text("Votre place est confirmée")
    assert unproven()


@WITHOUT
def test_without_scripts_one_is_let_through_and_the_next_told_what_to_do(phone):
    register(phone, "ouverture", email="first@example.org")
    expect(heading(phone)).to_have_text("Votre place est confirmée")

    register(phone, "ouverture", email="second@example.org", role="Ce qui était écrit")

    summary = phone.locator(".error-summary")
    expect(summary).to_be_focused()
    expect(summary).to_contain_text("Activez JavaScript")
    expect(summary).to_contain_text("Sans JavaScript, vous pourrez l’envoyer")
    expect(summary).to_contain_text("csti@example.org")
    expect(phone.locator("#role")).to_have_value("Ce qui était écrit")
    expect(phone.get_by_role("progressbar")).to_have_count(0)
    assert registrations() == 1
