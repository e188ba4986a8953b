"""The time at which a page was shown, as its form brings it back."""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer

from concertation.clock import utc_now


def stamp(purpose: str) -> str:
    """Now, signed."""
    return str(_signer(purpose).dumps(int(utc_now().timestamp())))


def seconds_since(stamped: str, purpose: str) -> int | None:
    """None for what was not signed here for this. Below zero: clocks are set back."""
    try:
        shown_at = int(_signer(purpose).loads(stamped))
    except (BadSignature, ValueError):
        return None
    return int(utc_now().timestamp()) - shown_at


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SIGNING_KEYS"], salt=purpose)
