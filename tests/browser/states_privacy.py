"""The pages of the desk about data of people, in every state."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {
    "notice-event": {"path": "/evenements/consent/donnees-personnelles"},
}
PRIVACY = "/donnees-personnelles"
DESK: dict[str, dict[str, Any]] = {
    "privacy-forecast": {"path": PRIVACY},
    "privacy-purges": {"path": f"{PRIVACY}/purges"},
    "privacy-register": {"path": f"{PRIVACY}/registre"},
    "privacy-times": {"path": f"{PRIVACY}/durees"},
}
