"""The mail that the local catcher kept, as the desk shows it."""

from mailbox import Maildir

import pytest

from concertation.domain.messages import RegistrationConfirmed
from concertation.mailing.mailbox import FOLDER
from tests.letters import write

MAILBOX = "/bureau/courrier-local"


@pytest.fixture
def caught(app) -> str:
    """A confirmation that was caught; the address at which it is read."""
    box = Maildir(app.config["SETTINGS"].instance / FOLDER, create=True)
    return f"{MAILBOX}/{box.add(write(RegistrationConfirmed).as_bytes())}"


def test_a_caught_mail_is_listed_and_read(desk, caught):
    assert caught in desk.get(MAILBOX).text
    assert "Bonjour Maëlys-Anne d&#39;Hœuf-Lefèbvre" in desk.get(caught).text


def test_its_links_open_beside_the_frame_that_shows_it(desk, caught):
    """Inside of the frame no page of ours would show itself."""
    page = desk.get(f"{caught}/page")

    assert '<head><base target="_blank">' in page.text
    assert "allow-popups-to-escape-sandbox" in page.headers["Content-Security-Policy"]
    assert "allow-scripts" not in page.headers["Content-Security-Policy"]


def test_a_stranger_reads_no_mail(client, caught):
    for page in (MAILBOX, caught, f"{caught}/page"):
        assert client.get(page).status_code == 303


def test_a_mail_that_is_not_there_is_missing(desk):
    assert desk.get(f"{MAILBOX}/nothing").status_code == 404
