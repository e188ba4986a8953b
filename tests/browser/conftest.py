"""A real browser in front of a real server; one browser for each process."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from concertation.database import db
from tests.browser.server import served
from tests.factories import PASSWORD

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


@pytest.fixture
def app(database_url, tmp_path) -> Iterator[Flask]:
    """The application of one test, with its context pushed, and served."""
    with served(tmp_path, database_url) as app, app.app_context():
        yield app
        db.session.remove()


@pytest.fixture
def site(app) -> str:
    return app.config["PUBLIC_URL"]


@pytest.fixture(params=[True, False], ids=["js", "no-js"])
def has_js(request) -> bool:
    return request.param


@pytest.fixture
def phone(browser, site, has_js) -> Iterator[Page]:
    """A participant's page, in French unless told otherwise."""
    with closing(_context(browser, site, has_js, PHONE)) as context:
        yield context.new_page()


@pytest.fixture
def desk(browser, site, has_js, facilitator) -> Iterator[Page]:
    """A facilitator's page, signed in."""
    with closing(_context(browser, site, has_js, DESK)) as context:
        page = context.new_page()
        page.goto("/bureau/")
        page.get_by_label("Adresse e-mail").fill(facilitator)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        page.get_by_role("button", name="Se connecter").click()
        yield page


def _context(browser, site, has_js, viewport) -> BrowserContext:
    context = browser.new_context(
        base_url=site, locale="fr-FR", java_script_enabled=has_js, viewport=viewport
    )
    context.set_default_timeout(SOON)
    return context
