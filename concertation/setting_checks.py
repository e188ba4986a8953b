"""What makes the value of a setting a fit one."""

from urllib.parse import SplitResult, urlsplit

from email_validator import EmailNotValidError, validate_email
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

PREFIX = "CONCERTATION_"
LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "::1"})


def host_in_url(host: str) -> str:
    """An IPv6 address stands in brackets."""
    return f"[{host}]" if host.count(":") > 1 and host[0] != "[" else host


def parts_of_url(value: str) -> SplitResult | None:
    """The parts of an address, or None when it is none: a bad port, an open bracket."""
    try:
        url = urlsplit(value)
        usable = url.port != 0
    except ValueError:
        return None
    return url if usable and not any(c.isspace() for c in value) else None


def is_host(name: str | None) -> bool:
    try:
        return bool((name or "").encode("idna"))
    except UnicodeError:
        return False


def is_database_url(value: str) -> bool:
    try:
        make_url(value)
    except (ArgumentError, ValueError):
        return False
    return True


def is_mail_address(value: str) -> bool:
    try:
        validate_email(value, allow_smtputf8=False, check_deliverability=False)
    except EmailNotValidError:
        return False
    return True


def problem_of_public_url(public_url: str, *, production: bool) -> str:
    url = parts_of_url(public_url)
    if not url or url.scheme not in {"http", "https"} or not is_host(url.hostname):
        return f"must be an http(s) address, not {public_url!r}"
    if url.query or url.fragment or url.path.strip("/") or "@" in url.netloc:
        return "must be a scheme and a host only, without a path"
    is_local = url.hostname in LOOPBACK_HOSTS
    if production and url.scheme != "https" and not is_local:
        return "must start with https:// in production"
    if not production and not is_local:
        return f"a public address needs {PREFIX}ENV=production as well"
    return ""
