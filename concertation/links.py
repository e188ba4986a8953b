"""Addresses in mails, and the signed tokens that some of them carry."""

from urllib.parse import urlsplit

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.routing import MapAdapter

REGISTRATION_SALT = "registration-link"
EVENT_KEY_SALT = "registration-event-key"
GUEST_SALT = "guest-invitation"
SPACE_SALT = "personal-space"
PARTICIPANT_SALT = "participant-pages"
INVITATION_SALT = "account-invitation"
PASSWORD_SALT = "account-password"  # noqa: S105 -- sets a kind of link apart


def public_url_for(endpoint: str, **values: object) -> str:
    """The absolute address of a page, from the settings and never from a request."""
    return _public_addresses().build(endpoint, values, force_external=True)


def registration_token(registration_id: int, link_version: int) -> str:
    return signed_link(REGISTRATION_SALT, registration_id, link_version)


def read_registration_token(token: str) -> tuple[int, int] | None:
    """The registration's id and link version, or None for a forged or broken token."""
    return read_link(REGISTRATION_SALT, token)


def registration_event_key(registration_id: int, link_version: int) -> str:
    """Opens the page of a private event, and nothing of the registration itself."""
    return signed_link(EVENT_KEY_SALT, registration_id, link_version)


def read_registration_event_key(key: str) -> tuple[int, int] | None:
    return read_link(EVENT_KEY_SALT, key)


def guest_token(guest_id: int, link_version: int) -> str:
    """Of the link in an invitation, by which a guest answers."""
    return signed_link(GUEST_SALT, guest_id, link_version)


def read_guest_token(token: str) -> tuple[int, int] | None:
    return read_link(GUEST_SALT, token)


def space_token(secret: str) -> str:
    """Of the link that opens somebody's own space; the secret alone opens nothing."""
    return str(_signer(SPACE_SALT).dumps(secret))


def read_space_token(token: str) -> str | None:
    try:
        return str(_signer(SPACE_SALT).loads(token))
    except BadSignature:
        return None


def participant_token(participant_id: int, link_version: int) -> str:
    """Of the link by which somebody sees and leaves their groups in one process."""
    return signed_link(PARTICIPANT_SALT, participant_id, link_version)


def read_participant_token(token: str) -> tuple[int, int] | None:
    return read_link(PARTICIPANT_SALT, token)


def signed_link(salt: str, number: int, link_version: int) -> str:
    """A token that names a row and the version of its link, by which it is revoked."""
    return str(_signer(salt).dumps([number, link_version]))


def read_link(salt: str, token: str) -> tuple[int, int] | None:
    """What such a token names, or None when it is forged, broken or of another kind."""
    try:
        number, link_version = _signer(salt).loads(token)
    except (BadSignature, ValueError):
        return None
    return int(number), int(link_version)


def _signer(salt: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SIGNING_KEYS"], salt=salt)


def _public_addresses() -> MapAdapter:
    url = urlsplit(str(current_app.config["PUBLIC_URL"]))
    return current_app.url_map.bind(url.netloc, url_scheme=url.scheme)
