"""A restore that is interrupted or refused, and what one leaves behind."""

import json
import os
import sqlite3
import tarfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.models import (
    Event,
    Registration,
)
from concertation.running.backups import (
    ProgramFailed,
    RestoreUnfinished,
    make_backup,
    restore_backup,
    restoring,
    sqlite_files,
)
from concertation.running.backups.left_over import is_unfinished
from concertation.running.backups.manifest import checksum_of
from concertation.running.checkup import check_installation
from concertation.services.personal_data import erase_registration
from tests.factories import (
    ACTOR,
    NOW,
    make_event,
    register,
)

pytestmark = pytest.mark.on_both_databases
LATER = NOW + timedelta(days=3650)
BY = {"actor": ACTOR, "now": LATER}


def test_a_restore_that_is_interrupted_goes_on_where_it_stopped(
    app, tmp_path, monkeypatch
):
    event = make_event(capacity=None)
    number = register(event, 1).registration_id
    instance = app.config["SETTINGS"].instance
    instance.mkdir(exist_ok=True)
    file = make_backup(tmp_path / "one.tar.gz", now=NOW + timedelta(hours=2)).file
    erase_registration(number, **BY)
    with monkeypatch.context() as patch:
        patch.setattr(restoring, "erase_again", out_of_room)
        with pytest.raises(RestoreUnfinished, match="No space left"):
            restore_backup(file, replaces=True, now=LATER)
    db.session.remove()
    assert db.session.get_one(Registration, number).email
    found = check_installation(app.config["SETTINGS"])
    assert "restore" in {each.subject for each in found if not each.is_good}

    # What it was told lies in the file alone: this database does not know of it.
    restore_backup(file, replaces=True, now=LATER)

    db.session.remove()
    assert not db.session.get_one(Registration, number).email
    assert not is_unfinished(instance)


def test_a_restore_that_is_refused_leaves_nothing_to_finish(run, tmp_path, env):
    make_event()
    file = tmp_path / "one.tar.gz"
    run("backup", "--output", file)
    (tmp_path / "parts").mkdir()
    with tarfile.open(file) as tar:
        for name in tar.getnames():
            (tmp_path / "parts" / name).write_bytes(tar.extractfile(name).read())
    [part] = (tmp_path / "parts").glob("database.*")
    part.write_bytes(b"no database")
    manifest = tmp_path / "parts" / "manifest.json"
    told = json.loads(manifest.read_text())
    told["checksums"][part.name] = checksum_of(part)
    manifest.write_text(json.dumps(told))
    with tarfile.open(file, "w:gz") as tar:
        for each in (tmp_path / "parts").iterdir():
            tar.add(each, arcname=each.name)

    done = run("restore", file, "--replace")

    assert done.returncode == 1
    assert "nothing was restored" in done.stderr
    assert not is_unfinished(Path(env["CONCERTATION_INSTANCE"]))
    assert len(db.session.scalars(select(Event.id)).all()) == 1


def test_what_a_restore_replaced_is_not_kept_for_ever(app):
    instance = app.config["SETTINGS"].instance
    instance.mkdir(exist_ok=True)
    file = instance / "replaced-2026-01-01T000000Z.tar.gz"
    file.touch()
    findings = {each.subject for each in check_installation(app.config["SETTINGS"])}
    os.utime(file, (0, 0))

    [bad] = [
        each
        for each in check_installation(app.config["SETTINGS"])
        if each.subject == "restore"
    ]

    assert "restore" not in findings
    assert file.name in bad.text


def out_of_room(*_args, **_kwargs):
    raise OSError(28, "No space left on device")


def test_a_database_that_is_not_there_is_told_and_not_made(run, tmp_path, env):
    missing = tmp_path / "moved.sqlite"
    env["CONCERTATION_DATABASE_URL"] = f"sqlite:///{missing}"

    done = run("backup", "--output", tmp_path / "one.tar.gz")

    assert done.returncode == 1
    assert "there is no database at" in done.stderr
    assert not missing.exists()
    assert not (tmp_path / "one.tar.gz").exists()


def test_a_full_disk_is_told_and_leaves_all_as_it_was(tmp_path, monkeypatch):
    here = tmp_path / "here.sqlite"
    for file in (here, tmp_path / sqlite_files.FILE):
        with closing(sqlite3.connect(file)) as database:
            database.execute(f'CREATE TABLE "{file.stem}" (id INTEGER)')
    connect = sqlite3.connect

    class FullDisk(sqlite3.Connection):
        def backup(self, *_args, **_kwargs) -> None:
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr(
        sqlite3,
        "connect",
        lambda *told, **more: connect(*told, **more, factory=FullDisk),
    )

    with pytest.raises(ProgramFailed, match="disk is full"):
        sqlite_files.dump_sqlite(here, tmp_path)
    with pytest.raises(ProgramFailed, match="disk is full"):
        sqlite_files.load_sqlite(tmp_path, here)

    monkeypatch.undo()
    with closing(sqlite3.connect(here)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [
            ("here",)
        ]
