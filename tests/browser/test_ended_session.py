"""A long text at the desk outlives the session in which it was begun."""

import pytest
from playwright.sync_api import expect
from sqlalchemy import delete, select

from concertation.database import db, transaction
from concertation.models import DeskSession, RegistrationNote
from tests.browser.conftest import DESK, PHONE
from tests.browser.forms import fill, press
from tests.browser.server import LOOK_PATH
from tests.factories import FACILITATOR, PASSWORD, make_event, register

LONG = "Une longue note.\n\n" + "Elle a pris la matinée. " * 40


def end_all_sessions() -> None:
    with transaction() as session:
        session.execute(delete(DeskSession))


def test_who_is_signed_out_while_typing_signs_in_beside_and_loses_nothing(desk):
    receipt = register(make_event())
    desk.goto(f"/bureau/evenements/ouverture/inscrits/{receipt.reference}/notes")
    fill(desk, {"text": LONG})
    end_all_sessions()
    press(desk)
    expect(desk.get_by_role("heading", level=1)).to_have_text(
        "Votre session a pris fin"
    )

    with desk.context.expect_page() as opened:
        desk.get_by_role("link", name="Connectez-vous").click()
    door = opened.value
    fill(door, {"email": FACILITATOR, "password": PASSWORD})
    press(door)
    door.close()
    press(desk)

    expect(desk.locator("[name=text]")).to_have_value(LONG.strip())
    press(desk)
    db.session.rollback()
    assert db.session.scalars(select(RegistrationNote.text)).all() == [LONG.strip()]


@pytest.mark.parametrize("visitor", [True], indirect=True, ids=["js"])
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_page_that_says_so_is_sound(desk, lang):
    reference = register(make_event()).reference
    desk.goto(f"/bureau/evenements/ouverture/inscrits/{reference}/notes?lang={lang}")
    fill(desk, {"text": LONG})
    end_all_sessions()
    press(desk)

    desk.set_viewport_size(PHONE)
    assert desk.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert desk.evaluate("document.documentElement.lang") == lang
    desk.add_script_tag(url=LOOK_PATH)
    for viewport, scheme in ((PHONE, "light"), (DESK, "dark")):
        desk.set_viewport_size(viewport)
        desk.emulate_media(color_scheme=scheme)
        assert desk.evaluate("look()") == []
    desk.emulate_media(color_scheme="light")
