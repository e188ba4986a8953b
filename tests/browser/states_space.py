"""« Mon espace », from its door to what it holds."""

from typing import Any

DOOR = "/mon-espace/lien"

SITE: dict[str, dict[str, Any]] = {
    "space-door": {"path": DOOR, "starts_anew": True},
    "space-door-errors": {
        "path": DOOR,
        "starts_anew": True,
        "fills": {"email": "person@"},
        "presses": True,
        "status": 422,
    },
    "space-door-sent": {
        "path": DOOR,
        "starts_anew": True,
        "fills": {"email": "nobody@example.org"},
        "presses": True,
    },
    "space-opening": {
        "path": "/mon-espace/ouvrir/{space_opening}",
        "starts_anew": True,
    },
    "space-opening-stale": {
        "path": "/mon-espace/ouvrir/{space_opening}",
        "presses": True,
        "forges": True,
        "status": 422,
    },
    "space-used": {"path": "/mon-espace/ouvrir/{space_used}", "status": 409},
    "space": {"path": "/mon-espace/ouvrir/{space_LANG}", "presses": True},
}

DESK: dict[str, dict[str, Any]] = {}
