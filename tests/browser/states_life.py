"""Programme, reminders and the last moment to change, in every state."""

from typing import Any

SITE: dict[str, dict[str, Any]] = {
    "event-days": {"path": "/evenements/days"},
    "event-monthly": {"path": "/evenements/monthly"},
    "mine-late": {"path": "/inscriptions/{too_late}"},
    "too-late": {"path": "/inscriptions/{too_late}/annuler", "status": 409},
}

DESK: dict[str, dict[str, Any]] = {
    "programme": {"path": "/evenements/days/programme"},
    "programme-none": {"path": "/evenements/open/programme"},
    "item-new": {"path": "/evenements/days/programme/nouveau"},
    "item-errors": {
        "path": "/evenements/open/programme/nouveau",
        "fills": {"starts_at": "2099-01-01T10:00"},
        "presses": True,
        "status": 422,
    },
    "item-edit": {"path": "/evenements/days/programme/{item}"},
    "item-deletion": {"path": "/evenements/days/programme/{item}/supprimer"},
    "edit-programme-outside": {
        "path": "/evenements/days/modifier",
        "fills": {"starts_at": "2099-06-19T12:00"},
        "presses": True,
        "status": 409,
    },
    "reminders": {"path": "/evenements/days/rappels"},
    "reminders-none": {"path": "/evenements/open/rappels"},
    "reminders-errors": {
        "path": "/evenements/open/rappels",
        "presses": True,
        "status": 422,
    },
    "reminder-deletion": {"path": "/evenements/days/rappels/{reminder}/supprimer"},
    "texts": {"path": "/evenements/days/messages"},
    "text": {"path": "/evenements/days/messages/confirmation/fr"},
    "text-stale": {
        "path": "/evenements/days/messages/rappel/en",
        "fills": {"text": "Bring your badge."},
        "presses": True,
        "lingers": True,
        "status": 409,
    },
    "copy": {"path": "/copie?de=days"},
    "copy-errors": {
        "path": "/copie?de=days",
        "fills": {"title": "", "starts_at": ""},
        "presses": True,
        "status": 422,
    },
    "series": {"path": "/serie?de=monthly&rule=monthly_weekday&count=14"},
    "series-errors": {"path": "/serie?de=days&rule=weekly", "status": 422},
    "series-list": {"path": "/?serie={series}"},
    "sheet-series": {"path": "/evenements/{other_date}"},
    "edit-series": {"path": "/evenements/{other_date}/modifier"},
}
