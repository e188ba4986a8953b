"""What people see when they open our lists: columns, accents and dates.

LibreOffice opens each file as it would for them, and saves what it understood.
"""

import subprocess
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from concertation.exports.own_columns import key_of
from tests.exported import taken
from tests.factories import make_answers, make_event, register
from tests.full_event import K, ask, fresh

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
OWN = {
    "Régime (midi)": (K.ONE_OF, ("Végétarien; sans œuf", "Viande")),
    "Arrivée": (K.DATE, ()),
    "Déjeuner": (K.YES_NO, ()),
}
LONGEST_SECONDS = 100


@pytest.fixture
def event(app):
    event = make_event(capacity=None)
    for label, (kind, choices) in OWN.items():
        ask(event, label, kind, *choices)
    return fresh(event)


@pytest.fixture
def people(event):
    awkward = {
        "family_name": "Écluse-Œuvrard; « Nguyễn »",
        "given_name": "M'hamed 👍",
        "role": "=1+1",
        "phone": "+33 6 12 34 56 78",
        "accessibility_needs": "Boucle magnétique\nsalle de plain-pied",
    }
    meal, arrival, lunch = event.questions
    own = {meal.id: meal.choices[0].id, arrival.id: "2099-06-19", lunch.id: True}
    register(event, 1, answers=make_answers(**awkward, own=own))
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
def opened(desk, event, people, tmp_path) -> dict[str, list]:
    files = {}
    columns = (*COLUMNS, *(key_of(question) for question in event.questions))
    for form in ("csv", "xlsx", "ods"):
        files[form] = tmp_path / f"as-{form}.{form}"
        files[form].write_bytes(taken(desk, form, "", columns).data)
    return understood(tmp_path, files["xlsx"], files["ods"]) | understood(
        tmp_path, files["csv"], infilter=AS_FRENCH_CSV
    )


def test_libreoffice_opens_our_lists_with_columns_accents_and_dates(opened):
    for ending in (".csv", ".xlsx", ".ods"):
        titles, first, second = opened[ending]
        assert titles == [*TITLES, *OWN], ending
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
            "Végétarien; sans œuf",
            *_told(ending),
        ], ending
        assert second[-3:] == [None, None, None], ending
        assert second[2] == "Zola"
        # CSV has no types: there a number is what looks like one.
        assert second[6] == (612345678 if ending == ".csv" else "0612345678")


def _told(ending: str) -> list[object]:
    """A day and a yes: in CSV a day is what looks like one."""
    day = "19/06/2099"
    return [datetime(2099, 6, 19) if ending == ".csv" else day, "Oui"]  # noqa: DTZ001
