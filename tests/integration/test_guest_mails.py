"""The invitation and its reminder, as they arrive."""

import re
from datetime import timedelta

import pytest

from concertation.domain.guest_messages import GUEST_MESSAGES
from concertation.domain.messages import Appointment
from concertation.links import (
    read_guest_token,
    read_registration_event_key,
    read_registration_token,
)
from tests.factories import FAR, NOW
from tests.letters import arrived, posted, some_facts

pytestmark = pytest.mark.usefixtures("app")
NAME = "Léa <Dupont>\r\nBcc: all@example.org"


def write(template, locale="fr", **changes):
    kind = GUEST_MESSAGES[template]
    facts = {
        **some_facts(),
        "guest_id": 7,
        "link_version": 3,
        "opens_at": None,
        "last_call": FAR,
        "kept_until": FAR,
        "former": Appointment(
            starts_at=NOW, ends_at=NOW, timezone="Europe/Paris", venue="Ancien lieu"
        ),
        "moved_in_time": True,
        "moved_in_space": True,
        "takes_registrations": True,
        "reason": "Neige",
        "recipient_name": NAME,
        **changes,
    }
    known = {name: facts[name] for name in kind.__dataclass_fields__ if name in facts}
    message = kind(**known | {"locale": locale})
    return arrived(posted(message))


def bodies(mail):
    return [mail.get_body((part,)).get_content() for part in ("plain", "html")]


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("template", GUEST_MESSAGES)
def test_it_says_who_invites_to_what_when_and_where(template, locale):
    mail = write(template, locale)

    assert "Réunion d’ouverture" in mail["Subject"]
    assert mail["From"].addresses[0].display_name == "Région Hauts-de-France"
    assert mail["Reply-To"].addresses[0].addr_spec == "csti@example.org"
    assert mail["Bcc"] is None
    for body in bodies(mail):
        assert "Région Hauts-de-France" in body
        assert "Réunion d’ouverture" in body
        assert "Espace culture" in body
        assert "2099" in body
        assert f"lang={locale}" in body
        assert ("Bonjour" in body) == (locale == "fr")
    assert "<Dupont>" not in bodies(mail)[1]
    assert not re.search(r"\n{4}", bodies(mail)[0])


@pytest.mark.parametrize("template", GUEST_MESSAGES)
def test_its_link_is_of_its_own_kind_and_version(template):
    for body in bodies(write(template)):
        [token] = set(re.findall(r"http://localhost/invitations/([^?\"\s]+)", body))
        assert read_guest_token(token) == (7, 3)
        assert read_registration_token(token) is None
        assert read_registration_event_key(token) is None


def test_a_guest_without_a_name_is_greeted_all_the_same():
    for body in bodies(write("guest_invited", recipient_name="")):
        assert "Bonjour," in body


def test_it_says_when_registration_opens():
    for body in bodies(write("guest_invited", "en", opens_at=FAR)):
        assert "Registration opens on" in body
    for body in bodies(write("guest_invited", "en")):
        assert "Registration opens on" not in body


@pytest.mark.parametrize("template", GUEST_MESSAGES)
def test_it_says_where_the_address_comes_from_and_until_when_it_is_kept(template):
    """GDPR, article 14: at the latest in the first message."""
    day = FAR + timedelta(days=365)

    for body in bodies(write(template, "en", kept_until=day)):
        assert "entered your address on the list of guests" in body
        assert "2100 at the latest" in body


def test_a_move_tells_what_stood_before_and_what_can_be_done():
    for body in bodies(write("guest_moved", "en")):
        assert "Ancien lieu" in body
        assert "You can register until" in body
    for body in bodies(write("guest_moved", "en", takes_registrations=False)):
        assert "You can register until" not in body
        assert "Registration is closed" in body


def test_what_the_organiser_wrote_of_a_cancelled_event_is_told():
    for body in bodies(write("guest_called_off", reason="Tempête & neige")):
        assert "Tempête" in body


@pytest.mark.parametrize("template", GUEST_MESSAGES)
def test_languages_differ_in_every_part(template):
    french, english = write(template, "fr"), write(template, "en")

    assert french["Subject"] != english["Subject"]
    for mine, theirs in zip(bodies(french), bodies(english), strict=True):
        assert mine != theirs
