"""Lists that are taken away as files: whole or not at all, for their owner alone."""

import csv
import errno
import stat
from pathlib import Path

import pytest
from openpyxl import load_workbook

from concertation.cli import cli, exports
from concertation.domain.exporting import ExportFormat
from tests.factories import make_answers, make_event, register
from tests.forked import run_program

FULL = OSError(errno.ENOSPC, "No space left on device")
ATTENDEES = ("export", "attendees", "ouverture", "--output")


@pytest.fixture
def env(app, database_url) -> dict[str, str]:
    instance = str(app.config["SETTINGS"].instance)
    return {
        "CONCERTATION_INSTANCE": instance,
        "CONCERTATION_DATABASE_URL": database_url,
    }


def left_beside(output: Path) -> list[Path]:
    return [file for file in output.parent.glob(".*") if file.is_file()]


def test_attendees_are_exported_to_a_file(app, env, tmp_path):
    register(make_event())
    output = tmp_path / "attendees.csv"

    done = run_program(*ATTENDEES, str(output), env=env)

    assert done.returncode == 0, done.stderr
    text = output.read_text(encoding="utf-8-sig")
    assert "d'Hœuf-Lefèbvre" in text
    [titles, row] = csv.reader(text.splitlines(), delimiter=";")
    assert len(titles) == len(row)
    assert done.stdout == f"1 person written to {output}\n"
    assert stat.S_IMODE(output.stat().st_mode) == 0o600
    assert left_beside(output) == []


def test_how_many_are_written_is_told_without_the_titles(app, env, tmp_path):
    event = make_event(capacity=None)
    for number in range(3):
        register(event, number)
    output = tmp_path / "attendees.xlsx"

    done = run_program(*ATTENDEES, str(output), "--format", "xlsx", env=env)

    assert done.stdout == f"3 people written to {output}\n"


def test_attendees_are_exported_as_a_spreadsheet_in_english(app, env, tmp_path):
    register(make_event())
    output = tmp_path / "attendees.xlsx"

    words = ("--format", "xlsx", "--lang", "en")
    done = run_program(*ATTENDEES, str(output), *words, env=env)

    assert done.returncode == 0, done.stderr
    rows = [[cell.value for cell in row] for row in load_workbook(output).active]
    assert "Family name" in rows[0]
    assert "d'Hœuf-Lefèbvre" in rows[1]


def test_what_is_sensitive_is_written_when_it_is_asked_for(app, env, tmp_path):
    register(make_event(), answers=make_answers(accessibility_needs="Boucle"))
    output = tmp_path / "attendees.json"

    run_program(*ATTENDEES, str(output), "--format", "json", env=env)
    usual = output.read_text()
    words = ("--format", "json", "--all-columns")
    run_program(*ATTENDEES, str(output), *words, env=env)

    assert "Boucle" not in usual
    assert "Boucle" in output.read_text()


def test_an_event_that_does_not_exist_is_not_exported(env, tmp_path):
    output = tmp_path / "attendees.csv"

    done = run_program("export", "attendees", "none", "--output", str(output), env=env)

    assert done.returncode == 1
    assert "no event has the address none" in done.stderr
    assert not output.exists()


def test_a_folder_that_does_not_exist_is_told_in_a_line(app, env, tmp_path):
    make_event()
    output = tmp_path / "none" / "attendees.csv"

    done = run_program(*ATTENDEES, str(output), env=env)

    assert done.returncode == 1
    assert done.stderr == f"Error: cannot write {output}: No such file or directory\n"


def test_a_list_that_fails_midway_leaves_the_older_one_and_no_draft(
    app, tmp_path, monkeypatch
):
    make_event()
    output = tmp_path / "attendees.csv"
    output.write_text("older")

    def until_the_disk_is_full(_table):
        yield b"half of it"
        raise FULL

    monkeypatch.setitem(exports.WRITERS, ExportFormat.CSV, until_the_disk_is_full)
    done = app.test_cli_runner().invoke(cli, [*ATTENDEES, str(output)])

    assert done.exit_code == 1
    [told] = done.output.splitlines()
    assert told.startswith(f"Error: cannot write {output}: ")
    assert told.endswith("No space left on device")
    assert output.read_text() == "older"
    assert left_beside(output) == []
