"""Backups: made while the site is used, brought back whole, and erased in again."""

import io
import json
import os
import stat
import tarfile
from pathlib import Path

import pytest
from sqlalchemy import select

from concertation.database import db
from concertation.models import Participant, Registration
from concertation.queries.seating import miscounts
from concertation.services.participant_erasure import erase_participant
from concertation.services.personal_data import erase_registration
from tests.enrolments import enrol
from tests.factories import ACTOR, make_event, register
from tests.forked import run_program
from tests.integration.conftest import SECRET
from tests.processes import make_published_process
from tests.storm import all_at_once, register_number, register_numbers

pytestmark = pytest.mark.on_both_databases


def people() -> list[tuple[str, str]]:
    db.session.remove()
    rows = select(Registration.email, Registration.family_name)
    return [tuple(row) for row in db.session.execute(rows.order_by(Registration.id))]


def parts_of(file: Path) -> dict[str, bytes]:
    with tarfile.open(file) as tar:
        return {each.name: tar.extractfile(each).read() for each in tar}


def packed(file: Path, parts: dict[str, bytes]) -> Path:
    with tarfile.open(file, "w:gz") as tar:
        for name, content in parts.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    return file


def forget_checksums(parts: dict[str, bytes]) -> None:
    """As if somebody had written a manifest for nothing: an empty database fits it."""
    told = json.loads(parts["manifest.json"]) | {"checksums": {}}
    parts["manifest.json"] = json.dumps(told).encode()


def test_what_was_backed_up_comes_back_and_what_was_there_is_kept(run, tmp_path, env):
    event = make_event(capacity=None)
    register(event, 1)
    register(event, 2)
    there = people()
    made = run("backup", "--output", tmp_path / "one.tar.gz")
    register(event, 3)

    done = run("restore", tmp_path / "one.tar.gz", "--replace")

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stderr
    assert "Restored as of" in done.stdout
    assert people() == there
    assert not miscounts(db.session())
    assert stat.S_IMODE((tmp_path / "one.tar.gz").stat().st_mode) == 0o600
    [replaced] = Path(env["CONCERTATION_INSTANCE"]).glob("replaced-*.tar.gz")
    assert run("restore", replaced, "--replace").returncode == 0
    assert len(people()) == 3


def test_the_audit_trail_of_a_restored_database_is_still_append_only(run, tmp_path):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")
    run("restore", tmp_path / "one.tar.gz", "--replace")

    with pytest.raises(Exception, match="append-only"):
        db.session.execute(db.text("DELETE FROM audit_entry"))
    db.session.rollback()


def test_nothing_is_replaced_unless_that_is_said(run, tmp_path):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")

    done = run("restore", tmp_path / "one.tar.gz")

    assert done.returncode == 1
    assert "--replace" in done.stderr
    assert len(people()) == 1


def test_the_secret_comes_back_with_the_database(run, tmp_path, env):
    make_event()
    run("backup", "--output", tmp_path / "one.tar.gz")
    secret = Path(env["CONCERTATION_INSTANCE"], "secret-key")
    secret.write_text(SECRET[::-1])

    run("restore", tmp_path / "one.tar.gz", "--replace")

    assert secret.read_text() == SECRET
    assert stat.S_IMODE(secret.stat().st_mode) == 0o600


def test_whoever_was_erased_since_then_is_erased_again(run, tmp_path, app):
    event = make_event(capacity=None)
    erased = register(event, 1).registration_id
    register(event, 2)
    person = enrol(make_published_process(), number=1).participant_id
    run("backup", "--output", tmp_path / "one.tar.gz")
    now = db.session.get_one(Registration, erased).created_at
    later = now.replace(year=now.year + 9)
    erase_registration(erased, actor=ACTOR, now=later)
    erase_participant(person, actor=ACTOR, now=later)

    done = run("restore", tmp_path / "one.tar.gz", "--replace")

    assert "Erased again on their request: 2." in done.stdout
    assert [bool(name) for _email, name in people()] == [False, True]
    assert db.session.get_one(Participant, person).anonymised_at
    assert not miscounts(db.session())


def test_where_the_database_is_lost_lines_tell_who_was_erased(run, tmp_path):
    event = make_event(capacity=None)
    number = register(event, 1).registration_id
    run("backup", "--output", tmp_path / "one.tar.gz")
    later = db.session.get_one(Registration, number).created_at.replace(year=2040)
    lines = tmp_path / "erasures"
    line = {"at": later.isoformat(), "kind": "registration", "number": number}
    before = line | {"at": "2000-01-01T00:00:00+00:00"}

    lines.write_text(json.dumps(before) + "\n")
    spared = run("restore", tmp_path / "one.tar.gz", "--replace", "--erasures", lines)
    left = people()
    lines.write_text(json.dumps(line) + "\n")
    done = run("restore", tmp_path / "one.tar.gz", "--replace", "--erasures", lines)

    assert "request: 0." in spared.stdout
    assert left[0][0]
    assert "request: 1." in done.stdout
    assert people() == [("", "")]


