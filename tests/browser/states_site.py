"""The pages about the site itself, in every state."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {"legal": {"path": "/mentions-legales"}}

SETTINGS = "/site"
CHOSEN = "/site/types-de-structure/{chosen_category}"
DESK: dict[str, dict[str, Any]] = {
    "settings": {"path": SETTINGS},
    "settings-errors": {
        "path": SETTINGS,
        "fills": {"accent": "#ffd700", "contact_email": "nobody"},
        "presses": True,
        "status": 422,
    },
    "settings-stale": {
        "path": SETTINGS,
        "fills": {"name": "Autre nom"},
        "lingers": True,
        "presses": True,
        "status": 409,
    },
    "colour": {"path": "/site/couleur"},
    "colour-light": {"path": "/site/couleur?colour=%23ffd700"},
    "colour-none": {"path": "/site/couleur?colour=bleu"},
    "territories": {"path": "/site/territoires"},
    "territories-errors": {
        "path": "/site/territoires",
        "unticks": True,
        "presses": True,
        "status": 422,
    },
    "logos": {"path": "/site/logos"},
    "logo-new": {"path": "/site/logos/ajouter"},
    "logo-new-errors": {
        "path": "/site/logos/ajouter",
        "fills": {"link": "javascript:alert(1)"},
        "presses": True,
        "status": 422,
    },
    "logo-edit": {"path": "/site/logos/{logo}"},
    "logo-remove": {"path": "/site/logos/{logo}/retirer"},
    "categories": {"path": "/site/types-de-structure"},
    "category-new": {"path": "/site/types-de-structure/ajouter"},
    "category-new-errors": {
        "path": "/site/types-de-structure/ajouter",
        "fills": {"french": "MUSEE", "english": "Exhibition"},
        "presses": True,
        "status": 422,
    },
    "category-free": {"path": "/site/types-de-structure/{free_category}"},
    "category-chosen": {"path": CHOSEN},
    "category-chosen-errors": {
        "path": CHOSEN,
        "fills": {"french": "Musée de France"},
        "presses": True,
        "status": 422,
    },
    "category-retire": {"path": f"{CHOSEN}/retirer"},
}
