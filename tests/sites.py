"""A running site of a test's own, and a browser to visit it with."""

import re
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import (
    HTTPCookieProcessor,
    HTTPRedirectHandler,
    Request,
    build_opener,
)

import pytest

from concertation.mailing.mailbox import CaughtMail, caught_mails
from tests.factories import FORM
from tests.programs import program, wait_until
from tests.smtp_server import HOST, free_port

TOKEN = re.compile(r'name="csrf_token"[^>]* value="([^"]+)"')
SENT_BACK = re.compile(r'name="(csrf_token|notice_shown)"[^>]* value="([^"]+)"')


class _StaysThere(HTTPRedirectHandler):
    def redirect_request(self, *_request):
        return None


class Browser:
    """Keeps cookies as people's browsers do, and posts what forms post."""

    def __init__(self, site: str) -> None:
        self.site = site
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()), _StaysThere())

    def get(self, path: str) -> str:
        with self._opener.open(self.site + path, timeout=30) as answer:
            return answer.read().decode()

    def register(self, event: str, email: str) -> str:
        """Fill in the form and return the path of the receipt."""
        return self._post(f"/evenements/{event}/inscription", {**FORM, "email": email})

    def sign_in(self, email: str, password: str) -> None:
        """Open the desk; nothing else leads on from that form."""
        self._post("/bureau/connexion", {"email": email, "password": password})

    def _post(self, path: str, answers: dict[str, object]) -> str:
        hidden = dict(SENT_BACK.findall(self.get(path)))
        answers = urlencode(answers | hidden).encode()
        request = Request(self.site + path, answers)  # noqa: S310 -- it is http
        with pytest.raises(HTTPError) as caught:
            self._opener.open(request, timeout=30)
        with caught.value as answer:
            assert answer.code == 303
            return answer.headers["Location"]

    def is_answered(self) -> bool:
        try:
            return "<html" in self.get("/")
        except (URLError, OSError):
            return False


class Site:
    """An instance on a port of its own."""

    def __init__(self, instance: Path, **env: str) -> None:
        self.instance = instance
        self.told = instance.with_name("told")
        """What the latest start printed."""
        self.port = free_port()
        self.url = f"http://{HOST}:{self.port}"
        self.browser = Browser(self.url)
        self.env = {"CONCERTATION_INSTANCE": str(instance), **env}

    def running(self, *options: str):
        words = ("run", "--port", str(self.port), *options)
        return program(*words, env=self.env, told=self.told)

    def working(self):
        return program("worker", env=self.env)

    def wait(self) -> None:
        wait_until(self.browser.is_answered)

    def mails_to(self, email: str) -> list[CaughtMail]:
        return [mail for mail in caught_mails(self.instance) if email in mail.recipient]
