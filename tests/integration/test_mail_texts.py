"""What people read: every message, in both languages, with whatever names they have."""

import re
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser

import pytest
from sqlalchemy import select

from concertation.application import create_app
from concertation.database import db
from concertation.domain.messages import (
    MESSAGES,
    Appointment,
    EventCalledOff,
    EventChanged,
    EventReminder,
    RegistrationCancelled,
    RegistrationConfirmed,
    RegistrationHandedOver,
    RegistrationMerged,
    RegistrationWaitlisted,
)
from concertation.mailing.rendering import render
from concertation.models import OutboxMail
from tests.factories import FAR, NOW, make_answers, make_event, make_settings, register
from tests.letters import arrived, some_facts, write

NAMES = [
    ("Maëlys-Anne", "d'Hœuf-Lefèbvre"),
    ("M'hamed", "Y"),
    ("Nguyễn", "Exemple & filles <SARL>"),
]
EXTRA_FACTS = {
    RegistrationWaitlisted: {"rank": 7},
    RegistrationCancelled: {"had_seat": True, "by_organiser": False},
    RegistrationHandedOver: {"had_seat": True},
    RegistrationMerged: {
        "has_seat": True,
        "rank": None,
        "other_reference": "REF-67890",
    },
    EventChanged: {"has_seat": True, "moved_in_time": True, "moved_in_space": True},
    EventReminder: {
        "has_seat": True,
        "access_notes": "Métro ligne 1 & bus.",
        "has_programme": True,
    },
    EventCalledOff: {"had_seat": True, "reason": "Neige & verglas, l'accès est fermé"},
}
EVERY_MESSAGE = pytest.mark.parametrize("kind", MESSAGES.values(), ids=list(MESSAGES))
BOTH_LANGUAGES = pytest.mark.parametrize("locale", ["fr", "en"])


def letter(kind, **facts):
    return write(kind, **EXTRA_FACTS.get(kind, {}) | facts)


