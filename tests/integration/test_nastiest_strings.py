"""The nastiest strings in every form, and what becomes of them in every output.

Routes come from the application's own map and fields from the pages' own forms: a form
that is added is in it by itself.
"""

import pytest
from sqlalchemy import String, Text, cast, select

from concertation.database import Base, db
from concertation.mailing.rendering import render
from concertation.models import OutboxMail
from tests.factories import PASSWORD, make_event
from tests.harmless import wrong_in, wrong_in_page
from tests.integration.test_access import SIGN_IN, addresses
from tests.route_values import values_at
from tests.typed_forms import TypedForm, forms_on
from tests.watched import names_read, watching

SCRIPT = "<script>alert(1)</script>"
NASTY = (
    "=cmd|'/C calc'!A0\"><script>alert(1)</script><img src=x onerror=alert(1)>"
    "{{1234*5678}}${1234*5678}{%x%}%(x)s';DROP TABLE event;--\x00\u202e"
    "\U0001f600\u05e9\u05dc\u05d5\u05dd\u2028\r\nBcc: evil@example.org\r\n\r\n<b>"
)
SHORT = "=1+2\x00\u202e<script>alert(1)</script>\r\nBcc: x"
"""For a field that takes no long text."""
HOSTILE = (NASTY, "9" * 400, "-1")


@pytest.fixture
def browser(app, desk, monkeypatch):
    """Signed in at the desk, as an administrator; bugs are answered with a page."""
    monkeypatch.setitem(app.config, "PROPAGATE_EXCEPTIONS", False)
    return desk


def forms_of(browser, app, values) -> dict[str, TypedForm]:
    """By the address that they are posted to, of all the pages there are."""
    found: dict[str, TypedForm] = {}
    for _endpoint, address in addresses(app, values, "GET"):
        answer = browser.get(address)
        if answer.mimetype == "text/html":
            for form in forms_on(answer.text, address):
                found.setdefault(form.address, form)
    return found


def filled(form: TypedForm, text: str, *, but: set[str]) -> dict[str, list[str]]:
    """The form as it is, with this text wherever a text can be typed."""
    return {
        name: each.values
        if name in but
        else [text]
        if each.takes_text
        else each.fitting
        for name, each in form.fields.items()
    }


def store(browser, form: TypedForm) -> list[str]:
    """Send the form until it is taken: what is refused for its shape, as it was."""
    wrong, kept = [], set()
    for text in (NASTY, SHORT, SHORT, SHORT):
        answer = browser.post(form.address, data=filled(form, text, but=kept))
        wrong += [f"{form.address}: {each}" for each in wrong_in(answer)]
        if answer.status_code != 422:
            break
        for again in forms_on(answer.text, form.address):
            if again.address == form.address and text == SHORT:
                kept |= {n for n, each in again.fields.items() if each.is_wrong}
    if answer.status_code == 303 and "/connexion" not in answer.location:
        wrong += [
            f"{answer.location}: {e}" for e in wrong_in(browser.get(answer.location))
        ]
    return wrong


def take_away(browser, form: TypedForm) -> list[str]:
    """Order what a list is taken away in, in every format that there is."""
    wrong = []
    formats = form.fields["format"].offered if "format" in form.fields else []
    for each in formats:
        answers = filled(form, "", but=set()) | {"format": [each]}
        ordered = browser.post(form.address, data=answers)
        file = browser.get(ordered.location) if ordered.location else ordered
        assert file.mimetype != "text/html", form.address
        wrong += [f"{form.address} {each}: {found}" for found in wrong_in(file)]
    return wrong


def stored_in() -> set[str]:
    """The columns in which some of it stands."""
    found = set()
    for table in Base.metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, String | Text):
                is_there = cast(column, Text).contains(SCRIPT)
                if db.session.scalar(select(column).where(is_there).limit(1)):
                    found.add(f"{table.name}.{column.name}")
    return found


REACHED = {
    "event.title",
    "event.venue_name",
    "event.organiser_name",
    "registration.family_name",
    "registration.organisation",
    "participant.family_name",
    "process.title",
    "process.purpose",
    "phase.title",
    "working_group.title",
    "organisation.name",
    "question.label",
    "programme_item.title",
    "workshop.title",
    "registration_note.text",
    "account.display_name",
    "site_settings.name",
    "stakeholder_category.label_fr",
}
"""Where it must have come to, or the test would have tried nothing."""


@pytest.mark.long
@pytest.mark.timeout(300)
def test_what_is_typed_is_nothing_but_text_in_every_output(app, browser):
    values = values_at(make_event(capacity=None))
    forms = forms_of(browser, app, values)
    assert len(forms) > 60
    wrong = []
    for form in sorted(forms.values(), key=TypedForm.texts, reverse=True):
        if form.texts():
            wrong += store(browser, form)

    assert not REACHED - stored_in()
    for form in forms.values():
        wrong += take_away(browser, form)
    for _endpoint, address in addresses(app, values, "GET"):
        wrong += [f"{address}: {each}" for each in wrong_in(browser.get(address))]
    assert "\n".join(wrong) == ""
    assert wrong_in_mails() == []


@pytest.mark.long
@pytest.mark.on_both_databases
@pytest.mark.timeout(300)
def test_no_form_breaks_down_on_what_is_sent_to_it(app, browser, facilitator):
    """Also what no page of ours would send, to fields that no page shows."""
    values, wrong, tried = values_at(make_event(capacity=None)), [], 0
    with watching() as read:
        for endpoint, address in addresses(app, values, "POST"):

            def send(found, text="1", address=address):
                answers = dict.fromkeys(found | {"csrf_token"}, text)
                return browser.post(address, data=answers)

            names = names_read(read, send)
            tried += len(names)
            for text in HOSTILE:
                answer = send(names, text)
                wrong += [f"{endpoint} {text[:9]}: {e}" for e in wrong_in(answer)]
            if SIGN_IN in (browser.get("/bureau/").location or ""):  # It was ended.
                browser.post(SIGN_IN, data={"email": facilitator, "password": PASSWORD})

    assert "\n".join(wrong) == ""
    assert tried > 600


def wrong_in_mails() -> list[str]:
    wrong, mails = [], db.session.scalars(select(OutboxMail)).all()
    assert len(mails) > 3
    for promised in mails:
        mail = render(promised)
        names = {name.lower() for name in mail}
        if "bcc" in names or len(mail.get_all("To")) != 1:
            wrong.append(f"{promised.template}: header")
        if any("\n" in str(value) or "\r" in str(value) for value in mail.values()):
            wrong.append(f"{promised.template}: line break")
        for part in mail.walk():
            if part.get_content_type() == "text/html":
                wrong += wrong_in_page(part.get_content().encode())
    return wrong
