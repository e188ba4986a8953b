"""A real browser in front of a real server; one browser for each process."""

import shutil
from collections.abc import Iterator
from contextlib import closing
from contextvars import Context
from http.cookies import SimpleCookie

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page, expect, sync_playwright

from concertation.database import db
from tests.browser.server import Stage, open_stage
from tests.factories import PASSWORD
from tests.quick_folder import empty
from tests.sites import TOKEN

BROWSERS = ("chromium-headless-shell", "chromium")
"""By what they cost: the first paints nothing that nobody looks at."""
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
        program = next(filter(None, map(shutil.which, BROWSERS)))
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
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
def desk(visitor, app, stage, facilitator) -> Page:
    """A facilitator's page, signed in."""
    visitor.set_viewport_size(DESK)
    kept = Context().run(_signed_in, app.test_client(), stage.url, facilitator)
    visitor.context.add_cookies(kept)
    visitor.goto("/bureau/")
    return visitor


def _signed_in(client: FlaskClient, site: str, email: str) -> list[dict[str, str]]:
    """The cookies that the form gives: in a browser that takes as long as a test."""
    page = client.get("/bureau/connexion", base_url=site).text
    form = {"email": email, "password": PASSWORD, "csrf_token": TOKEN.search(page)[1]}
    answer = client.post("/bureau/connexion", base_url=site, data=form)
    given = SimpleCookie("; ".join(answer.headers.getlist("Set-Cookie")))
    return [{"name": n, "value": each.value, "url": site} for n, each in given.items()]
