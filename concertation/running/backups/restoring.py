"""Put a backup in the place of what is there."""

import shutil
import tarfile
import zlib
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from sqlalchemy import make_url
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import Session

from concertation.application import folder as folder_of
from concertation.config import Settings
from concertation.database import db
from concertation.domain.erasures import Erasure
from concertation.domain.errors import Refusal
from concertation.queries.erasures import erasures_since, renewed_credentials
from concertation.queries.installation import holds_anything
from concertation.running.backups.errors import (
    BackupUnusable,
    ProgramFailed,
    RestoreUnfinished,
)
from concertation.running.backups.left_over import keep, left_over, settle
from concertation.running.backups.making import (
    MOMENT,
    SECRET,
    SUFFIX,
    WORKING,
    Backup,
    make_backup,
)
from concertation.running.backups.manifest import NAME, Manifest
from concertation.running.backups.postgres_dumps import FILE as POSTGRES_FILE
from concertation.running.backups.postgres_dumps import load_postgres
from concertation.running.backups.sqlite_files import FILE as SQLITE_FILE
from concertation.running.backups.sqlite_files import load_sqlite
from concertation.running.migrating import migrate_database
from concertation.running.whole_files import replaced
from concertation.services.erasures import close_doors, erase_again

PARTS = frozenset({NAME, SECRET, SQLITE_FILE, POSTGRES_FILE})


Told = TypeVar("Told")
CLOCKS_DIFFER_BY = timedelta(hours=1)
"""Between machines; and an instant is noted when a request begins."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    manifest: Manifest
    before: Backup | None
    """Of what was replaced; None where nothing was there, or nothing readable."""
    again: Counter[str]
    """What was erased, taken back or stopped again."""
    knows_erasures: bool
    """Whether the database that was replaced could tell who was erased meanwhile."""
    renewed: Sequence[str]
    """Addresses of accounts whose password or second factor was another by then."""


def restore_backup(
    file: Path,
    *,
    replaces: bool,
    erasures: Sequence[Erasure] = (),
    now: datetime,
) -> Restored:
    """Restore, bring up to date, and erase again whom the backup brings back.

    What is replaced is backed up beside the database first. Nothing is changed when it
    raises `BackupUnusable`, `ProgramFailed` or `OSError`. Raises `RestoreUnfinished`
    where it fails afterwards; the next one then goes on with what is left.
    """
    settings: Settings = current_app.config["SETTINGS"]
    with TemporaryDirectory(dir=settings.instance, prefix=WORKING[1]) as name:
        folder = Path(name)
        manifest = _unpack(file, folder)
        _refuse_unless_fitting(manifest, folder)
        is_used = _is_used(replaces=replaces)
        since = manifest.made_at - CLOCKS_DIFFER_BY
        known = _told_by_now(erasures_since, since)
        renewed = _told_by_now(renewed_credentials, since)
        before = _back_up_what_is_there(settings, now=now) if is_used else None
        told = _replace(folder, settings, [*(known or ()), *erasures])
    return Restored(
        manifest=manifest,
        before=before,
        again=_finish(settings, told, now=now),
        knows_erasures=known is not None,
        renewed=renewed or (),
    )


def _replace(
    folder: Path, settings: Settings, erasures: Sequence[Erasure]
) -> Sequence[Erasure]:
    """Load it; return what is to be erased again, which is kept until it is."""
    left = left_over(settings.instance)
    told = [*erasures, *left]
    keep(settings.instance, told)
    try:
        _load(folder, settings)
    except (BackupUnusable, ProgramFailed, OSError):
        if not left:
            settle(settings.instance)
        raise
    return told


def _finish(
    settings: Settings, told: Sequence[Erasure], *, now: datetime
) -> Counter[str]:
    try:
        migrate_database()
        close_doors()
        again = erase_again(told, now=now)
    except (OSError, SQLAlchemyError, Refusal) as error:
        raise RestoreUnfinished(str(error).splitlines()[0]) from error
    settle(settings.instance)
    return again


def _unpack(file: Path, folder: Path) -> Manifest:
    try:
        with tarfile.open(file, mode="r:gz") as tar:
            for member in tar:
                # Others are not ours, and a name may lead out of the folder.
                if member.isreg() and member.name in PARTS:
                    _take_out(tar, member, folder)
    except (OSError, EOFError, tarfile.TarError, zlib.error) as error:
        raise BackupUnusable(f"{file} cannot be read: {error}") from error
    manifest = folder / NAME
    if not manifest.is_file():
        raise BackupUnusable(f"{file} is no backup of this program")
    return Manifest.from_json(manifest.read_bytes())


def _take_out(tar: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    content = tar.extractfile(member)
    if content is not None:
        with (folder / member.name).open("wb") as part:
            shutil.copyfileobj(content, part)


def _refuse_unless_fitting(manifest: Manifest, folder: Path) -> None:
    manifest.refuse_unless_whole(folder)
    parts = {each.name for each in folder.iterdir()} - {NAME}
    if parts != manifest.checksums.keys() or not parts & {SQLITE_FILE, POSTGRES_FILE}:
        raise BackupUnusable("it holds other files than it says")
    here = db.engine.dialect.name
    if manifest.dialect != here:
        raise BackupUnusable(
            f"it is of {manifest.dialect}, and this installation uses {here}: set"
            " CONCERTATION_DATABASE_URL to a database of that kind"
        )
    scripts = ScriptDirectory(str(folder_of("migrations")))
    try:
        scripts.get_revision(manifest.revision)
    except CommandError as error:
        raise BackupUnusable(
            f"version {manifest.program} of the program made it, which is newer than"
            " this one: install that version first"
        ) from error


def _is_used(*, replaces: bool) -> bool:
    """Whether there is something to keep before it is replaced.

    Raises `BackupUnusable` unless it is said that what is there may go.
    """
    is_used, found = False, ""
    try:
        if holds_anything(db.session()):
            is_used, found = True, "something already, be it an account alone"
    except DBAPIError as error:
        why = str(error.orig).splitlines()[0]
        found = f"a database that cannot be read ({why}): move it away"
    finally:
        db.session.remove()
    if found and not replaces:
        raise BackupUnusable(
            f"this installation holds {found}; --replace puts the backup in its place"
        )
    return is_used


def _told_by_now(
    ask: Callable[[Session, datetime], Sequence[Told]], since: datetime
) -> Sequence[Told] | None:
    """None where the database that is about to be replaced cannot tell."""
    try:
        return ask(db.session(), since)
    except DBAPIError:
        return None
    finally:
        db.session.remove()


def _back_up_what_is_there(settings: Settings, *, now: datetime) -> Backup:
    moment = now.strftime(MOMENT)
    return make_backup(settings.instance / f"replaced-{moment}{SUFFIX}", now=now)


def _load(folder: Path, settings: Settings) -> None:
    """The secret takes its place once the database has: links are signed with it."""
    secret = folder / SECRET
    with ExitStack() as stack:
        if secret.is_file():
            kept = stack.enter_context(replaced(settings.instance / SECRET))
            kept.write(secret.read_bytes())
        url = make_url(settings.database_url)
        db.engine.dispose()
        if url.get_backend_name() == "sqlite":
            load_sqlite(folder, Path(url.database or ""))
        else:
            load_postgres(folder, url)
