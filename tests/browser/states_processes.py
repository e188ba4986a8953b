"""The desk's pages of processes, as pilots prepare them."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {}

LIVE, DRAFT, EMPTY = "/demarches/vive", "/demarches/prete", "/demarches/vide"

DESK: dict[str, dict[str, Any]] = {
    "processes": {"path": "/demarches"},
    "process-new": {"path": "/nouvelle-demarche"},
    "process-new-errors": {
        "path": "/nouvelle-demarche",
        "fills": {"title": "", "groups_most": "-1", "contact_email": "x"},
        "presses": True,
        "status": 422,
    },
    "process": {"path": LIVE},
    "process-draft": {"path": DRAFT},
    "process-empty": {"path": EMPTY},
    "process-edit": {"path": f"{LIVE}/modifier"},
    "process-edit-draft": {"path": f"{DRAFT}/modifier"},
    "process-stale": {
        "path": f"{LIVE}/modifier",
        "fills": {"title": "X"},
        "presses": True,
        "lingers": True,
        "status": 409,
    },
    "process-preview": {"path": f"{LIVE}/apercu"},
    "process-preview-draft": {"path": f"{DRAFT}/apercu"},
    "process-refusal": {"path": f"{EMPTY}/apercu", "presses": True, "status": 409},
    "process-copy": {"path": "/copie-de-demarche?de=vive"},
    "process-copy-errors": {
        "path": "/copie-de-demarche?de=vive",
        "fills": {"title": ""},
        "presses": True,
        "status": 422,
    },
    "phases": {"path": f"{LIVE}/phases"},
    "phases-none": {"path": f"{EMPTY}/phases"},
    "phase-new": {"path": f"{EMPTY}/phases/nouvelle"},
    "phase-edit": {"path": f"{LIVE}/phases/{{phase}}"},
    "phase-overlap": {
        "path": f"{LIVE}/phases/nouvelle",
        "fills": {
            "title": "Bilan",
            "first_day": "2019-12-31",
            "last_day": "2021-01-31",
        },
        "presses": True,
        "status": 422,
    },
    "phase-removal": {"path": f"{DRAFT}/phases/{{phase_unused}}/supprimer"},
    "phase-in-use": {
        "path": f"{LIVE}/phases/{{phase}}/supprimer",
        "presses": True,
        "status": 409,
    },
    "groups": {"path": f"{LIVE}/groupes"},
    "groups-none": {"path": f"{EMPTY}/groupes"},
    "group-new": {"path": f"{EMPTY}/nouveau-groupe"},
    "group-new-errors": {
        "path": f"{EMPTY}/nouveau-groupe",
        "presses": True,
        "status": 422,
    },
    "group-edit": {"path": f"{LIVE}/groupes/coordination/modifier"},
    "group-stale": {
        "path": f"{DRAFT}/groupes/production/modifier",
        "fills": {"title": "X"},
        "presses": True,
        "lingers": True,
        "status": 409,
    },
    "group-removal": {"path": f"{LIVE}/groupes/{{group}}/supprimer"},
    "offers": {"path": f"{LIVE}/places"},
    "offers-none": {"path": f"{EMPTY}/places"},
    "offer-new": {"path": f"{LIVE}/groupes/{{group}}/proposer"},
    "offer-new-errors": {
        "path": f"{LIVE}/groupes/{{group}}/proposer",
        "presses": True,
        "status": 422,
    },
    "offer": {"path": f"{LIVE}/places/{{offer}}"},
    "offer-errors": {
        "path": f"{LIVE}/places/{{offer}}",
        "fills": {"capacity": "-1"},
        "presses": True,
        "status": 422,
    },
    "offer-withdrawal": {"path": f"{DRAFT}/places/{{offer_unused}}/retirer"},
    "process-questions": {"path": f"{LIVE}/questions"},
    "process-questions-none": {"path": f"{EMPTY}/questions"},
    "process-question-new": {"path": f"{LIVE}/questions/nouvelle?kind=one_of"},
    "process-question-errors": {
        "path": f"{LIVE}/questions/nouvelle?kind=several_of",
        "presses": True,
        "status": 422,
    },
    "process-question-edit": {"path": f"{LIVE}/questions/{{process_question}}"},
    "process-question-retire": {
        "path": f"{LIVE}/questions/{{process_question}}/retirer"
    },
    "partners": {"path": f"{LIVE}/partenaires"},
    "partners-none": {"path": f"{EMPTY}/partenaires"},
    "partner-new": {"path": f"{LIVE}/partenaires/ajouter"},
    "partner-new-errors": {
        "path": f"{LIVE}/partenaires/ajouter",
        "presses": True,
        "status": 422,
    },
    "partner-edit": {"path": f"{LIVE}/partenaires/{{partner}}"},
    "partner-removal": {"path": f"{LIVE}/partenaires/{{partner}}/retirer"},
    "targets": {"path": f"{LIVE}/objectifs"},
    "report": {"path": f"{LIVE}/bilan"},
    "process-archive": {"path": f"{LIVE}/archive"},
    "targets-errors": {
        "path": f"{LIVE}/objectifs",
        "fills": {"category-museum-wanted": "-3"},
        "presses": True,
        "status": 422,
    },
    "outreach-new": {"path": f"{LIVE}/mobilisation/nouvelle"},
    "outreach-errors": {
        "path": f"{LIVE}/mobilisation/{{outreach}}",
        "fills": {"reached": "999"},
        "presses": True,
        "status": 422,
    },
}
