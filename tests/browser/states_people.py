"""The pages about the people of the desk, in every state."""

from typing import Any

from tests.browser.gallery_people import READER

SITE: dict[str, dict[str, Any]] = {
    "forgotten": {"path": "/bureau/mot-de-passe-oublie"},
    "forgotten-errors": {
        "path": "/bureau/mot-de-passe-oublie",
        "presses": True,
        "status": 422,
    },
    "invitation": {"path": "/bureau/invitation/{invitation}"},
    "invitation-errors": {
        "path": "/bureau/invitation/{invitation}",
        "fills": {"new_password": "azertyuiop12"},
        "presses": True,
        "status": 422,
    },
    "invitation-run-out": {
        "path": "/bureau/invitation/{late_invitation}",
        "status": 409,
    },
    "reset": {"path": "/bureau/mot-de-passe/{reset}"},
    "reset-errors": {
        "path": "/bureau/mot-de-passe/{reset}",
        "presses": True,
        "status": 422,
    },
}

DESK: dict[str, dict[str, Any]] = {
    "accounts": {"path": "/comptes"},
    "invite": {"path": "/comptes/inviter"},
    "invite-errors": {
        "path": "/comptes/inviter",
        "fills": {"email": READER, "role": "welcomer", "scope": "site"},
        "presses": True,
        "status": 422,
    },
    **{
        f"account-{name}": {"path": f"/comptes/{{{name}}}"}
        for name in ("administrator", "with_code", "stopped", "invited", "late")
    },
    "account-deactivate": {"path": "/comptes/{reader}/desactiver"},
    "account-sign-out": {"path": "/comptes/{reader}/fermer-les-sessions"},
    "account-reactivate": {"path": "/comptes/{stopped}/reactiver"},
    "account-withdraw": {"path": "/comptes/{invited}/retirer-invitation"},
    "account-reset": {"path": "/comptes/{with_code}/retirer-double-authentification"},
    "last-administrator": {
        "path": "/comptes/{administrator}/desactiver",
        "presses": True,
        "status": 409,
    },
    "journal": {"path": "/journal"},
    "my-account": {"path": "/mon-compte"},
    "my-account-errors": {
        "path": "/mon-compte",
        "fills": {"display_name": " "},
        "presses": True,
        "status": 422,
    },
    "second-factor": {"path": "/mon-compte/double-authentification"},
    "second-factor-errors": {
        "path": "/mon-compte/double-authentification",
        "fills": {"code": "000000"},
        "presses": True,
        "status": 422,
    },
    "expected": {"path": "/evenements/full/accueil"},
    "expected-none": {"path": "/evenements/soon/accueil"},
}
