"""HTTP/1.1 on kept connections, as cheaply as asyncio allows.

The generator of the load runs on the machine that it measures: what it costs is
taken from the server.
"""

import asyncio
from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

END_OF_HEAD = b"\r\n\r\n"
AnyWire = TypeVar("AnyWire", bound="Wire")
LENGTH = b"\r\ncontent-length: "


@dataclass(frozen=True, slots=True)
class Answer:
    head: bytes
    body: bytes

    @property
    def status(self) -> int:
        return int(self.head[9:12])

    def header(self, name: str) -> str:
        """The first header of this name, in any case; empty where there is none."""
        for line in self.head.split(b"\r\n")[1:]:
            known, _, value = line.partition(b":")
            if known.decode().lower() == name:
                return value.strip().decode()
        return ""


class Wire(asyncio.Protocol):
    """One connection, one request at a time."""

    def __init__(self) -> None:
        self._received = b""
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)  # noqa: S101 -- for the types
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        received = self._received = self._received + data if self._received else data
        split = received.find(END_OF_HEAD)
        if split < 0:
            return
        end = split + 4 + _length(received[:split])
        if len(received) < end:
            return
        self._received = b""
        self.answered(Answer(received[:split], received[split + 4 : end]))

    def write(self, request: bytes) -> None:
        if self._transport is None or self._transport.is_closing():
            raise ConnectionResetError
        self._transport.write(request)

    def close(self) -> None:
        if self._transport is not None:
            self._transport.close()

    @abstractmethod
    def answered(self, answer: Answer) -> None: ...


class Conversation(Wire):
    """Ask, and wait for the answer."""

    def __init__(self) -> None:
        super().__init__()
        self._answer: asyncio.Future[Answer] | None = None

    async def ask(self, request: bytes) -> Answer:
        self._answer = asyncio.get_running_loop().create_future()
        self.write(request)
        return await self._answer

    def answered(self, answer: Answer) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_exception(exc or ConnectionResetError())


async def connected(wire: Callable[[], AnyWire], url: str) -> AnyWire:
    parts, loop = urlsplit(url), asyncio.get_running_loop()
    _, made = await loop.create_connection(wire, parts.hostname or "", parts.port or 80)
    return made


def request(
    method: str,
    url: str,
    *,
    cookie: str = "",
    body: bytes | None = None,
    network: str = "",
) -> bytes:
    """The bytes of a request such as a browser in French sends.

    With a network: as the proxy in front passes it on.
    """
    parts = urlsplit(url)
    lines = [
        f"{method} {parts.path}{'?' * bool(parts.query)}{parts.query} HTTP/1.1",
        f"Host: {parts.netloc}",
        "Accept: text/html",
        "Accept-Encoding: gzip",
        "Accept-Language: fr",
    ]
    if cookie:
        lines.append(f"Cookie: {cookie}")
    if network:
        lines.append(f"X-Forwarded-For: {network}")
    if body is not None:
        lines.append("Content-Type: application/x-www-form-urlencoded")
        lines.append(f"Content-Length: {len(body)}")
    return "\r\n".join(lines).encode() + END_OF_HEAD + (body or b"")


def _length(head: bytes) -> int:
    start = head.lower().find(LENGTH) + len(LENGTH)
    end = head.find(b"\r\n", start)
    return int(head[start:] if end < 0 else head[start:end])
