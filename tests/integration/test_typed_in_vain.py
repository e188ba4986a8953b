"""What is typed at the desk until the session has ended is sent once more, not lost."""

import io
import pkgutil
from importlib import import_module

import pytest
from flask_wtf import FlaskForm
from sqlalchemy import delete, func, select
from wtforms import PasswordField

import concertation.web
from concertation.database import db, transaction
from concertation.models import DeskSession, RegistrationNote
from concertation.web.typed_in_vain import SECRETS
from tests.factories import PASSWORD, make_event, register
from tests.integration.test_nastiest_strings import filled, forms_of
from tests.route_values import values_at
from tests.sites import TOKEN
from tests.typed_forms import forms_on

ENDED = "Votre session a pris fin"
SIGN_IN = "/bureau/connexion"
LONG = "Première ligne\r\n<b>“Deuxième”</b> & 'la suite'\r\n" + "long " * 300

pytestmark = pytest.mark.settings(idle_hours=4, checks_csrf=True)


@pytest.fixture
def desk(app, facilitator):
    """Signed in, in a browser that brings the tokens of its pages."""
    client = app.test_client()
    sign_in(client, facilitator)
    return client


def sign_in(client, email):
    token = TOKEN.search(client.get(SIGN_IN).text)[1]
    answers = {"email": email, "password": PASSWORD, "csrf_token": token}
    assert client.post(SIGN_IN, data=answers).status_code == 303


@pytest.fixture
def notes(app) -> str:
    """The page on which a facilitator writes notes about somebody."""
    receipt = register(make_event())
    return f"/bureau/evenements/ouverture/inscrits/{receipt.reference}/notes"


def typed_on(client, page) -> dict[str, str]:
    token = TOKEN.search(client.get(page).text)[1]
    return {"text": LONG, "csrf_token": token}


def kept_on(text, page) -> dict[str, list[str]]:
    [form] = [form for form in forms_on(text, page) if form.address == page]
    return {name: each.values for name, each in form.fields.items()}


def count_notes() -> int:
    return db.session.scalar(select(func.count(RegistrationNote.id))) or 0


def test_what_was_typed_comes_back_and_is_sent_again(
    desk, notes, facilitator, desk_clock
):
    answers = typed_on(desk, notes)
    desk_clock.go_on(hours=5)

    ended = desk.post(notes, data=answers)

    assert ended.status_code == 403
    assert ENDED in ended.text
    assert ended.headers["Cache-Control"] == "no-store"
    assert "<b>" not in ended.text
    kept = kept_on(ended.text, notes)
    assert kept["text"] == [LONG]
    # Once more before signing in: nothing is lost.
    assert kept_on(desk.post(notes, data=kept).text, notes)["text"] == [LONG]
    assert count_notes() == 0

    sign_in(desk, facilitator)
    filled_in = desk.post(notes, data=kept)

    assert filled_in.status_code == 422
    again = kept_on(filled_in.text, notes)
    assert desk.post(notes, data=again).status_code == 303
    db.session.rollback()
    [note] = db.session.scalars(select(RegistrationNote.text))
    assert note == LONG.replace("\r\n", "\n").strip()


def test_so_it_does_when_the_session_was_ended_from_elsewhere(desk, notes):
    answers = typed_on(desk, notes)
    with transaction() as session:
        session.execute(delete(DeskSession))

    assert LONG in kept_on(desk.post(notes, data=answers).text, notes)["text"]


def test_every_form_of_the_desk_comes_back_as_it_was_typed(app, desk, facilitator):
    """A form that is added is tried here without anybody thinking of it."""
    found = forms_of(desk, app, values_at(make_event(capacity=None)))
    forms = {
        address: typed
        for address, form in found.items()
        if address.startswith("/bureau/") and form.texts()
        if not SECRETS & (typed := filled(form, "Long", but=set())).keys()
    }
    assert len(forms) > 40
    with transaction() as session:
        session.execute(delete(DeskSession))
    token = TOKEN.search(desk.get("/mon-espace/lien").text)[1]
    kept = {}
    for address, typed in forms.items():
        ended = desk.post(address, data=typed | {"csrf_token": token})
        assert ended.status_code == 403, address
        kept[address] = kept_on(ended.text, address)

    sign_in(desk, facilitator)
    for address, typed in kept.items():
        answer = desk.post(address, data=typed)
        assert answer.status_code == 422, address
        shown = [v.strip() for vs in kept_on(answer.text, address).values() for v in vs]
        assert "Long" in shown, address


def test_another_site_makes_us_show_nothing(desk, notes, desk_clock):
    typed_on(desk, notes)
    desk_clock.go_on(hours=5)

    forged = desk.post(notes, data={"text": LONG, "csrf_token": "forged"})

    assert forged.status_code == 303
    assert forged.location.startswith(SIGN_IN)


def test_a_stranger_is_shown_nothing_either(app, notes):
    stranger = app.test_client()
    token = TOKEN.search(stranger.get(SIGN_IN).text)[1]

    answer = stranger.post(notes, data={"text": LONG, "csrf_token": token})

    assert answer.status_code == 303


def test_nothing_is_read_of_what_a_stranger_sends(app, notes):
    class Unread(io.BytesIO):
        def read(self, *_most):
            raise AssertionError

        readinto = read

    answer = app.test_client().post(
        notes,
        input_stream=Unread(b"a large file"),
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 303


def test_who_only_looks_whether_a_page_is_there_is_told_of_no_loss(app, notes):
    answer = app.test_client().head(notes)

    assert answer.status_code == 303
    assert "next=" in answer.location
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    ("address", "chosen"),
    [
        ("/bureau/structures/exporter", {"format": "csv"}),
        ("/bureau/site/types-de-structure/1/deplacer", {"direction": "down"}),
    ],
)
def test_where_nothing_comes_back_nobody_is_sent_to_and_fro(
    desk, facilitator, desk_clock, address, chosen
):
    token = TOKEN.search(desk.get("/bureau/structures").text)[1]
    desk_clock.go_on(hours=5)
    ended = desk.post(address, data=chosen | {"csrf_token": token})
    kept = kept_on(ended.text, address)

    sign_in(desk, facilitator)
    told = desk.post(address, data=kept)

    assert told.status_code == 400
    assert "Rouvrez la page depuis l’espace d’animation" in told.text
    assert 'href="/bureau/' in told.text


def test_a_button_without_a_text_leads_to_the_door(desk, notes, desk_clock):
    answers = typed_on(desk, notes) | {"text": " \r\n"}
    desk_clock.go_on(hours=5)

    assert desk.post(notes, data=answers).status_code == 303


def test_a_form_with_a_secret_is_not_kept(desk, desk_clock):
    page = "/bureau/mon-compte"
    answers = {"csrf_token": TOKEN.search(desk.get(page).text)[1]}
    desk_clock.go_on(hours=5)
    answers |= {"password": PASSWORD, "new_password": "another long password"}

    answer = desk.post(f"{page}/mot-de-passe", data=answers)

    assert answer.status_code == 303
    assert PASSWORD not in answer.text


def test_every_field_that_hides_what_is_typed_is_known_as_a_secret(app):
    for module in pkgutil.walk_packages(concertation.web.__path__, "concertation.web."):
        import_module(module.name)

    names = {
        name
        for form in _all_below(FlaskForm)
        for name in dir(form)
        if getattr(getattr(form, name), "field_class", None) is PasswordField
    }

    assert {"password", "new_password"} <= names <= SECRETS


def _all_below(kind) -> set[type]:
    below = set(kind.__subclasses__())
    return below.union(*map(_all_below, below))
