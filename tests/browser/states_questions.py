"""Questions, workshops, limits and approval, in every state."""

from typing import Any

from tests.factories import FORM

SITE: dict[str, dict[str, Any]] = {
    "event-asking": {"path": "/evenements/asking"},
    "event-approving": {"path": "/evenements/approving"},
    "form-asking": {"path": "/evenements/asking/inscription"},
    "form-asking-errors": {
        "path": "/evenements/asking/inscription",
        "fills": {"phone": "zero", "companions": "a\nb\nc"},
        "presses": True,
        "status": 422,
    },
    "form-approving": {"path": "/evenements/approving/inscription"},
    "receipt-asked": {
        "path": "/evenements/approving/inscription",
        "fills": FORM,
        "presses": True,
    },
    "mine-answering": {"path": "/inscriptions/{answering}"},
    "mine-answering-form": {"path": "/inscriptions/{answering}/modifier"},
    "mine-asking": {"path": "/inscriptions/{asking}"},
}

DESK: dict[str, dict[str, Any]] = {
    "questions": {"path": "/evenements/asking/questions"},
    "questions-none": {"path": "/evenements/open/questions"},
    "question-new": {"path": "/evenements/open/questions/nouvelle?kind=one_of"},
    "question-errors": {
        "path": "/evenements/open/questions/nouvelle?kind=one_of",
        "presses": True,
        "status": 422,
    },
    "question-edit": {"path": "/evenements/asking/questions/{asked_question}"},
    "question-retire": {
        "path": "/evenements/asking/questions/{asked_question}/retirer"
    },
    "workshops": {"path": "/evenements/asking/ateliers"},
    "workshops-none": {"path": "/evenements/open/ateliers"},
    "workshop-new": {"path": "/evenements/open/ateliers/nouveau"},
    "workshop-errors": {
        "path": "/evenements/open/ateliers/nouveau",
        "presses": True,
        "status": 422,
    },
    "workshop-retire": {"path": "/evenements/asking/ateliers/{asked_workshop}/retirer"},
    "places": {"path": "/evenements/asking/places"},
    "places-none": {"path": "/evenements/open/places"},
    "attendee-answering": {"path": "/evenements/asking/inscrits/{answering_reference}"},
    "attendee-edit": {
        "path": "/evenements/asking/inscrits/{answering_reference}/modifier"
    },
    "attendee-edit-errors": {
        "path": "/evenements/asking/inscrits/{answering_reference}/modifier",
        "fills": {"given_name": ""},
        "presses": True,
        "status": 422,
    },
    "attendee-asking": {"path": "/evenements/approving/inscrits/{asking_reference}"},
    "attendee-decline": {
        "path": "/evenements/approving/inscrits/{asking_reference}/refuser"
    },
    "attendee-decline-errors": {
        "path": "/evenements/approving/inscrits/{asking_reference}/refuser",
        "presses": True,
        "status": 422,
    },
}
