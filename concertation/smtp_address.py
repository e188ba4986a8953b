"""Where the mail server is, and how it is spoken to."""

from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import SplitResult, unquote


class SmtpSecurity(StrEnum):
    PLAIN = "smtp"
    STARTTLS = "smtp+starttls"
    TLS = "smtps"


DEFAULT_SMTP_PORTS = {
    SmtpSecurity.PLAIN: 25,
    SmtpSecurity.STARTTLS: 587,
    SmtpSecurity.TLS: 465,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpServer:
    security: SmtpSecurity
    host: str
    port: int
    username: str = ""
    password: str = ""


def smtp_server_of(url: SplitResult) -> SmtpServer:
    security = SmtpSecurity(url.scheme)
    return SmtpServer(
        security=security,
        host=url.hostname or "",
        port=url.port or DEFAULT_SMTP_PORTS[security],
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )
