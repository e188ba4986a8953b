"""Processes that are withdrawn or ended, and what is asked before."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {
    "process-ended": {"path": "/demarches/close"},
}

DESK: dict[str, dict[str, Any]] = {
    "process-ended": {"path": "/demarches/close"},
    "process-withdrawn": {"path": "/demarches/depubliee"},
    "process-ending": {"path": "/demarches/vive/clore"},
    "process-withdrawal": {"path": "/demarches/vive/depublier"},
    "phase-stale": {
        "path": "/demarches/vive/phases/{phase}",
        "fills": {"title": "X"},
        "presses": True,
        "lingers": True,
        "status": 409,
    },
    "organisation-apart": {"path": "/structures/{organisation_apart}"},
}
