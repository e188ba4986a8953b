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

from concertation.database import db, transaction
from concertation.models import Event, LimitUse, Registration, SeatPool
from concertation.queries.installation import holds_anything
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
from concertation.services.purge import purge_everything
from tests.factories import ACTOR, NOW, make_account, make_event, register
from tests.processes import make_process
from tests.smtp_server import HOST, free_port

pytestmark = pytest.mark.on_both_databases
LATER = NOW + timedelta(days=3650)
BY = {"actor": ACTOR, "now": LATER}


@pytest.fixture
def backup_of_nothing(run, tmp_path) -> Path:
    """Of an installation as it is when new."""
    file = tmp_path / "nothing.tar.gz"
    assert run("backup", "--output", file).returncode == 0
    return file


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


def make_table_of_another_program() -> None:
    with transaction() as session:
        session.execute(db.text("CREATE TABLE elsewhere (id INTEGER)"))
        session.execute(db.text("INSERT INTO elsewhere VALUES (1)"))


@pytest.mark.parametrize(
    "fill",
    [make_account, make_event, make_process, make_table_of_another_program],
    ids=["account", "event", "process", "another program's"],
)
def test_an_installation_that_holds_anything_is_not_replaced_unasked(
    run, backup_of_nothing, fill
):
    fill()

    refused = run("restore", backup_of_nothing)

    assert refused.returncode == 1
    assert "this installation holds something already" in refused.stderr
    assert "--replace" in refused.stderr
    assert holds_anything(db.session())
    assert run("restore", backup_of_nothing, "--replace").returncode == 0


def test_what_the_program_notes_by_itself_is_not_in_the_way(
    run, backup_of_nothing, client
):
    client.get("/")
    with transaction() as session:
        session.add(LimitUse(source="k" * 64, used_until=1))
    purge_everything(now=NOW)

    done = run("restore", backup_of_nothing)

    assert done.returncode == 0, done.stderr


def test_a_database_that_cannot_be_read_is_not_replaced_unasked(
    run, backup_of_nothing, env, tmp_path, database_url
):
    if not database_url.startswith("sqlite"):
        pytest.skip("a server that is away keeps what it holds")
    damaged = tmp_path / "damaged.sqlite"
    damaged.write_bytes(b"no database" * 1000)
    env["CONCERTATION_DATABASE_URL"] = f"sqlite:///{damaged}"

    refused = run("restore", backup_of_nothing)

    assert refused.returncode == 1
    assert "cannot be read (file is not a database): move it away" in refused.stderr
    assert damaged.read_bytes() == b"no database" * 1000
    damaged.rename(tmp_path / "moved.sqlite")
    assert run("restore", backup_of_nothing).returncode == 0


def test_a_restore_without_a_mail_server_is_one_and_says_what_is_left(
    run, tmp_path, env
):
    register(make_event())
    file = tmp_path / "one.tar.gz"
    run("backup", "--output", file)
    env["CONCERTATION_SMTP_URL"] = f"smtp://{HOST}:{free_port()}"

    done = run("restore", file, "--replace")

    assert done.returncode == 0, done.stdout
    assert "Restored as of" in done.stdout
    assert f"still to see to: mail server: {HOST}" in done.stdout
    assert run("check").returncode == 1


def test_a_restore_of_what_does_not_add_up_is_not_called_good(run, tmp_path):
    event = make_event()
    with transaction() as session:
        session.get_one(SeatPool, event.pool_id).seats_taken = 7
    file = tmp_path / "one.tar.gz"
    run("backup", "--output", file)

    done = run("restore", file, "--replace")

    assert done.returncode == 1
    assert "Restored as of" in done.stdout
    assert "BAD seats: pool" in done.stdout


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
