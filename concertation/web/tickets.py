"""What was ordered, carried by the address that it is fetched from.

Ordering is a POST, which the audit trail notes; fetching is a GET, which writes
nothing. The ticket between the two is signed, for one account and one thing (an event,
or the whole site), and good for some minutes: nothing is fetched that was not ordered.
"""

from typing import Any, Final

from flask import current_app, flash
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeTimedSerializer

GOOD_FOR_SECONDS: Final = 600

Order = dict[str, Any]


def sealed(purpose: str, order: Order, about: int, account_id: int) -> str:
    """``about``: the number of the event."""
    return str(_signer(purpose).dumps([about, account_id, order]))


def opened(purpose: str, seal: str, about: int, account_id: int) -> Order | None:
    """None for a ticket that is forged, too old, another's or about something else."""
    try:
        of_thing, of_account, order = _signer(purpose).loads(
            seal, max_age=GOOD_FOR_SECONDS
        )
    except BadSignature:
        return None
    if (of_thing, of_account) != (about, account_id):
        return None
    return dict(order)


def tell_too_late() -> None:
    """What is said on the page to which whoever has no good ticket is led back."""
    flash(
        _("This file was ordered too long ago, or by somebody else: order it again"),
        "info",
    )


def _signer(purpose: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(
        current_app.config["SIGNING_KEYS"], salt=f"export-{purpose}"
    )
