"""Browsers in which somebody has signed in before.

Failed tries are counted by address and place. The place of an unknown browser is its
network, which an institution shares; a known browser is a place of its own, so that a
stranger on the same network cannot lock its owner out.
"""

import secrets

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from concertation.domain.registration import email_key
from concertation.web.networks import network_of_request

COOKIE = "known-device"
A_YEAR = 31_536_000


def cookie_name() -> str:
    """With the prefix by which browsers hold it to this very host."""
    is_https = current_app.config["SESSION_COOKIE_SECURE"]
    return f"__Host-{COOKIE}" if is_https else COOKIE


def place_of_request(email: str) -> str:
    """What failed tries for this address are counted by, besides the address."""
    device = _known_device(email)
    return f"device {device}" if device else f"network {network_of_request()}"


def device_of_cookie() -> tuple[str, str]:
    """Who signed in here before, and what tells this browser from all others."""
    return _read_cookie() or ("", "")


def remember_device(response: Response, email: str) -> None:
    device = _known_device(email) or secrets.token_hex(16)
    response.set_cookie(
        cookie_name(),
        _signer().dumps([email_key(email), device]),
        max_age=A_YEAR,
        secure=bool(current_app.config["SESSION_COOKIE_SECURE"]),
        httponly=True,
        samesite="Lax",
        path="/",  # Elsewhere, browsers would not take a cookie of that name.
    )


def _known_device(email: str) -> str | None:
    known = _read_cookie()
    return known[1] if known and known[0] == email_key(email) else None


def _read_cookie() -> tuple[str, str] | None:
    """The address that signed in here, and what stands for this browser."""
    try:
        address, device = _signer().loads(request.cookies.get(cookie_name(), ""))
    except (BadSignature, ValueError):
        return None
    return str(address), str(device)


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SIGNING_KEYS"], salt=COOKIE)
