"""What people ask for about their data, in their space and at the desk."""

from typing import Any

OPENING = "/mon-espace/ouvrir/{{space_{}_LANG}}"
REQUESTS = "/donnees-personnelles/demandes"
SITE: dict[str, dict[str, Any]] = {
    "space-held": {
        "path": OPENING.format("held"),
        "presses": True,
        "then": "/mon-espace/donnees",
    },
    "space-requests": {
        "path": OPENING.format("asks"),
        "presses": True,
        "then": "/mon-espace/demandes",
    },
}
DESK: dict[str, dict[str, Any]] = {
    "requests": {"path": REQUESTS},
    "request": {"path": f"{REQUESTS}/{{data_request}}"},
    "request-objection": {"path": f"{REQUESTS}/{{objection}}"},
    "request-errors": {
        "path": f"{REQUESTS}/{{data_request}}",
        "presses": True,
        "status": 422,
    },
    "request-new": {"path": f"{REQUESTS}/nouvelle"},
    "request-new-errors": {
        "path": f"{REQUESTS}/nouvelle",
        "fills": {"email": "x", "arrived_on": "2099-01-01"},
        "presses": True,
        "status": 422,
    },
    "request-extend": {"path": f"{REQUESTS}/{{objection}}/prolonger"},
    "request-erase": {"path": f"{REQUESTS}/{{data_request}}/effacer"},
}
