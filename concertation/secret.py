"""The secret of a local installation: made once, kept for its owner alone."""

import os
import secrets
from pathlib import Path

SHORTEST_SECRET = 32
FEWEST_DIFFERENT_CHARACTERS = 10


def is_weak_secret(value: str) -> bool:
    return len(value) < SHORTEST_SECRET or len(set(value)) < FEWEST_DIFFERENT_CHARACTERS


def kept_secret(path: Path) -> str:
    """Return the secret kept in ``path``, readable by its owner only; make it once.

    Two processes that start together agree on one secret: the file is written aside
    and linked into place, which fails for whoever comes second.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        draft = path.with_name(f".{path.name}.{os.getpid()}")
        owner_only = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(owner_only, "w") as file:
            file.write(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