class Page(HTMLParser):
    """What stands in a page: its text, its language, and whom its addresses name."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.words, self.links, self.loaded, self.lang = [], [], [], None
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        named = dict(attributes)
        if tag == "html":
            self.lang = named["lang"]
        if tag == "a":
            self.links.append(named["href"])
        self.loaded += [
            f"{tag} {name}={value}"
            for name, value in attributes
            if name in {"src", "srcset", "background", "action", "data"}
            or (name == "href" and tag != "a")
            or "url(" in (value or "")
        ]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


@EVERY_MESSAGE
@BOTH_LANGUAGES
def test_every_message_has_a_subject_a_text_and_a_page(kind, locale, app):
    mail = arrived(letter(kind, locale=locale))
    page = Page(mail.get_body(("html",)).get_content())

    assert "Réunion d’ouverture" in mail["Subject"]
    assert mail["Content-Language"] == page.lang == locale
    for text in (mail.get_body(("plain",)).get_content(), page.text):
        assert {"fr": "Bonjour", "en": "Hello"}[locale] in text
        assert "REF-12345" in text
        assert "csti@example.org" in text


def test_a_french_subject_keeps_its_no_break_space(app):
    mail = arrived(letter(RegistrationConfirmed, locale="fr"))

    assert "confirmée\xa0: Réunion" in mail["Subject"]


@EVERY_MESSAGE
def test_the_languages_differ_in_every_part(kind, app):
    french, english = (letter(kind, locale=locale) for locale in ("fr", "en"))

    assert french["Subject"] != english["Subject"]
    for part in ("plain", "html"):
        contents = [mail.get_body((part,)).get_content() for mail in (french, english)]
        assert contents[0] != contents[1]


@EVERY_MESSAGE
@pytest.mark.parametrize("name", NAMES, ids=" ".join)
def test_names_arrive_unharmed(kind, name, app):
    full = " ".join(name)
    mail = arrived(letter(kind, recipient_name=full))

    assert mail["To"].addresses[0].display_name == full
    text = mail.get_body(("plain",)).get_content()
    assert full in text
    assert not re.search(r"&#?\w+;", text)
    assert full in Page(mail.get_body(("html",)).get_content()).text


@EVERY_MESSAGE
def test_markup_that_was_typed_is_text(kind, app):
    page = letter(kind, recipient_name="<img src=x onerror=alert(1)>")

    assert "<img" not in page.get_body(("html",)).get_content()


@EVERY_MESSAGE
def test_the_headers_say_who_speaks_and_who_answers(kind, app):
    mail = arrived(letter(kind))

    assert [str(a) for a in mail["From"].addresses] == [
        "Région Hauts-de-France <concertation@example.org>"
    ]
    assert [str(a) for a in mail["Reply-To"].addresses] == [
        "Référent CSTI <csti@example.org>"
    ]
    assert [a.addr_spec for a in mail["To"].addresses] == ["maelys@example.org"]
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Date"].datetime == NOW
    assert mail.keys().count("Subject") == 1


@pytest.mark.parametrize(
    "typed",
    [
        "A\r\nBcc: victim@example.org",
        "A\nBcc: victim@example.org\n\nbody",
        "A\r\n\r\nbody",
        "A\u2028Bcc: victim@example.org",
        "A\x00\x0bBcc: victim@example.org",
        'A" <victim@example.org>, "B',
        "A, victim@example.org",
        "=?utf-8?q?A=0D=0ABcc:_victim@example.org?=",
    ],
)
def test_what_is_typed_starts_no_header_and_adds_no_recipient(typed, app):
    facts = some_facts()
    mail = letter(
        RegistrationConfirmed,
        recipient_name=typed,
        contact_name=typed,
        meeting=replace(facts["meeting"], title=typed, organiser_name=typed),
    )

    reread = arrived(mail)
    assert reread["Bcc"] is None
    assert reread.keys() == arrived(letter(RegistrationConfirmed)).keys()
    for header, address in (
        ("To", "maelys@example.org"),
        ("From", "concertation@example.org"),
        ("Reply-To", "csti@example.org"),
    ):
        assert [a.addr_spec for a in reread[header].addresses] == [address]
        assert reread[header].isprintable()
    assert reread["Subject"].replace("\xa0", " ").isprintable()


@EVERY_MESSAGE
def test_any_relay_can_carry_it(kind, app):
    long = "Très long énoncé, " * 200
    facts = some_facts()
    mail = letter(kind, meeting=replace(facts["meeting"], title=long), venue=long)

    raw = bytes(mail)

    assert raw.isascii()
    assert max(map(len, raw.splitlines())) <= 998


@EVERY_MESSAGE
def test_a_page_loads_nothing_and_links_to_us_alone(kind, app):
    page = Page(letter(kind).get_body(("html",)).get_content())

    assert page.loaded == []
    assert page.links
    assert [url for url in page.links if not url.startswith("http://localhost/")] == []


@BOTH_LANGUAGES
@pytest.mark.parametrize("moved", [(True, False), (False, True), (True, True)])
def test_a_move_tells_what_stood_before(locale, moved, app):
    former = Appointment(
        starts_at=FAR - timedelta(days=1),
        ends_at=FAR - timedelta(hours=22),
        timezone="Europe/Paris",
        venue="Mairie d'Arras\n62000 Arras",
    )
    moves = dict(zip(("moved_in_time", "moved_in_space"), moved, strict=True))
    mail = arrived(letter(EventChanged, locale=locale, former=former, **moves))

    day = {"fr": "18 juin 2099", "en": "18 June 2099"}[locale]
    label = {"fr": "Auparavant\xa0: ", "en": "Previously: "}[locale]
    text = mail.get_body(("plain",)).get_content()
    [before] = [line for line in text.splitlines() if line.startswith(label)]
    assert (day in before, "Mairie d'Arras, 62000 Arras" in before) == moved
    page = Page(mail.get_body(("html",)).get_content()).text
    assert " ".join(before.split()) in page


def test_a_move_without_what_stood_before_is_told_all_the_same(app):
    assert "Auparavant" not in letter(EventChanged).as_string()


def mail_of_a_registration() -> OutboxMail:
    return db.session.scalars(select(OutboxMail).order_by(OutboxMail.id)).first()


def test_the_link_opens_this_registration(app, client):
    event = make_event()
    receipts = [register(event, number) for number in (1, 2)]
    text = render(mail_of_a_registration()).get_body(("plain",)).get_content()
    [link] = re.findall(r"http://localhost(/inscriptions/\S+)", text)

    page = client.get(link)

    assert page.status_code == 200
    assert receipts[0].reference in page.text
    assert receipts[1].reference not in page.text


def test_links_come_from_the_settings_and_never_from_a_request(tmp_path, database_url):
    public = "https://concertation.example.org"
    app = create_app(make_settings(tmp_path, database_url, public_url=public))
    host = {"base_url": "http://evil.example.net"}
    with app.app_context(), app.test_request_context(**host):
        mail = letter(RegistrationConfirmed)
        db.session.remove()
        db.engine.dispose()

    for part in ("plain", "html"):
        content = mail.get_body((part,)).get_content()
        assert f"{public}/inscriptions/" in content
        assert f"{public}/evenements/ouverture?lang=fr" in content
        assert "evil" not in content
    assert mail["Message-ID"].endswith("@concertation.example.org>")


def test_a_message_still_tells_what_was_true_when_it_was_promised(app):
    event = make_event()
    register(event, answers=make_answers(given_name="Léontine"))
    promised = mail_of_a_registration()
    before = bytes(render(promised))

    event.title = "Autre titre"
    event.starts_at, event.ends_at = FAR + timedelta(1), FAR + timedelta(2)
    event.venue_name, event.city = "Ailleurs", "Lens"
    event.contact_email = "other@example.org"
    db.session.commit()

    assert _without_boundaries(bytes(render(promised))) == _without_boundaries(before)


def test_the_message_id_is_the_same_at_every_try(app):
    register(make_event())

    ids = {render(mail_of_a_registration())["Message-ID"] for _ in range(3)}

    assert len(ids) == 1


def _without_boundaries(mail: bytes) -> bytes:
    return re.sub(rb"={15}\d+==", b"", mail)
