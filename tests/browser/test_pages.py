"""Every page in every state: nothing for axe to find, nothing that overflows.

Each state is reached once in each language, then looked at on a phone, in light or in
dark, and in French at a desk as well.
"""

import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing
from http import HTTPStatus

import pytest
from playwright.sync_api import Page, expect

from concertation.database import db
from tests.browser.conftest import DESK, PHONE, SOON
from tests.browser.gallery import furnish
from tests.browser.server import LOOK_PATH, open_stage
from tests.browser.states import STATES
from tests.factories import FACILITATOR, PASSWORD

SEEN = """() => [
    document.documentElement.lang,
    document.querySelectorAll("h1").length,
    document.title,
    document.documentElement.scrollWidth,
]"""
# The looks of each state. Another language changes words alone, and these are widest
# where a page is narrowest: what stands on a desk is looked at in one language.
LOOKS = {
    "fr": [(PHONE, "light"), (DESK, "dark")],
    "en": [(PHONE, "dark")],
}
TITLE = re.compile(r"<title>(.*?)</title>")
# The same page for another person: nobody has two of them open.
PERSON = re.compile(r"/(inscriptions|invitations|participations)/[^/]+(/groupes/\d+)?")


def broken(slug: str) -> str:
    raise ZeroDivisionError(slug)


@pytest.fixture(scope="session")
def gallery(tmp_path_factory, empty_sqlite) -> Iterator[tuple[str, dict[str, str]]]:
    """The address of the server, and the addresses that only its database knows."""
    folder = tmp_path_factory.mktemp("gallery")
    file = folder / "gallery.sqlite"
    shutil.copy(empty_sqlite, file)
    with (
        open_stage() as stage,
        # What is then asked of browsers is seen as well: see `states_proof.py`.
        stage.playing(folder, f"sqlite:///{file}", proof_seconds=1) as app,
    ):
        app.view_functions["site_events.calendar_file"] = broken
        with app.app_context():
            known = furnish(app)
            db.session.remove()
        yield stage.url, known


@pytest.fixture(scope="session")
def rooms(browser, gallery) -> Iterator[dict[bool, Page]]:
    """One page outside of the desk, and one at it."""
    site, _ = gallery
    with (
        closing(browser.new_context(base_url=site)) as public,
        closing(browser.new_context(base_url=site)) as desk,
    ):
        pages = {False: public.new_page(), True: desk.new_page()}
        for page in pages.values():
            page.set_default_timeout(SOON)
        at_desk = pages[True]
        at_desk.goto("/bureau/connexion")
        at_desk.locator("[name=email]").fill(FACILITATOR)
        at_desk.locator("[name=password]").fill(PASSWORD)
        at_desk.locator("main button").click()
        yield pages


@pytest.fixture(params=LOOKS.keys())
def lang(request) -> str:
    return request.param


@pytest.fixture(params=STATES.values(), ids=STATES.keys())
def state(request):
    return request.param


@pytest.fixture
def heard(rooms, state) -> Iterator[dict[str, list[str]]]:
    """What the browser asked for and complained about while it was there."""
    page = rooms[state.at_desk]
    heard = {"asked": [], "answered": [], "complaints": []}

    def note_answer(response):
        heard["asked"].append(response.url)
        if response.request.is_navigation_request():
            heard["answered"].append(response.status)
        elif response.status >= HTTPStatus.BAD_REQUEST:
            heard["complaints"].append(f"{response.status} {response.url}")

    def note_message(message):
        # The page itself may rightly be a 404; note_answer sees what it loads.
        if not message.text.startswith("Failed to load resource"):
            heard["complaints"].append(message.text)

    page.on("response", note_answer)
    page.on("console", note_message)
    yield heard
    page.remove_listener("response", note_answer)
    page.remove_listener("console", note_message)


def test_a_page_is_sound(state, lang, gallery, rooms, heard):
    site, known = gallery
    page = rooms[state.at_desk]
    page.set_viewport_size(PHONE)

    state.reach(page, known, lang)

    assert state.status in heard["answered"][-2:]  # A mail's frame comes after.
    assert [url for url in heard["asked"] if not url.startswith(site)] == []
    assert heard["complaints"] == []
    _check(page, lang)


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["js"])
@pytest.mark.parametrize("path", ["/", "/bureau/", "/bureau/courrier-local"])
def test_a_page_with_nothing_to_show_is_sound(path, lang, desk):
    desk.set_viewport_size(PHONE)

    desk.goto(f"{path}?lang={lang}")

    expect(desk.locator(".empty")).to_be_visible()
    _check(desk, lang)


def _check(page: Page, lang: str) -> None:
    language, headings, title, width = page.evaluate(SEEN)
    assert language == lang
    assert headings == 1
    assert title.strip(" –")
    assert width == PHONE["width"]
    page.add_script_tag(url=LOOK_PATH)
    assert _violations(page, lang) == {}


def _violations(page: Page, lang: str) -> dict[str, list]:
    found = {}
    for viewport, scheme in LOOKS[lang]:
        page.set_viewport_size(viewport)
        page.emulate_media(color_scheme=scheme)
        found[f"{viewport['width']} {scheme}"] = page.evaluate("look()")
    page.emulate_media(color_scheme="light")
    return {look: violations for look, violations in found.items() if violations}


def test_every_page_has_a_title_of_its_own(gallery, rooms):
    _, known = gallery
    titles = defaultdict(set)
    for state in STATES.values():
        if state.status == HTTPStatus.OK and not state.presses:
            path = state.path.format(**known)
            page = rooms[state.at_desk].request.get(path).text()
            titles[TITLE.search(page).group(1)].add(PERSON.sub("", path))

    assert [paths for paths in titles.values() if len(paths) > 1] == []
