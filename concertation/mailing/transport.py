"""Speak SMTP to the configured server, with certificates checked and time bounded."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from email.message import EmailMessage

from concertation.smtp_address import SmtpSecurity, SmtpServer

TIMEOUT_SECONDS = 15
FIRST_PERMANENT_CODE = 500
ADDRESS_NOT_ALLOWED = 553
MOST_CHARACTERS_KEPT = 500
# A host name that no address can be asked for is a UnicodeError.
UNREACHABLE = (OSError, smtplib.SMTPException, UnicodeError)


class ServerUnavailable(Exception):  # noqa: N818 -- reads as a sentence
    """Nothing can be sent now, to anybody."""


class ConnectionLost(ServerUnavailable):
    """It broke off in the middle of one mail, which may be the one to blame."""


class RecipientRefused(Exception):  # noqa: N818 -- reads as a sentence
    """One mail was refused, for good (5xx) or for now (4xx)."""

    def __init__(self, code: int, answer: str) -> None:
        super().__init__(f"{code} {answer}")
        self.is_permanent = code >= FIRST_PERMANENT_CODE


@contextmanager
def connection(server: SmtpServer) -> Iterator[smtplib.SMTP]:
    """Raise `ServerUnavailable` when the server cannot be reached or trusted."""
    try:
        smtp = _connected(server)
    except UNREACHABLE as error:
        raise ServerUnavailable(str(error)) from error
    try:
        yield smtp
    finally:
        with suppress(OSError, smtplib.SMTPException):
            smtp.quit()


def send(smtp: smtplib.SMTP, mail: EmailMessage) -> None:
    """Raise `RecipientRefused` for this mail, or `ConnectionLost` for all."""
    try:
        smtp.send_message(mail)
    except smtplib.SMTPRecipientsRefused as refused:
        code, answer = next(iter(refused.recipients.values()))
        raise RecipientRefused(code, _text(answer)) from refused
    except smtplib.SMTPDataError as refused:
        raise RecipientRefused(
            refused.smtp_code, _text(refused.smtp_error)
        ) from refused
    except smtplib.SMTPNotSupportedError as refused:
        # The address has accents, and the server does not speak SMTPUTF8.
        raise RecipientRefused(ADDRESS_NOT_ALLOWED, str(refused)) from refused
    except (OSError, smtplib.SMTPException) as error:
        raise ConnectionLost(str(error)) from error


def _connected(server: SmtpServer) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    smtp: smtplib.SMTP
    if server.security is SmtpSecurity.TLS:
        smtp = smtplib.SMTP_SSL(
            server.host, server.port, timeout=TIMEOUT_SECONDS, context=trust
        )
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_SECONDS)
    try:
        if server.security is SmtpSecurity.STARTTLS:
            smtp.starttls(context=trust)
        if server.username:
            smtp.login(server.username, server.password)
    except UNREACHABLE:
        smtp.close()
        raise
    return smtp


def _text(answer: bytes | str) -> str:
    """What the server says on one line, without what no database can store."""
    text = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    printable = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(printable.split())[:MOST_CHARACTERS_KEPT]
