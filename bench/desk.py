"""Sign in to the desk and read from it, as a browser does."""

import http.client
import re
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from bench.servers import HOST, Server
from tests.factories import FACILITATOR, PASSWORD

TOKEN = re.compile(r'name="csrf_token"[^>]*value="([^"]+)"')
SIGN_IN = "/bureau/connexion"
CHUNK = 256 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    seconds: float
    """From the request to the last byte."""
    status: int
    size: int
    lines: int


class Desk:
    """One browser, signed in."""

    def __init__(self, server: Server) -> None:
        self._connection = http.client.HTTPConnection(HOST, server.port, timeout=120)
        self._cookies: dict[str, str] = {}
        self.send(SIGN_IN, [("email", FACILITATOR), ("password", PASSWORD)])

    def send(self, path: str, answers: list[tuple[str, str]]) -> str:
        """Fill in the form of this page, and return where that leads."""
        token = TOKEN.search(self._ask("GET", path).read().decode())
        sent = [*answers, ("csrf_token", token[1] if token else "")]
        answer = self._ask("POST", path, urlencode(sent))
        answer.read()
        if answer.status != http.HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return answer.headers["Location"] or path

    def download(self, path: str) -> Download:
        started = time.perf_counter()
        answer = self._ask("GET", path)
        size = lines = 0
        while chunk := answer.read(CHUNK):
            size += len(chunk)
            lines += chunk.count(b"\n")
        return Download(
            seconds=time.perf_counter() - started,
            status=answer.status,
            size=size,
            lines=lines,
        )

    def close(self) -> None:
        self._connection.close()

    def _ask(
        self, method: str, path: str, body: str | None = None
    ) -> http.client.HTTPResponse:
        headers = {"Accept-Language": "fr"}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer
