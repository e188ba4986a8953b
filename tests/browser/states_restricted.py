"""Who is left in peace, what was shown before it was agreed to, and what grows old."""

from typing import Any

from tests.factories import FORM

SITE: dict[str, dict[str, Any]] = {
    "agreements-notice-changed": {
        "path": "/evenements/consent/inscription",
        "fills": FORM,
        "lingers": True,
        "presses": True,
        "status": 422,
    },
    "agreements-while-changing": {"path": "/inscriptions/{agreed}/modifier"},
}
DESK: dict[str, dict[str, Any]] = {
    "guests-restricted": {"path": "/evenements/restricted/invites"},
    "export-without-limited": {"path": "/evenements/restricted/exporter"},
    "attendee-limited": {"path": "/evenements/restricted/inscrits/{limited}"},
    "privacy-times-errors": {
        "path": "/donnees-personnelles/durees",
        "fills": {"sign_in_retention_days": "5"},
        "presses": True,
        "status": 422,
    },
}
