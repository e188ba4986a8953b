"""Enrolling in groups, and a participant's own pages, in every state."""

from typing import Any

from tests.factories import FORM

ONE = "/demarches/enrol-one-seat/inscription"
SEVERAL = "/demarches/enrol-several/inscription"
RANKED = "/demarches/enrol-ranked/inscription"
WAITING = "/demarches/enrol-waiting/inscription"
DETAILS = {name: value for name, value in FORM.items() if name != "email"}
SIMILAR = FORM | {"organisation": "Forum departemental de sciences"}

SITE: dict[str, dict[str, Any]] = {
    "enrol": {"path": ONE},
    "enrol-several": {"path": SEVERAL},
    "enrol-several-errors": {
        "path": SEVERAL,
        "fills": {"email": "person@", "phone": "zero", "siret": "123"},
        "presses": True,
        "status": 422,
    },
    "enrol-ranked": {"path": RANKED},
    "enrol-ranked-errors": {
        "path": RANKED,
        "fills": FORM,
        "presses": True,
        "status": 422,
    },
    "enrol-similar": {"path": ONE, "fills": SIMILAR, "presses": True, "status": 422},
    "enrol-stale": {
        "path": ONE,
        "fills": FORM,
        "presses": True,
        "forges": True,
        "status": 422,
    },
    "enrol-receipt": {
        "path": ONE,
        "fills": FORM | {"organisation": "aucune"},
        "presses": True,
    },
    "enrol-receipt-deputy": {
        "path": ONE,
        "fills": FORM | {"email": "deputy@example.org"},
        "presses": True,
    },
    "enrol-receipt-waiting": {
        "path": WAITING,
        "fills": FORM | {"email": "waiting@example.org"},
        "presses": True,
    },
    "enrol-soon": {"path": "/demarches/enrol-soon/inscription", "status": 409},
    "enrol-over": {
        "path": "/demarches/enrol-over/inscription?phase={over_phase}",
        "status": 409,
    },
    "enrol-full": {"path": "/demarches/enrol-full/inscription", "status": 409},
    **{
        f"participant-{name}": {"path": f"/participations/{{{name}}}"}
        for name in (
            "group_member",
            "group_waiter",
            "group_left",
            "goes_on",
            "deputy",
            "ranked_person",
        )
    },
    "participant-form": {"path": "/participations/{group_member}/modifier"},
    "participant-form-errors": {
        "path": "/participations/{group_member}/modifier",
        "fills": {"phone": "zero", "organisation": ""},
        "presses": True,
        "status": 422,
    },
    "participant-saved": {
        "path": "/participations/{group_member}/modifier",
        "fills": DETAILS,
        "presses": True,
    },
    "participant-leave": {
        "path": "/participations/{group_member}/groupes/{member_place}/quitter"
    },
    "participant-leave-line": {
        "path": "/participations/{group_waiter}/groupes/{waiter_place}/quitter"
    },
    "participant-leave-stale": {
        "path": "/participations/{group_member}/groupes/{member_place}/quitter",
        "presses": True,
        "forges": True,
        "status": 422,
    },
    "participant-left-again": {
        "path": "/participations/{group_left}/groupes/{left_place}/quitter",
        "status": 409,
    },
    "participant-join": {
        "path": "/participations/{group_left}/phases/{waiting_phase}/rejoindre"
    },
    "participant-join-refused": {
        "path": "/participations/{group_left}/phases/{over_phase}/rejoindre",
        "status": 409,
    },
    "participant-confirm": {
        "path": "/participations/{goes_on}/groupes/{held_place}/confirmer"
    },
    "participant-decline": {
        "path": "/participations/{goes_on}/groupes/{held_place}/decliner"
    },
    "participant-erase": {"path": "/participations/{group_member}/effacer"},
}

DESK: dict[str, dict[str, Any]] = {}
