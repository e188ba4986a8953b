"""Who sent too much is told when to send it again."""

from typing import Any

from tests.browser.gallery_limits import BUSY

SITE: dict[str, dict[str, Any]] = {
    "space-asked-too-often": {
        "path": "/mon-espace/lien",
        "starts_anew": True,
        "fills": {"email": BUSY},
        "presses": True,
        "status": 429,
    },
}
DESK: dict[str, dict[str, Any]] = {}
