"""The people of groups at the desk, in every state."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {}
SEAT, DEPUTY, WAITS = (
    f"{{desk_group}}/membres/{{desk_member_{name}}}"
    for name in ("seat", "deputy", "waits")
)

DESK: dict[str, dict[str, Any]] = {
    "groups": {"path": "/groupes"},
    "group": {"path": "{desk_group}"},
    "group-waiting": {"path": "{desk_group}?state=waiting&order=line"},
    "group-nobody": {"path": "{desk_group}?q=personne"},
    "group-ranked": {"path": "{desk_ranked}"},
    "group-enrol": {"path": "{desk_group}/inscrire"},
    "group-enrol-errors": {
        "path": "{desk_group}/inscrire",
        "presses": True,
        "status": 422,
    },
    "group-print": {"path": "{desk_group}/imprimer"},
    "group-print-errors": {
        "path": "{desk_group}/emargement.pdf?lines=-1",
        "status": 422,
    },
    "group-meetings": {"path": "{desk_group}/reunions"},
    "group-meetings-none": {"path": "{desk_ranked}/reunions"},
    "group-actions-nobody": {"path": "{desk_group}/actions"},
    "group-actions-promote": {"path": "{desk_group}/actions?whom=all&do=promote"},
    "group-actions-where": {"path": "{desk_group}/actions?whom=all&do=move"},
    "group-actions-remove": {"path": "{desk_group}/actions?whom=all&do=remove"},
    "group-actions-remove-errors": {
        "path": "{desk_group}/actions?whom=all&do=remove",
        "presses": True,
        "status": 422,
    },
    "group-export": {"path": "{desk_group}/exporter"},
    "group-export-errors": {
        "path": "{desk_group}/exporter",
        "unticks": True,
        "presses": True,
        "status": 422,
    },
    "phase-export": {"path": "{desk_phase}/exporter"},
    "process-export": {"path": "{desk_process}/exporter"},
    "member": {"path": SEAT},
    "member-deputy": {"path": DEPUTY},
    "member-waits": {"path": WAITS},
    "member-edit": {"path": f"{SEAT}/modifier"},
    "member-removal": {"path": f"{SEAT}/retirer"},
    "member-removal-errors": {
        "path": f"{SEAT}/retirer",
        "presses": True,
        "status": 422,
    },
    "member-move": {"path": f"{SEAT}/deplacer"},
    "member-move-errors": {"path": f"{SEAT}/deplacer", "presses": True, "status": 422},
    "member-stand-in": {"path": f"{DEPUTY}/remplacer"},
    "member-erase": {"path": f"{SEAT}/effacer"},
    "member-decline-late": {"path": f"{SEAT}/refuser", "status": 409},
    "allotment": {"path": "{desk_phase_ranked}/repartition"},
    "renewal": {"path": "{desk_group_next}/reconduction"},
    "renewal-none": {"path": "{desk_group}/reconduction"},
    "renewal-phase": {"path": "{desk_phase_next}/reconduction"},
    "renewal-phase-none": {"path": "{desk_phase}/reconduction"},
}
