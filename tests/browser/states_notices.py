"""What people are told of their data, as it is written down and as it is read."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {
    "notice-process": {"path": "/demarches/vive/donnees-personnelles"},
    "notice-form-told": {"path": "/demarches/vive/inscription"},
    "agreements-asked": {"path": "/evenements/consent/inscription"},
    "agreements": {"path": "/inscriptions/{agreed}/accords"},
    "agreements-on-own-page": {"path": "/inscriptions/{agreed}"},
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
    "agreement-new": {
        "path": "/evenements/consent/questions/nouvelle?kind=consent&usage=photo-web"
    },
    "agreement-reworded": {
        "path": "/evenements/consent/questions/{use}",
        "fills": {"label": "Autre chose"},
        "presses": True,
        "status": 409,
    },
    "agreements-to-ask": {"path": "/evenements/consent/questions"},
    "notice-of-site": {"path": OF_SITE},
    "notice-of-site-stale": {"path": OF_SITE, **STALE},
}
