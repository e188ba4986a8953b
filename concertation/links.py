"""Addresses in mails, and the signed tokens that some of them carry."""

from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.routing import MapAdapter

REGISTRATION_SALT = "registration-link"


def public_url_for(endpoint: str, **values: object) -> str:
    """The absolute address of a page, from the settings and never from a request."""
    return _public_addresses().build(endpoint, values, force_external=True)


def registration_token(registration_id: int, link_version: int) -> str:
    return str(_signer(REGISTRATION_SALT).dumps([registration_id, link_version]))


def read_registration_token(token: str) -> tuple[int, int] | None:
    """The registration's id and link version, or None for a forged or broken token."""
    try:
        registration_id, link_version = _signer(REGISTRATION_SALT).loads(token)
    except (BadSignature, ValueError):
        return None
    return int(registration_id), int(link_version)


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=salt)


def _public_addresses() -> MapAdapter:
    url = urlsplit(str(current_app.config["PUBLIC_URL"]))
    return current_app.url_map.bind(url.netloc, url_scheme=url.scheme)
