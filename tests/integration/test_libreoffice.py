"""What people see when they open our lists: columns, accents and dates.

LibreOffice opens each file as it would for them, and saves what it understood.
"""

import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from tests.exported import taken
from tests.factories import make_answers, make_event, register

COLUMNS = (
    "state",
    "seats",
    "family_name",
    "given_name",
    "role",
    "category",
    "phone",
    "accessibility_needs",
    "registered_at",
)
TITLES = [
    "État",
    "Nombre de places",
    "Nom",
    "Prénom",
    "Fonction dans la structure",
    "Type de structure",
    "Téléphone",
    "Besoins d’accessibilité",
    "Date d’inscription",
]
# Semicolons, quotation marks, UTF-8, from the first line, in French, dates as dates.
AS_FRENCH_CSV = "Text - txt - csv (StarCalc):59,34,76,1,,1036,false,true"
LONGEST_SECONDS = 100


@pytest.fixture
def people(app):
    event = make_event(capacity=None)
    awkward = {
        "family_name": "Écluse-Œuvrard; « Nguyễn »",
        "given_name": "M'hamed 👍",
        "role": "=1+1",
        "phone": "+33 6 12 34 56 78",
        "accessibility_needs": "Boucle magnétique\nsalle de plain-pied",
    }
    register(event, 1, answers=make_answers(**awkward))
    register(event, 2, answers=make_answers(family_name="Zola", phone="0612345678"))


def understood(folder: Path, *files: Path, **options: str) -> dict[str, list]:
    """The rows that LibreOffice reads from each file, by the file's ending."""
    out = folder / "understood"
    told = [f"--{name}={value}" for name, value in options.items()]
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--headless",
            *told,
            "--convert-to",
            "xlsx",
            "--outdir",
            str(out),
            *map(str, files),
        ],
        check=True,
        capture_output=True,
        timeout=LONGEST_SECONDS,
    )
    found = {}
    for file in files:
        book = openpyxl.load_workbook(out / f"{file.stem}.xlsx")
        found[file.suffix] = [[c.value for c in row] for row in book.active]
    return found


@pytest.fixture
def opened(desk, people, tmp_path) -> dict[str, list]:
    files = {}
    for form in ("csv", "xlsx", "ods"):
        files[form] = tmp_path / f"as-{form}.{form}"
        files[form].write_bytes(taken(desk, form, "", COLUMNS).data)
    return understood(tmp_path, files["xlsx"], files["ods"]) | understood(
        tmp_path, files["csv"], infilter=AS_FRENCH_CSV
    )


def test_libreoffice_opens_our_lists_with_columns_accents_and_dates(opened):
    for ending in (".csv", ".xlsx", ".ods"):
        titles, first, second = opened[ending]
        assert titles == TITLES, ending
        guard = "'" if ending == ".csv" else ""
        assert first == [
            "Confirmée",
            1,
            "Écluse-Œuvrard; « Nguyễn »",
            "M'hamed 👍",
            f"{guard}=1+1",
            "Musée",
            f"{guard}+33 6 12 34 56 78",
            "Boucle magnétique\nsalle de plain-pied",
            datetime(2026, 3, 2, 10, 0),  # noqa: DTZ001 -- the clock on the wall
        ], ending
        assert second[2] == "Zola"
        # CSV has no types: there a number is what looks like one.
        assert second[6] == (612345678 if ending == ".csv" else "0612345678")
