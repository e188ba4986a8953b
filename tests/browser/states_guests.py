"""Guests and private events, in every state."""

from typing import Any

from tests.factories import FORM

PASTED = """\
Ada LOVELACE <ada@example.org>
Benoît Dubois; Musée du lin; ben@example.org
ben@example.org
guest2@example.org
Nom;Structure;Adresse
dora@
"""
WITHOUT_ADDRESS = {name: value for name, value in FORM.items() if name != "email"}

SITE: dict[str, dict[str, Any]] = {
    "private": {"path": "/evenements/board?cle={board}"},
    "private-form": {"path": "/evenements/board/inscription?cle={board}"},
    "private-receipt": {
        "path": "/evenements/board/inscription?cle={board}",
        "fills": FORM,
        "presses": True,
    },
    "private-without-key": {"path": "/evenements/board", "status": 404},
    "by-invitation": {"path": "/evenements/club?cle={club}"},
    "by-invitation-form": {
        "path": "/evenements/club/inscription?cle={club}",
        "status": 409,
    },
    "asking": {"path": "/evenements/club/mon-invitation?cle={club}"},
    "asking-errors": {
        "path": "/evenements/club/mon-invitation?cle={club}",
        "presses": True,
        "status": 422,
    },
    "asking-sent": {
        "path": "/evenements/club/mon-invitation?cle={club}",
        "fills": {"email": "nobody@example.org"},
        "presses": True,
    },
    **{
        f"guest-{name}": {"path": f"/invitations/{{guest_{name}}}"}
        for name in ("silent", "no", "yes", "lost", "waiting")
    },
    "guest-form": {"path": "/invitations/{guest_silent}/inscription"},
    "guest-form-waiting": {"path": "/invitations/{guest_waiting}/inscription"},
    "guest-form-errors": {
        "path": "/invitations/{guest_silent}/inscription",
        "fills": {**WITHOUT_ADDRESS, "phone": "zero"},
        "presses": True,
        "status": 422,
    },
    "guest-form-cancelled": {
        "path": "/invitations/{guest_lost}/inscription",
        "status": 409,
    },
    "guest-decline": {"path": "/invitations/{guest_silent}/decliner"},
    "guest-decline-stale": {
        "path": "/invitations/{guest_silent}/decliner",
        "presses": True,
        "forges": True,
        "status": 422,
    },
    "guest-erase": {"path": "/invitations/{guest_silent}/effacer"},
}

DESK: dict[str, dict[str, Any]] = {
    "guests": {"path": "/evenements/board/invites"},
    "guests-none": {"path": "/evenements/soon/invites"},
    "guests-draft": {"path": "/evenements/guests-draft/invites"},
    "guests-cancelled": {"path": "/evenements/guests-off/invites"},
    "guests-add": {"path": "/evenements/board/invites/ajouter"},
    "guests-add-errors": {
        "path": "/evenements/board/invites/ajouter",
        "presses": True,
        "status": 422,
    },
    "guests-preview": {
        "path": "/evenements/board/invites/ajouter",
        "fills": {"text": PASTED},
        "presses": True,
    },
    "guests-invite": {"path": "/evenements/board/invites/ecrire/invitations"},
    "guests-remind": {"path": "/evenements/board/invites/ecrire/rappels"},
    "guests-invite-nobody": {"path": "/evenements/club/invites/ecrire/invitations"},
    "guests-invite-draft": {
        "path": "/evenements/guests-draft/invites/ecrire/invitations",
        "status": 409,
    },
    "guests-remove": {"path": "/evenements/board/invites/{guest}/retirer"},
    "sheet-board": {"path": "/evenements/board"},
    "visibility": {"path": "/evenements/open/visibilite"},
    "visibility-by-code": {"path": "/evenements/board/visibilite"},
    "visibility-invited": {"path": "/evenements/club/visibilite"},
    "visibility-errors": {
        "path": "/evenements/board/visibilite",
        "fills": {"guest_reminder_days": "0"},
        "presses": True,
        "status": 422,
    },
    "visibility-renew": {"path": "/evenements/board/visibilite/renouveler"},
}
