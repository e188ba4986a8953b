"""Settings: read once from ``CONCERTATION_*``, checked, and never changed after."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import SplitResult, unquote, urlsplit

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from concertation.secret import is_weak_secret, kept_secret

PREFIX = "CONCERTATION_"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})
LOCAL_PUBLIC_URL = "http://127.0.0.1:8000"


class InvalidSettings(Exception):  # noqa: N818 -- reads as a sentence
    """One line for each setting that is wrong or missing."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    instance: Path
    """Where the embedded database, the caught mail and the kept secret live."""
    database_url: str
    secret_key: str
    public_url: str
    """Scheme and host that people reach the site by, without final slash."""
    smtp: SmtpServer | None
    """None: ``run`` starts a local catcher instead."""
    mail_from: str
    site_name: str
    dpo_email: str = ""
    """The data-protection officer, whom people may write to (GDPR, article 38.4)."""
    trusted_hosts: tuple[str, ...] = ()
    proxies: int = 0
    """How many reverse proxies stand before us and write X-Forwarded-*."""
    production: bool = False
    sqlite_synchronous: str = "FULL"
    log_level: str = "INFO"
    testing: bool = False
    checks_csrf: bool = True
    keeps_pages: bool = True

    @classmethod
    def from_environ(cls, environ: Mapping[str, str] = os.environ) -> "Settings":
        """Raise `InvalidSettings` naming every wrong or missing variable at once."""
        reader = _Reader(environ)
        production = reader.choice("ENV", ("local", "production")) == "production"
        instance = reader.instance()
        public_url = reader.public_url(production=production)
        settings = cls(
            instance=instance,
            database_url=reader.database_url(instance),
            secret_key=reader.secret(instance, production=production),
            public_url=public_url,
            smtp=reader.smtp(production=production),
            mail_from=reader.mail_from(production=production),
            site_name=reader.text("SITE_NAME", "Concertation"),
            dpo_email=reader.dpo_email(),
            trusted_hosts=reader.trusted_hosts(public_url, production=production),
            proxies=reader.whole_number("PROXIES", 0, most=10),
            production=production,
            sqlite_synchronous=reader.choice("SQLITE_SYNCHRONOUS", ("FULL", "NORMAL")),
            log_level=reader.choice("LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
        )
        reader.refuse_unknown_names()
        if reader.problems:
            raise InvalidSettings(reader.problems)
        return settings


class _Reader:
    """Reads variables one by one and remembers what is wrong with each."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ
        self._known: set[str] = set()
        self.problems: list[str] = []

    def text(self, name: str, default: str) -> str:
        self._known.add(PREFIX + name)
        return self._environ.get(PREFIX + name, "").strip() or default

    def wrong(self, name: str, why: str) -> None:
        self.problems.append(f"{PREFIX}{name}: {why}")

    def instance(self) -> Path:
        path = Path(self.text("INSTANCE", "instance")).absolute()
        try:
            path.mkdir(parents=True, exist_ok=True, mode=0o700)
        except OSError as error:
            self.wrong("INSTANCE", f"{path} is no folder of ours: {error.strerror}")
        return path

    def choice(self, name: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, choices[0])
        if value not in choices:
            self.wrong(name, f"must be one of {', '.join(choices)}, not {value!r}")
        return value

    def whole_number(self, name: str, default: int, *, most: int) -> int:
        value = self.text(name, str(default))
        if not value.isascii() or not value.isdigit() or int(value) > most:
            self.wrong(name, f"must be a whole number from 0 to {most}, not {value!r}")
            return default
        return int(value)

    def public_url(self, *, production: bool) -> str:
        value = self.text("PUBLIC_URL", "" if production else LOCAL_PUBLIC_URL)
        if not value:
            self.wrong("PUBLIC_URL", "missing: links in mails are made from it")
            return LOCAL_PUBLIC_URL
        if problem := _problem_of(value, production=production):
            self.wrong("PUBLIC_URL", problem)
            return LOCAL_PUBLIC_URL
        return value.rstrip("/")

    def database_url(self, instance: Path) -> str:
        embedded = f"sqlite:///{instance / 'concertation.sqlite'}"
        value = self.text("DATABASE_URL", embedded)
        if value.startswith(("postgresql://", "postgres://")):
            value = "postgresql+psycopg://" + value.partition("://")[2]
        if not value.startswith(("sqlite:///", "postgresql+psycopg://")):
            self.wrong(
                "DATABASE_URL",
                "must start with sqlite:/// or postgresql+psycopg://",
            )
        elif not _is_database_url(value):
            self.wrong("DATABASE_URL", "cannot be read: is a character not escaped?")
        return value

    def secret(self, instance: Path, *, production: bool) -> str:
        value = self.text("SECRET_KEY", "")
        if value and is_weak_secret(value):
            self.wrong("SECRET_KEY", "too weak: give at least 32 random characters")
        if value:
            return value
        if production:
            self.wrong("SECRET_KEY", "missing: give at least 32 random characters")
            return ""
        return self._kept_secret(instance / "secret-key")

    def _kept_secret(self, path: Path) -> str:
        try:
            value = kept_secret(path)
        except OSError as error:
            self.wrong("SECRET_KEY", f"cannot be kept in {path}: {error.strerror}")
            return ""
        if is_weak_secret(value):
            self.wrong("SECRET_KEY", f"too weak in {path}: remove that file")
        return value

    def smtp(self, *, production: bool) -> SmtpServer | None:
        value = self.text("SMTP_URL", "")
        if not value:
            if production:
                self.wrong("SMTP_URL", "missing: no mail could leave")
            return None
        url = _parts(value)
        host = url.hostname if url else None
        if not url or url.scheme not in set(SmtpSecurity) or not _is_host(host):
            self.wrong(
                "SMTP_URL", "must be smtp://, smtp+starttls:// or smtps://host[:port]"
            )
            return None
        server = _smtp_server(url)
        in_clear = server.security is SmtpSecurity.PLAIN
        if in_clear and server.password and host not in LOOPBACK_HOSTS:
            self.wrong("SMTP_URL", "a password needs smtp+starttls:// or smtps://")
        if not (server.username + server.password).isascii():
            self.wrong("SMTP_URL", "takes a name and a password in ASCII only")
        if url.query or url.fragment or url.path.strip("/"):
            self.wrong("SMTP_URL", "takes no path and no parameters")
        return server

    def mail_from(self, *, production: bool) -> str:
        value = self.text("MAIL_FROM", "" if production else "concertation@example.org")
        if not _is_mail_address(value):
            self.wrong("MAIL_FROM", "must be a mail address: it is the sender's")
        return value

    def dpo_email(self) -> str:
        value = self.text("DPO_EMAIL", "")
        if value and not _is_mail_address(value):
            self.wrong("DPO_EMAIL", "must be a mail address, or stay empty")
        return value

    def trusted_hosts(self, public_url: str, *, production: bool) -> tuple[str, ...]:
        ours = [urlsplit(public_url).hostname or ""] if production else LOOPBACK_HOSTS
        named = self.text("TRUSTED_HOSTS", ",".join(sorted(ours)))
        hosts = (host.strip() for host in named.split(","))
        return tuple(host_in_url(host) for host in hosts if host)

    def refuse_unknown_names(self) -> None:
        given = {name for name in self._environ if name.startswith(PREFIX)}
        for name in sorted(given - self._known):
            self.problems.append(f"{name}: no such setting")


def host_in_url(host: str) -> str:
    """An IPv6 address stands in brackets."""
    return f"[{host}]" if host.count(":") > 1 and host[0] != "[" else host


def _parts(value: str) -> SplitResult | None:
    """The parts of an address, or None when it is none: a bad port, an open bracket."""
    try:
        url = urlsplit(value)
        usable = url.port != 0
    except ValueError:
        return None
    return url if usable and not any(c.isspace() for c in value) else None


def _problem_of(public_url: str, *, production: bool) -> str:
    url = _parts(public_url)
    if not url or url.scheme not in {"http", "https"} or not _is_host(url.hostname):
        return f"must be an http(s) address, not {public_url!r}"
    if url.query or url.fragment or url.path.strip("/") or "@" in url.netloc:
        return "must be a scheme and a host only, without a path"
    is_local = url.hostname in LOOPBACK_HOSTS
    if production and url.scheme != "https" and not is_local:
        return "must start with https:// in production"
    if not production and not is_local:
        return f"a public address needs {PREFIX}ENV=production as well"
    return ""


def _smtp_server(url: SplitResult) -> SmtpServer:
    security = SmtpSecurity(url.scheme)
    return SmtpServer(
        security=security,
        host=url.hostname or "",
        port=url.port or DEFAULT_SMTP_PORTS[security],
        username=unquote(url.username or ""),
        password=unquote(url.password or ""),
    )


def _is_host(name: str | None) -> bool:
    try:
        return bool((name or "").encode("idna"))
    except UnicodeError:
        return False


def _is_database_url(value: str) -> bool:
    try:
        make_url(value)
    except (ArgumentError, ValueError):
        return False
    return True


def _is_mail_address(value: str) -> bool:
    try:
        validate_email(value, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True
