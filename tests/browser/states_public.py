"""What the public sees of consultations, in every state."""

from typing import Any

PROCESS, GROUP = "/demarches/{}", "/demarches/{}/groupes/{}"
SITE: dict[str, dict[str, Any]] = {
    **{
        f"process-{name}": {"path": PROCESS.format(name)}
        for name in ("live", "to-come", "ended", "full", "bare", "long-names")
    },
    **{
        f"group-{process}-{group}": {"path": GROUP.format(process, group)}
        for process, group in (
            ("live", "production"),
            ("live", "diffusion"),
            ("live", "coordination"),
            ("ended", "production"),
            ("full", "production"),
        )
    },
    "event-of-a-group": {"path": "/evenements/group-meeting"},
    "event-of-a-process": {"path": "/evenements/whole-meeting"},
}

DESK: dict[str, dict[str, Any]] = {
    "sheet-of-a-group": {"path": "/evenements/group-meeting"},
    "edit-of-a-group": {"path": "/evenements/group-meeting/modifier"},
    "new-of-a-group": {
        "path": "/nouvel-evenement?demarche=live&groupe=diffusion",
    },
}
