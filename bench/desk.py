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
FORM = "application/x-www-form-urlencoded"
BOUNDARY = "part-of-a-form"

Answers = list[tuple[str, str]]


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

    def send(self, path: str, answers: Answers) -> str:
        """Fill in the form of this page, and return where that leads."""
        return self.post(path, path, answers)

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

    def read(self, path: str) -> str:
        page: str = self._ask("GET", path).read().decode()
        return page

    def post(self, path: str, form_at: str, answers: Answers) -> str:
        """Send a form that stands at an address; return where the answer leads."""
        sent = [*answers, *self._token(form_at).items()]
        return self._sent(path, urlencode(sent).encode(), FORM)

    def upload(self, path: str, name: str, content: bytes) -> str:
        """Send a file with the form at the same address; return where that leads."""
        [(token_name, token)] = self._token(path).items()
        body = (
            f"--{BOUNDARY}\r\nContent-Disposition: form-data;"
            f' name="{token_name}"\r\n\r\n{token}\r\n--{BOUNDARY}\r\n'
            f'Content-Disposition: form-data; name="{name}"; filename="file"\r\n\r\n'
        ).encode()
        body += content + f"\r\n--{BOUNDARY}--\r\n".encode()
        return self._sent(path, body, f"multipart/form-data; boundary={BOUNDARY}")

    def close(self) -> None:
        self._connection.close()

    def _token(self, path: str) -> dict[str, str]:
        token = TOKEN.search(self.read(path))
        return {"csrf_token": token[1] if token else ""}

    def _sent(self, path: str, body: bytes, kind: str) -> str:
        answer = self._ask("POST", path, body, kind)
        answer.read()
        if answer.status != http.HTTPStatus.SEE_OTHER:
            raise RuntimeError(f"{path} was answered with {answer.status}")
        return answer.headers["Location"] or path

    def _ask(
        self, method: str, path: str, body: bytes | None = None, kind: str = ""
    ) -> http.client.HTTPResponse:
        headers = {"Accept-Language": "fr"}
        if body is not None:
            headers["Content-Type"] = kind
        if self._cookies:
            headers["Cookie"] = "; ".join(f"{k}={v}" for k, v in self._cookies.items())
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            name, _, value = cookie.partition(";")[0].partition("=")
            self._cookies[name] = value
        return answer
