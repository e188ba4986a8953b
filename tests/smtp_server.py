"""A real mail server in a thread, which misbehaves when a test asks for it."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage

import trustme
from aiosmtpd.smtp import SMTP, Envelope, Session

from concertation.smtp_address import SmtpSecurity, SmtpServer

HOST = "127.0.0.1"
ACCEPTED = "250 OK"


@dataclass(frozen=True, slots=True)
class Received:
    sender: str
    recipients: list[str]
    raw: bytes

    @property
    def mail(self) -> EmailMessage:
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        return self.mail.get_body(("plain",)).get_content()

    @property
    def page(self) -> str:
        return self.mail.get_body(("html",)).get_content()


class MailServer:
    """Keeps what it accepts. It can go down and come up again on the same port."""

    def __init__(
        self,
        security: SmtpSecurity = SmtpSecurity.PLAIN,
        certificate: trustme.LeafCert | None = None,
    ) -> None:
        self.security = security
        self.port = free_port()
        self.received: list[Received] = []
        self.answers: dict[str, str] = {}
        """What is said to the RCPT of an address instead of 250."""
        self.answers_to_data: dict[str, str] = {}
        self.hangs_up_on: set[str] = set()
        self.holds = threading.Event()
        """While it is set, no RCPT is answered."""
        self.is_held = threading.Event()
        self.seconds_a_mail = 0.0
        self.connections = 0
        self.when_accepted: Callable[[], None] = lambda: None
        self._certificate = certificate and _context(certificate)
        self._conversations: list[SMTP] = []

    def address(self, host: str = HOST) -> SmtpServer:
        return SmtpServer(security=self.security, host=host, port=self.port)

    @property
    def url(self) -> str:
        return f"{self.security}://{HOST}:{self.port}"

    @property
    def recipients(self) -> list[str]:
        return [address for mail in self.received for address in mail.recipients]

    def start(self) -> None:
        """Listen, in a thread of its own: a browser test keeps a loop in this one."""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._in_loop(self._listen())

    def stop(self) -> None:
        """Break off whatever is going on, and refuse connections from now on."""
        if self._loop.is_closed():
            return
        self._in_loop(self._break_off())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def handle_RCPT(  # noqa: N802 -- the name that aiosmtpd calls
        self,
        server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        while self.holds.is_set():
            self.is_held.set()
            await asyncio.sleep(0.005)
        if address in self.hangs_up_on:
            server.transport.abort()
        answer = self.answers.get(address, ACCEPTED)
        if answer == ACCEPTED:
            envelope.rcpt_tos.append(address)
        return answer

    async def handle_DATA(  # noqa: N802 -- the name that aiosmtpd calls
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        await asyncio.sleep(self.seconds_a_mail)
        for address in envelope.rcpt_tos:
            if address in self.answers_to_data:
                return self.answers_to_data[address]
        self.when_accepted()
        kept = Received(envelope.mail_from, envelope.rcpt_tos, envelope.content)
        self.received.append(kept)
        return ACCEPTED

    def _conversation(self) -> SMTP:
        self.connections += 1
        upgrades = self.security is SmtpSecurity.STARTTLS
        conversation = SMTP(
            self,
            hostname="mail.test",
            tls_context=self._certificate if upgrades else None,
            require_starttls=upgrades,
            loop=self._loop,
        )
        self._conversations.append(conversation)
        return conversation

    def _in_loop(self, work: Coroutine[None, None, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result()

    async def _listen(self) -> None:
        implicit = self.security is SmtpSecurity.TLS
        self._listener = await self._loop.create_server(
            self._conversation,
            HOST,
            self.port,
            ssl=self._certificate if implicit else None,
        )

    async def _break_off(self) -> None:
        self._listener.close()
        for conversation in self._conversations:
            # Until 3.11.3 Python broke off what TLS had closed by an error of its own.
            if conversation.transport and not conversation.transport.is_closing():
                conversation.transport.abort()
        self._conversations.clear()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


@contextmanager
def mail_server(
    security: SmtpSecurity = SmtpSecurity.PLAIN,
    certificate: trustme.LeafCert | None = None,
) -> Iterator[MailServer]:
    server = MailServer(security, certificate)
    server.start()
    try:
        yield server
    finally:
        server.holds.clear()
        server.stop()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def _context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    certificate.configure_cert(context)
    return context
