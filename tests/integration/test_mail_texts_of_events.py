"""What an organiser adds to the mails of an event, and how they look before they go."""

import pytest
from sqlalchemy import func, select

from concertation.database import db
from concertation.domain.errors import EventChangedMeanwhile
from concertation.domain.mail_texts import version_of
from concertation.mailing.rendering import render
from concertation.models import Event, OutboxMail
from concertation.services.mail_texts import AddedText, write_text
from concertation.web.desk.mail_texts.kinds import KINDS
from tests.factories import ACTOR, NOW, make_event, register
from tests.guests import ADA, invite
from tests.letters import arrived

TEXT = "Apportez **une pièce d’identité**.\n\n<script>alert(1)</script>"
BY = {"actor": ACTOR, "now": NOW}
URL = "/bureau/evenements/ouverture/messages/confirmation/fr"


def write(event: Event, text: str, *, before: str = "", **changes) -> None:
    facts = {"template": "registration_confirmed", "locale": "fr"} | changes
    write_text(
        event.id, AddedText(text=text, version=version_of(before), **facts), **BY
    )


def first_mail() -> tuple[str, str]:
    promised = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()
    mail = arrived(render(promised))
    return tuple(
        mail.get_body((part,)).get_content().replace("\xa0", " ")
        for part in ("html", "plain")
    )


@pytest.mark.on_both_databases
def test_it_stands_in_both_parts_of_the_mail_and_nothing_in_it_runs(app):
    event = make_event()
    write(event, TEXT)
    register(event)

    html, plain = first_mail()

    assert "<strong>une pièce d’identité</strong>" in html
    assert "<script" not in html
    assert "**une pièce d’identité**" in plain


@pytest.mark.on_both_databases
def test_it_stands_in_invitations_of_its_language(app):
    event = make_event()
    write(event, TEXT, template="guest_invited")
    write(event, "In English", template="guest_invited", locale="en")
    invite(event, ADA)

    html, plain = first_mail()

    assert "<strong>une pièce d’identité</strong>" in html
    assert "<script" not in html
    assert "**une pièce d’identité**" in plain
    assert "In English" not in html + plain


@pytest.mark.parametrize(
    "changes", [{"locale": "en"}, {"template": "registration_waitlisted"}]
)
def test_it_stands_in_mails_of_its_kind_and_language_only(app, changes):
    event = make_event()
    write(event, TEXT, **changes)
    register(event)

    assert "pièce" not in "".join(first_mail())


def test_what_was_promised_stays_as_it_was(app):
    event = make_event()
    write(event, TEXT)
    register(event)
    write(event, "Autre chose", before=TEXT)

    assert "pièce" in first_mail()[0]


@pytest.mark.on_both_databases
def test_two_who_write_the_same_text_do_not_overwrite_each_other(app):
    event = make_event()
    write(event, "Le premier")

    with pytest.raises(EventChangedMeanwhile):
        write(event, "Le second")
    write(event, "Le second", before="Le premier")
    write(event, "Le second")

    stored = db.session.get_one(Event, event.id, populate_existing=True)
    assert stored.mail_texts == {"registration_confirmed": {"fr": "Le second"}}


def test_an_empty_one_takes_no_room(app):
    event = make_event()
    write(event, TEXT)
    write(event, "", before=TEXT)

    stored = db.session.get_one(Event, event.id, populate_existing=True)
    assert stored.mail_texts == {}


class TestPages:
    def test_it_is_saved_and_shown(self, desk):
        event = make_event()
        form = {"text": TEXT, "version": version_of("")}

        assert desk.post(URL, data=form).status_code == 303
        assert "pièce d’identité" in desk.get(URL).text
        assert "Lire ou modifier le texte" in desk.get(URL.rsplit("/", 2)[0]).text
        stored = db.session.get_one(Event, event.id, populate_existing=True)
        assert stored.mail_texts["registration_confirmed"]["fr"] == TEXT

    def test_who_comes_second_keeps_what_they_typed(self, desk):
        write(make_event(), "Le premier")

        answer = desk.post(
            f"{URL}?lang=en", data={"text": "Le second", "version": version_of("")}
        )

        assert answer.status_code == 409
        assert "Le second" in answer.text
        assert "“Le premier”" in answer.text
        assert version_of("Le premier") in answer.text

    @pytest.mark.parametrize("kind", KINDS)
    @pytest.mark.parametrize("locale", ["fr", "en"])
    def test_a_preview_is_the_very_mail_and_writes_nothing(self, desk, kind, locale):
        event = make_event()
        url = f"/bureau/evenements/ouverture/messages/{kind}/{locale}/apercu"

        typed = desk.post(url, data={"text": TEXT})
        saved = desk.get(url)

        assert typed.status_code == saved.status_code == 200
        assert "<strong>une pièce d’identité</strong>" in typed.text
        assert "**une pièce d’identité**" in typed.text
        assert "<script" not in typed.text
        assert "pièce" not in saved.text
        assert "Camille" in saved.text
        assert {"fr": "Bonjour", "en": "Hello"}[locale] in saved.text
        assert "sandbox" in typed.headers["Content-Security-Policy"]
        assert "script-src" not in typed.headers["Content-Security-Policy"]
        stored = db.session.get_one(Event, event.id, populate_existing=True)
        assert stored.mail_texts == {}
        assert db.session.scalar(select(func.count()).select_from(OutboxMail)) == 0

    @pytest.mark.parametrize("path", ["nothing/fr", "confirmation/de"])
    def test_what_is_no_kind_or_language_is_missing(self, desk, path):
        make_event()

        url = f"/bureau/evenements/ouverture/messages/{path}"
        assert desk.get(url).status_code == 404

    def test_too_long_a_text_is_refused(self, desk):
        make_event()
        form = {"text": "x" * 5001, "version": version_of("")}

        assert desk.post(URL, data=form).status_code == 422


def test_both_parts_say_that_the_link_does_more_than_cancel(app):
    event = make_event(capacity=1)
    register(event, 1)
    register(event, 2)

    promised = db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).all()

    assert [each.template for each in promised] == [
        "registration_confirmed",
        "registration_waitlisted",
    ]
    for mail in map(arrived, map(render, promised)):
        for part in ("html", "plain"):
            text = mail.get_body((part,)).get_content()
            assert "Voir, modifier ou annuler mon inscription" in text
