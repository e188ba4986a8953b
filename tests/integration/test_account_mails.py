"""The mails about accounts of the desk, as they arrive."""

import re

import pytest

from concertation.domain.account_messages import ACCOUNT_MESSAGES
from concertation.links import INVITATION_SALT, PASSWORD_SALT, read_link
from tests.factories import FAR
from tests.letters import arrived, posted

pytestmark = pytest.mark.usefixtures("app")

FACTS = {
    "recipient": "lea@example.org",
    "recipient_name": "Léa <Dupont>\r\nBcc: all@example.org",
    "account_id": 7,
    "link_version": 3,
    "link_expires_at": FAR,
    "changed_at": FAR,
    "invited_by": "Animation & Cie",
}


def write(template, locale):
    kind = ACCOUNT_MESSAGES[template]
    known = {name: FACTS[name] for name in kind.__dataclass_fields__ if name in FACTS}
    message = kind(locale=locale, **known)
    return arrived(posted(message))


@pytest.mark.parametrize("locale", ["fr", "en"])
@pytest.mark.parametrize("template", ACCOUNT_MESSAGES)
def test_every_mail_can_be_written_in_every_language(template, locale):
    mail = write(template, locale)

    text = mail.get_body(("plain",)).get_content()
    page = mail.get_body(("html",)).get_content()
    assert mail["Subject"]
    assert "Concertation" in mail["Subject"]
    assert mail["To"].addresses[0].addr_spec == "lea@example.org"
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Content-Language"] == locale
    assert "<Dupont>" not in page
    assert ("Bonjour" in text) == (locale == "fr")
    assert f"lang={locale}" in text
    assert not re.search(r"\n{4}", text)


@pytest.mark.parametrize(
    ("template", "salt"),
    [("account_invited", INVITATION_SALT), ("password_forgotten", PASSWORD_SALT)],
)
def test_the_link_is_of_its_own_kind_and_of_its_version(template, salt):
    text = write(template, "fr").get_body(("plain",)).get_content()

    [token] = re.findall(r"/bureau/(?:invitation|mot-de-passe)/([^?\s]+)", text)

    others = {INVITATION_SALT, PASSWORD_SALT} - {salt}
    assert read_link(salt, token) == (7, 3)
    assert [read_link(other, token) for other in others] == [None]