def test_who_was_erased_is_listed_in_numbers(run):
    number = register(make_event()).registration_id
    created_at = db.session.get_one(Registration, number).created_at
    erase_registration(number, actor=ACTOR, now=created_at)

    [line] = run("erasures").stdout.splitlines()
    since = run("erasures", "--since", "2090-01-01").stdout

    told = json.loads(line)
    assert (told["kind"], told["number"]) == ("registration", number)
    assert since == ""


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda parts: parts.pop("manifest.json"), "no backup of this program"),
        (lambda parts: parts.update({"manifest.json": b"{}"}), "cannot be read"),
        (lambda parts: parts.pop("secret-key"), "damaged or missing"),
        (forget_checksums, "other files than it says"),
    ],
)
def test_what_is_no_whole_backup_is_refused(run, tmp_path, change, why):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")
    parts = parts_of(tmp_path / "one.tar.gz")
    change(parts)

    done = run("restore", packed(tmp_path / "bad.tar.gz", parts), "--replace")

    assert done.returncode == 1
    assert why in done.stderr
    assert len(people()) == 1


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"format": 2}, "newer version"),
        ({"revision": "9999"}, "install that version first"),
        ({"dialect": "oracle"}, "CONCERTATION_DATABASE_URL"),
    ],
)
def test_what_does_not_fit_this_installation_is_refused(run, tmp_path, told, why):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")
    parts = parts_of(tmp_path / "one.tar.gz")
    manifest = json.loads(parts["manifest.json"]) | told
    parts["manifest.json"] = json.dumps(manifest).encode()

    done = run("restore", packed(tmp_path / "other.tar.gz", parts), "--replace")

    assert done.returncode == 1
    assert why in done.stderr
    assert len(people()) == 1


def test_nothing_of_a_backup_leads_out_of_its_folder(run, tmp_path, env):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")
    parts = parts_of(tmp_path / "one.tar.gz")
    absolute = tmp_path / "elsewhere"
    parts["../outside"] = parts[str(absolute)] = b"outside"

    done = run("restore", packed(tmp_path / "bad.tar.gz", parts), "--replace")

    assert done.returncode == 0, done.stderr
    assert not Path(env["CONCERTATION_INSTANCE"], "outside").exists()
    assert not absolute.exists()


def test_half_a_file_is_refused(run, tmp_path):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")
    whole = (tmp_path / "one.tar.gz").read_bytes()
    (tmp_path / "half.tar.gz").write_bytes(whole[: len(whole) // 2])

    done = run("restore", tmp_path / "half.tar.gz", "--replace")

    assert done.returncode == 1
    assert "cannot be read" in done.stderr
    assert len(people()) == 1


def test_a_file_with_a_few_other_bytes_is_refused(run, tmp_path):
    register(make_event())
    run("backup", "--output", tmp_path / "one.tar.gz")
    whole = bytearray((tmp_path / "one.tar.gz").read_bytes())
    middle = len(whole) // 2
    whole[middle : middle + 64] = bytes(64)
    (tmp_path / "bad.tar.gz").write_bytes(whole)

    done = run("restore", tmp_path / "bad.tar.gz", "--replace")

    assert done.returncode == 1
    assert "nothing was restored" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(people()) == 1


def test_what_a_killed_backup_left_goes_with_the_next_one(run, tmp_path, env):
    make_event()
    instance = Path(env["CONCERTATION_INSTANCE"])
    left, at_work = instance / ".backup-killed", instance / ".restore-now"
    for folder in (left, at_work):
        folder.mkdir()
        (folder / "database.sqlite").write_text("Zéphyrine")
    os.utime(left, (0, 0))

    assert run("backup", "--output", tmp_path / "one.tar.gz").returncode == 0

    assert not left.exists()
    assert at_work.exists()


def test_a_folder_keeps_the_latest(run, tmp_path):
    make_event()
    folder = tmp_path / "kept"
    folder.mkdir()
    (folder / "notes.txt").write_text("not ours")
    for year in (2020, 2021):
        (folder / f"concertation-{year}-01-01T000000Z.tar.gz").touch()

    done = run("backup", "--output", folder, "--keep", 2)

    left = sorted(file.name for file in folder.iterdir())
    assert done.returncode == 0, done.stderr
    assert len(left) == 3
    assert "concertation-2020-01-01T000000Z.tar.gz" not in left
    assert "notes.txt" in left


def test_where_nothing_can_be_written_it_says_so(run, tmp_path):
    done = run("backup", "--output", tmp_path / "nowhere" / "one.tar.gz")

    assert done.returncode == 1
    assert "cannot write" in done.stderr


def test_a_backup_holds_each_registration_whole_or_not_at_all(app, run, tmp_path):
    event = make_event(capacity=None)
    number, target = event.id, tmp_path / "one.tar.gz"
    register_numbers(app, number, range(1, 4))
    tasks = [lambda n=n: register_number(number, n) for n in range(4, 24)]
    tasks.insert(8, lambda: run_program("backup", "--output", str(target), env=run.env))

    made = [each.result() for each in all_at_once(app, tasks, threads=4)][8]
    done = run("restore", target, "--replace")

    assert made.returncode == 0, made.stderr
    assert done.returncode == 0, done.stdout + done.stderr
    assert not miscounts(db.session())
    assert 3 <= len(people()) <= 23
