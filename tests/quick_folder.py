"""Where databases lie that live for a moment: in memory, where there is room."""

import os
import shutil
from pathlib import Path

MEMORY = Path("/dev/shm")  # noqa: S108 -- what lies there has a folder of its own
LEAST_BYTES = 1024**3


def quick_folder() -> str | None:
    """The folder to make temporary folders in; None: where they are made anyway.

    A container often has some megabytes there, which one server would fill.
    """
    fits = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > LEAST_BYTES
    return str(MEMORY) if fits else None


def empty(folder: Path) -> None:
    for left in folder.glob("*"):
        shutil.rmtree(left) if left.is_dir() else left.unlink()
