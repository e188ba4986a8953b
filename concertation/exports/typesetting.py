"""Documents to print: a template and its data become a tagged PDF.

The compiler works in a process of its own (`typst_process.py`), which gives back the
hundred megabytes that it takes.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

_PROCESS: Final = "concertation.exports.typst_process"
_LONGEST_SECONDS: Final = 60


def typeset(template: Path, data: dict[str, Any]) -> bytes:
    """Return the PDF. Raises `CalledProcessError` or `TimeoutExpired`.

    What people typed travels as data and is never read as a template's own words.
    """
    done = subprocess.run(  # noqa: S603 -- ourselves, and a template of ours
        [sys.executable, "-P", "-m", _PROCESS, str(template)],
        input=json.dumps(data).encode(),
        stdout=subprocess.PIPE,
        timeout=_LONGEST_SECONDS,
        check=True,
    )
    return done.stdout
