"""A real browser in front of a real server; one browser for each process."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect, sync_playwright

from concertation.database import db
from tests.browser.server import Stage, open_stage
from tests.factories import PASSWORD
from tests.quick_folder import empty

CHROMIUM = "/usr/bin/chromium"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PHONE = {"width": 320, "height": 640}
DESK = {"width": 1280, "height": 900}
SOON = 10_000
"""Milliseconds: what is not there by then is not there."""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        expect.set_options(timeout=SOON)
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def stage() -> Iterator[Stage]:
    with open_stage() as stage:
        yield stage


@pytest.fixture
def app(stage, database_url, workroom) -> Iterator[Flask]:
    """The application, with its context pushed, and served."""
    instance = workroom / "instance"
    with stage.playing(instance, database_url) as app, app.app_context():
        yield app
        db.session.remove()
    empty(instance)


@pytest.fixture(scope="session")
def visitors(browser, stage) -> Iterator[dict[bool, Page]]:
    """Somebody's browser with JavaScript, and one without."""
    of_ours = {"base_url": stage.url, "locale": "fr-FR"}
    with (
        closing(browser.new_context(**of_ours)) as js,
        closing(browser.new_context(**of_ours, java_script_enabled=False)) as no_js,
    ):
        for context in (js, no_js):
            context.set_default_timeout(SOON)
        yield {True: js.new_page(), False: no_js.new_page()}


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def visitor(request, visitors) -> Page:
    """One of the two, with nothing left of the test before."""
    page = visitors[request.param]
    page.context.clear_cookies()
    return page


@pytest.fixture
def phone(visitor, app) -> Page:
    """A participant's page, in French unless told otherwise."""
    visitor.set_viewport_size(PHONE)
    return visitor


@pytest.fixture
def desk(visitor, app, facilitator) -> Page:
    """A facilitator's page, signed in."""
    visitor.set_viewport_size(DESK)
    visitor.goto("/bureau/")
    visitor.get_by_label("Adresse e-mail").fill(facilitator)
    visitor.get_by_label("Mot de passe").fill(PASSWORD)
    visitor.get_by_role("button", name="Se connecter").click()
    return visitor
