"""Settings: read once from ``CONCERTATION_*``, checked, and never changed after."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

from concertation.limit_figures import MOST_IN_AN_HOUR, LimitFigures
from concertation.secret import is_weak_secret, kept_secret
from concertation.setting_checks import (
    LOOPBACK_HOSTS,
    PREFIX,
    host_in_url,
    is_database_url,
    is_host,
    is_mail_address,
    parts_of_url,
    problem_of_public_url,
)
from concertation.smtp_address import SmtpSecurity, SmtpServer, smtp_server_of

LOCAL_PUBLIC_URL = "http://127.0.0.1:8000"


class InvalidSettings(Exception):  # noqa: N818 -- reads as a sentence
    """One line for each setting that is wrong or missing."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


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
    pools_transactions: bool = False
    """Whether a pooler stands before PostgreSQL that lends connections for the length
    of a transaction: then nothing may be kept in one, a prepared statement neither."""
    mails_itself: bool = True
    """Whether processes that serve send mail as well; else `worker` does."""
    mail_lease: timedelta = timedelta(minutes=5)
    """How long a worker may hold a mail before another takes it back."""
    log_level: str = "INFO"
    logs_json: bool = False
    metrics_token: str = ""
    """What a program that reads the metrics shows; empty: only this machine may, and
    in production nobody."""
    former_keys: tuple[str, ...] = ()
    """Secrets of before, the oldest first: they are read, and sign nothing."""
    limits: LimitFigures = field(default_factory=LimitFigures)
    form_seconds: int = 0
    """Whoever fills in a form in less is asked again; 0: nobody is."""
    proof_seconds: int = 0
    """For how long a modest phone works before it sends a public form; 0: no proof of
    work is demanded."""
    idle_hours: int = 0
    """Who does nothing at the desk for so long signs in anew; 0: nobody does."""
    hsts_below: bool = False
    """Whether browsers are bound to https for the names below this host as well."""
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
            pools_transactions=reader.choice("DATABASE_POOLER", ("none", "transaction"))
            == "transaction",
            mails_itself=reader.choice("WORKER", ("inside", "apart")) == "inside",
            mail_lease=reader.seconds("MAIL_LEASE", 300, least=2, most=3600),
            log_level=reader.choice("LOG_LEVEL", ("INFO", "DEBUG", "WARNING", "ERROR")),
            logs_json=reader.logs_json(production=production),
            metrics_token=reader.metrics_token(),
            former_keys=reader.former_keys(),
            form_seconds=reader.whole_number("FORM_SECONDS", 2 * production, most=60),
            proof_seconds=reader.whole_number("PROOF_SECONDS", 0, most=10),
            idle_hours=reader.whole_number("DESK_IDLE_HOURS", 4, most=12),
            hsts_below=reader.choice("HSTS", ("host", "below")) == "below",
            limits=reader.limits(),
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

    def whole_number(
        self, name: str, default: int, *, most: int, least: int = 0
    ) -> int:
        value = self.text(name, str(default))
        is_number = value.isascii() and value.isdigit()
        if not is_number or not least <= int(value) <= most:
            self.wrong(
                name, f"must be a whole number from {least} to {most}, not {value!r}"
            )
            return default
        return int(value)

    def seconds(self, name: str, default: int, *, least: int, most: int) -> timedelta:
        return timedelta(
            seconds=self.whole_number(
                f"{name}_SECONDS", default, least=least, most=most
            )
        )

    def limits(self) -> LimitFigures:
        shipped = LimitFigures()
        return LimitFigures(
            **{
                figure.name: self.whole_number(
                    f"LIMIT_{figure.name.upper()}",
                    getattr(shipped, figure.name),
                    least=figure.metadata.get("least", 0),
                    most=MOST_IN_AN_HOUR,
                )
                for figure in fields(LimitFigures)
            }
        )

    def public_url(self, *, production: bool) -> str:
        value = self.text("PUBLIC_URL", "" if production else LOCAL_PUBLIC_URL)
        if not value:
            self.wrong("PUBLIC_URL", "missing: links in mails are made from it")
            return LOCAL_PUBLIC_URL
        if problem := problem_of_public_url(value, production=production):
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
        elif not is_database_url(value):
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

    def former_keys(self) -> tuple[str, ...]:
        keys = tuple(self.text("SECRET_KEY_OLD", "").split())
        if any(map(is_weak_secret, keys)):
            self.wrong("SECRET_KEY_OLD", "too weak: give former secrets, with blanks")
        return keys

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
        url = parts_of_url(value)
        host = url.hostname if url else None
        if not url or url.scheme not in set(SmtpSecurity) or not is_host(host):
            self.wrong(
                "SMTP_URL", "must be smtp://, smtp+starttls:// or smtps://host[:port]"
            )
            return None
        server = smtp_server_of(url)
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
        if not is_mail_address(value):
            self.wrong("MAIL_FROM", "must be a mail address: it is the sender's")
        return value

    def dpo_email(self) -> str:
        value = self.text("DPO_EMAIL", "")
        if value and not is_mail_address(value):
            self.wrong("DPO_EMAIL", "must be a mail address, or stay empty")
        return value

    def trusted_hosts(self, public_url: str, *, production: bool) -> tuple[str, ...]:
        ours = [urlsplit(public_url).hostname or ""] if production else LOOPBACK_HOSTS
        named = self.text("TRUSTED_HOSTS", ",".join(sorted(ours)))
        hosts = (host.strip() for host in named.split(","))
        return tuple(host_in_url(host) for host in hosts if host)

    def logs_json(self, *, production: bool) -> bool:
        """A server's log is read by programs, that of a terminal by people."""
        kinds = ("json", "text") if production else ("text", "json")
        return self.choice("LOG_FORMAT", kinds) == "json"

    def metrics_token(self) -> str:
        value = self.text("METRICS_TOKEN", "")
        if value and (is_weak_secret(value) or not value.isascii()):
            self.wrong("METRICS_TOKEN", "too weak: give at least 32 random characters")
        return value

    def refuse_unknown_names(self) -> None:
        given = {name for name in self._environ if name.startswith(PREFIX)}
        for name in sorted(given - self._known):
            self.problems.append(f"{name}: no such setting")
