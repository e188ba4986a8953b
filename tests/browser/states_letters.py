"""Writing to the people of a group, and inviting them, before anything is sent."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {}
DESK: dict[str, dict[str, Any]] = {
    "group-letter": {"path": "{desk_group}/ecrire"},
    "group-letter-errors": {
        "path": "{desk_group}/ecrire",
        "presses": True,
        "status": 422,
    },
    "group-letter-seen": {
        "path": "{desk_group}/ecrire",
        "fills": {"subject": "Notre réunion", "text": "Apportez **vos idées**."},
        "presses": True,
    },
    "group-invite": {"path": "{desk_group}/reunions/autre-reunion/inviter"},
}
