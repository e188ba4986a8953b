"""Make a backup, while the site is used."""

import io
import shutil
import tarfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from alembic.migration import MigrationContext
from flask import current_app
from sqlalchemy import URL, make_url

from concertation.config import Settings
from concertation.database import db
from concertation.running.backups.errors import ProgramFailed
from concertation.running.backups.manifest import NAME, Manifest, checksum_of
from concertation.running.backups.postgres_dumps import dump_postgres
from concertation.running.backups.sqlite_files import dump_sqlite
from concertation.running.whole_files import replaced

SECRET = "secret-key"  # noqa: S105 -- the name of a file
PREFIX, SUFFIX = "concertation-", ".tar.gz"
MOMENT = "%Y-%m-%dT%H%M%SZ"
WORKING = (".backup-", ".restore-")
"""Folders to work in, beside the database."""
NO_BACKUP_LASTS = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    file: Path
    size: int
    """In bytes."""
    manifest: Manifest


def make_backup(target: Path, *, now: datetime) -> Backup:
    """Write one; a folder gets a file that is named after this moment (UTC).

    The files that people sent lie in the database. The secret is in it where the
    program keeps it itself: without it, links in mails of before open nothing. Raises
    `ProgramFailed`, and `OSError` where the file cannot be written: then none is left.
    """
    settings: Settings = current_app.config["SETTINGS"]
    file = target / f"{PREFIX}{now.strftime(MOMENT)}{SUFFIX}"
    file = file if target.is_dir() else target
    with TemporaryDirectory(dir=settings.instance, prefix=WORKING[0]) as name:
        folder = Path(name)
        _sweep_before(folder)
        parts = [_dump(make_url(settings.database_url), folder)]
        secret = settings.instance / SECRET
        if secret.is_file():
            parts.append(secret)
        manifest = Manifest(
            made_at=now,
            program=version("concertation"),
            dialect=db.engine.dialect.name,
            revision=_revision(),
            checksums={part.name: checksum_of(part) for part in parts},
        )
        _pack(file, manifest, parts)
    return Backup(file=file, size=file.stat().st_size, manifest=manifest)


def remove_old_backups(folder: Path, *, keep: int) -> list[Path]:
    """Leave the latest of those that lie there; return those that were removed."""
    found = sorted(folder.glob(f"{PREFIX}*{SUFFIX}"))
    old = found[: max(0, len(found) - keep)]
    for file in old:
        file.unlink()
    return old


def _sweep_before(folder: Path) -> None:
    """What a backup that was killed left: it holds as much as the database does."""
    latest = folder.stat().st_mtime - NO_BACKUP_LASTS.total_seconds()
    for prefix in WORKING:
        for left in folder.parent.glob(f"{prefix}*"):
            if left.stat().st_mtime < latest:
                shutil.rmtree(left, ignore_errors=True)


def _dump(url: URL, folder: Path) -> Path:
    if url.get_backend_name() == "sqlite":
        return dump_sqlite(Path(url.database or ""), folder)
    return dump_postgres(url, folder)


def _revision() -> str:
    with db.engine.connect() as connection:
        revision = MigrationContext.configure(connection).get_current_revision()
    if not revision:
        raise ProgramFailed("this database is empty: there is nothing to back up")
    return revision


def _pack(file: Path, manifest: Manifest, parts: list[Path]) -> None:
    told = manifest.to_json()
    with (
        replaced(file) as draft,
        tarfile.open(fileobj=draft, mode="w:gz", compresslevel=6) as tar,
    ):
        head = tarfile.TarInfo(NAME)
        head.size, head.mtime = len(told), int(manifest.made_at.timestamp())
        tar.addfile(head, io.BytesIO(told))
        for part in parts:
            tar.add(part, arcname=part.name, filter=_without_owner)


def _without_owner(info: tarfile.TarInfo) -> tarfile.TarInfo:
    info.uid = info.gid = 0
    info.uname = info.gname = ""
    info.mode = 0o600
    return info
