"""What people are told of their data, as it is written down and as it is read."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {
    "notice-process": {"path": "/demarches/vive/donnees-personnelles"},
    "notice-form-told": {"path": "/demarches/vive/inscription"},
}
OF_EVENT, OF_PROCESS = "/evenements/consent/information", "/demarches/vive/information"
OF_SITE = "/donnees-personnelles/information"
STALE: dict[str, Any] = {
    "fills": {"controller": "Une autre région"},
    "presses": True,
    "lingers": True,
    "status": 409,
}
DESK: dict[str, dict[str, Any]] = {
    "notice-of-event": {"path": OF_EVENT},
    "notice-of-event-errors": {
        "path": OF_EVENT,
        "fills": {"dpo_email": "x"},
        "presses": True,
        "status": 422,
    },
    "notice-of-event-stale": {"path": OF_EVENT, **STALE},
    "notice-of-event-preview": {"path": f"{OF_EVENT}/apercu"},
    "notice-of-process": {"path": OF_PROCESS},
    "notice-of-process-preview": {"path": f"{OF_PROCESS}/apercu"},
    "notice-of-site": {"path": OF_SITE},
    "notice-of-site-stale": {"path": OF_SITE, **STALE},
}
