"""A browser that still works at its proof, and one that brings none once too often."""

from typing import Any

from tests.factories import FORM

SITE: dict[str, dict[str, Any]] = {
    "form-working": {
        "path": "/evenements/open/inscription",
        "fills": FORM,
        "is_slow": True,
    },
    "space-working": {
        "path": "/mon-espace/lien",
        "starts_anew": True,
        "fills": {"email": "slow@example.org"},
        "is_slow": True,
    },
    "form-unproven": {
        "path": "/evenements/unlimited/inscription",
        "fills": FORM | {"email": "unproven@example.org"},
        "skips_scripts": True,
        "status": 429,
    },
}
DESK: dict[str, dict[str, Any]] = {}
