"""Files of people, as spreadsheets and other programs write them."""

import csv
from collections.abc import Sequence
from io import BytesIO, StringIO
from xml.sax.saxutils import escape
from zipfile import ZIP_STORED, ZipFile

import openpyxl

HEADINGS = (
    "Nom",
    "Prénom",
    "Adresse e-mail",
    "Structure",
    "Fonction dans la structure",
    "Type de structure",
    "Département",
)
MANIFEST = """<?xml version="1.0"?><manifest:manifest
 xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
 <manifest:file-entry manifest:full-path="/"
  manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
 <manifest:file-entry manifest:full-path="content.xml"
  manifest:media-type="text/xml"/>{more}</manifest:manifest>"""
CONTENT = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">
 <office:body><office:spreadsheet><table:table table:name="Feuille1">{rows}
 </table:table></office:spreadsheet></office:body></office:document-content>"""
SPREADSHEET = "application/vnd.oasis.opendocument.spreadsheet"

Rows = Sequence[Sequence[object]]


def person_row(number: int, **changes: str) -> list[str]:
    row = {
        "family_name": f"Exemple {number}",
        "given_name": "Zoé",
        "email": f"person{number}@example.org",
        "organisation": "Musée imaginaire du lin",
        "role": "Directrice",
        "category": "Musée",
        "departement": "Nord",
    }
    return list((row | changes).values())


def people(*numbers: int) -> list[list[str]]:
    return [list(HEADINGS), *(person_row(number) for number in numbers)]


def csv_file(rows: Rows, *, separator: str = ";", encoding: str = "utf-8-sig") -> bytes:
    text = StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(rows: Rows) -> bytes:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(list(row))
    return saved(workbook)


def saved(workbook: openpyxl.Workbook) -> bytes:
    file = BytesIO()
    workbook.save(file)
    return file.getvalue()


def ods_file(rows: Rows, *, manifest: str = "") -> bytes:
    written = "".join(
        f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"
        for row in rows
    )
    return zipped(
        {
            "mimetype": SPREADSHEET,
            "META-INF/manifest.xml": MANIFEST.format(more=manifest),
            "content.xml": CONTENT.format(rows=written),
        }
    )


def zipped(parts: dict[str, str]) -> bytes:
    file = BytesIO()
    with ZipFile(file, "w", ZIP_STORED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return file.getvalue()


def _ods_cell(value: object) -> str:
    if isinstance(value, int | float):
        kind = f'office:value-type="float" office:value="{value}"'
    else:
        kind = 'office:value-type="string"'
    lines = "".join(
        f"<text:p>{escape(part)}</text:p>" for part in str(value).split("\n")
    )
    return f"<table:table-cell {kind}>{lines}</table:table-cell>"
