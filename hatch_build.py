"""What the wheel carries beyond the package's own files."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STANDING_OUTSIDE = ("templates", "static", "migrations")


class CustomBuildHook(BuildHookInterface[Any]):
    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        root = Path(self.root)
        for po in sorted(root.glob("concertation/translations/*/LC_MESSAGES/*.po")):
            mo = _compile(po)
            # Git ignores .mo files, and hatchling leaves out what git ignores.
            build_data["artifacts"].append(f"/{mo.relative_to(root).as_posix()}")
        # An editable install reads them where they stand: a copy would grow old.
        if version != "editable":
            for folder in STANDING_OUTSIDE:
                build_data["force_include"][folder] = f"concertation/{folder}"


def _compile(po: Path) -> Path:
    mo = po.with_suffix(".mo")
    with po.open("rb") as source:
        catalogue = read_po(source, locale=po.parent.parent.name)
    with mo.open("wb") as target:
        write_mo(target, catalogue)
    return mo
