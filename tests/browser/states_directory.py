"""The directory of organisations, in every state, and roles in a group."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {}

DESK: dict[str, dict[str, Any]] = {
    "organisations": {"path": "/structures"},
    "organisations-unseen": {"path": "/structures?seen=no&order=latest"},
    "organisations-none": {"path": "/structures?q=rien"},
    "organisations-listed": {"path": "/structures?seen=no", "presses": True},
    "organisations-doubles": {"path": "/structures/doublons"},
    "organisation": {"path": "/structures/{organisation}"},
    "organisation-unseen": {"path": "/structures/{unseen_organisation}"},
    "organisation-add": {"path": "/structures/ajouter"},
    "organisation-add-errors": {
        "path": "/structures/ajouter",
        "fills": {"siret": "123", "website": "example"},
        "presses": True,
        "status": 422,
    },
    "organisation-add-known": {
        "path": "/structures/ajouter",
        "fills": {
            "name": "Cite nature",
            "category": "museum",
            "departement": "62",
        },
        "presses": True,
        "status": 422,
    },
    "organisation-edit": {"path": "/structures/{organisation}/modifier"},
    "organisation-edit-meanwhile": {
        "path": "/structures/{organisation}/modifier",
        "fills": {"city": "Lille"},
        "lingers": True,
        "presses": True,
        "status": 409,
    },
    "organisation-choose": {"path": "/structures/{organisation}/fusionner"},
    "organisation-merge": {
        "path": "/structures/{organisation}/fusionner/{unseen_organisation}"
    },
    "organisation-merge-itself": {
        "path": "/structures/{organisation}/fusionner/{organisation}",
        "status": 409,
    },
    "account-animator": {"path": "/comptes/{animator}"},
}
