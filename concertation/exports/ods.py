"""OpenDocument spreadsheets (ODF 1.3, ISO/IEC 26300), written as they are read.

The widespread library builds the whole tree in memory and is a hundred times slower.
Here rows go from an iterator into the file; only what a page needs around them (their
columns, a heading, logos, a footer) is known before.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import repeat
from typing import BinaryIO, Final, Protocol
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from concertation.exports.ods_cells import as_paragraphs, cell_xml, escaped
from concertation.exports.ods_parts import (
    CONTENT_START,
    CONTENT_STYLES,
    MANIFEST,
    MEDIA_TYPE,
    filter_range,
    meta_xml,
    settings_xml,
    styles_xml,
)
from concertation.exports.ods_sheet import Paper, Picture, Sheet
from concertation.exports.spreadsheets import Cell, Kind, Table

_CHUNK: Final = 64 * 1024
_MAX_ROWS: Final = 1_048_576
_CM_A_CHARACTER: Final = 0.2
_CM_A_LINE: Final = 0.45
_GAP_CM: Final = 0.6
_MARGIN_BELOW_PICTURES_CM: Final = 0.4
_EXTENSIONS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\']")


class _Part(Protocol):
    def write(self, data: bytes, /) -> int: ...


def write_table(table: Table, target: BinaryIO) -> None:
    """Write a plain list, as `spreadsheets.write_xlsx` does: filter, frozen titles."""
    sheet = Sheet(
        name=table.sheet_name,
        titles=[column.title for column in table.columns],
        widths_cm=[column.width * _CM_A_CHARACTER for column in table.columns],
        kinds=[column.kind for column in table.columns],
        rows=table.rows,
        timezone=table.timezone,
    )
    write_ods([sheet], target, Paper(title=table.sheet_name, is_landscape=True))


def write_ods(sheets: Sequence[Sheet], target: BinaryIO, paper: Paper) -> None:
    """Write a file whose sheets come in this order.

    What people typed stays text: no cell is a formula. Control characters, which XML
    forbids, are left out. Raises `ValueError` for a row of another length than the
    titles, for more rows than a sheet holds, and for an instant without a zone.
    """
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        # First and not compressed: by this the kind of the file is known.
        archive.writestr("mimetype", MEDIA_TYPE, compress_type=ZIP_STORED)
        files = list(_pictures_in(archive, sheets))
        with archive.open("content.xml", "w", force_zip64=True) as part:
            _write_content(part, sheets)
        archive.writestr(
            "styles.xml",
            styles_xml(paper, [sheet.page_header for sheet in sheets]),
        )
        archive.writestr("meta.xml", meta_xml(paper.title, paper.language))
        frozen = {_sheet_name(s): _rows_above(s) + 1 for s in sheets if not s.is_ruled}
        archive.writestr("settings.xml", settings_xml(frozen))
        archive.writestr("META-INF/manifest.xml", MANIFEST.format(files="".join(files)))


def _pictures_in(archive: ZipFile, sheets: Sequence[Sheet]) -> Iterator[str]:
    """Store the pictures; yield each one's line of the manifest."""
    for name, picture in _named_pictures(sheets).items():
        archive.writestr(name, picture.content, compress_type=ZIP_STORED)
        yield (
            f'<manifest:file-entry manifest:full-path="{name}"'
            f' manifest:media-type="{picture.media_type}"/>'
        )


def _named_pictures(sheets: Sequence[Sheet]) -> dict[str, Picture]:
    """Each picture once, however many sheets show it."""
    different = dict.fromkeys(p for sheet in sheets for p in sheet.pictures)
    return {
        f"Pictures/{number}.{_EXTENSIONS[picture.media_type]}": picture
        for number, picture in enumerate(different)
    }


def _write_content(part: _Part, sheets: Sequence[Sheet]) -> None:
    names = {picture: name for name, picture in _named_pictures(sheets).items()}
    pieces = _Pieces(part)
    pieces.add(CONTENT_START)
    pieces.add(_automatic_styles(sheets))
    pieces.add("<office:body><office:spreadsheet>")
    ranges = []
    for number, sheet in enumerate(sheets):
        rows = _write_sheet(pieces, number, sheet, names)
        if not sheet.is_ruled:
            ranges.append(
                filter_range(
                    _sheet_name(sheet),
                    number,
                    top=_rows_above(sheet) + 1,
                    rows=rows,
                    columns=len(sheet.titles),
                )
            )
    if ranges:
        pieces.add(f"<table:database-ranges>{''.join(ranges)}</table:database-ranges>")
    pieces.add("</office:spreadsheet></office:body></office:document-content>")
    pieces.flush()


@dataclass(slots=True)
class _Pieces:
    """Text that goes into the file some kilobytes at a time."""

    part: _Part
    waiting: list[str] = field(default_factory=list)
    length: int = 0

    def add(self, text: str) -> None:
        self.waiting.append(text)
        self.length += len(text)
        if self.length >= _CHUNK:
            self.flush()

    def flush(self) -> None:
        self.part.write("".join(self.waiting).encode("utf-8", "replace"))
        self.waiting.clear()
        self.length = 0


def _automatic_styles(sheets: Sequence[Sheet]) -> str:
    tables = "".join(
        f'<style:style style:name="ta{number}" style:family="table"'
        f' style:master-page-name="page{number}">'
        '<style:table-properties table:display="true"/></style:style>'
        for number in range(len(sheets))
    )
    widths = "".join(
        f'<style:style style:name="co{number}_{index}" style:family="table-column">'
        f'<style:table-column-properties style:column-width="{width:.2f}cm"/>'
        "</style:style>"
        for number, sheet in enumerate(sheets)
        for index, width in enumerate(sheet.widths_cm)
    )
    heights = "".join(
        f'<style:style style:name="ro{number}_{name}" style:family="table-row">'
        f'<style:table-row-properties style:row-height="{height:.2f}cm"'
        ' style:use-optimal-row-height="false"/></style:style>'
        for number, sheet in enumerate(sheets)
        for name, height in (
            ("rows", sheet.row_height_cm),
            ("pictures", _height_of_pictures(sheet)),
        )
        if height
    )
    return CONTENT_STYLES.format(tables=tables, widths=widths, heights=heights)


def _write_sheet(
    pieces: _Pieces, number: int, sheet: Sheet, names: dict[Picture, str]
) -> int:
    """Return how many rows stand below the titles."""
    pieces.add(
        f'<table:table table:name="{escaped(_sheet_name(sheet))}"'
        f' table:style-name="ta{number}">{_shapes(sheet, names)}'
    )
    for index in range(len(sheet.titles)):
        pieces.add(f'<table:table-column table:style-name="co{number}_{index}"/>')
    pieces.add(_head(number, sheet))
    height = (
        f' table:style-name="ro{number}_rows"'
        if sheet.row_height_cm is not None
        else ""
    )
    frame = ' table:style-name="ruled"' if sheet.is_ruled else ""
    written = 0
    for row in _checked(sheet):
        cells = map(cell_xml, row, _kinds(sheet), repeat(frame), repeat(sheet.timezone))
        style = height if _fits(row, sheet) else ""
        pieces.add(f"<table:table-row{style}>{''.join(cells)}</table:table-row>")
        written += 1
    pieces.add("</table:table>")
    return written


def _fits(row: Sequence[Cell], sheet: Sheet) -> bool:
    """Whether the height of rows shows all of this one; if not, it grows."""
    if sheet.row_height_cm is None:
        return True
    lines = int(sheet.row_height_cm / _CM_A_LINE)
    return all(
        len(str(cell or "")) * _CM_A_CHARACTER <= lines * width
        for cell, width in zip(row, sheet.widths_cm, strict=True)
    )


def _head(number: int, sheet: Sheet) -> str:
    """The logos' row, the heading, what it is about, and the titles."""
    span = len(sheet.titles)
    rows = []
    if sheet.pictures:
        style = f' table:style-name="ro{number}_pictures"'
        rows.append(f"<table:table-row{style}><table:table-cell/></table:table-row>")
    lines = [("heading", sheet.heading)] if sheet.heading else []
    lines += [("about", line) for line in sheet.about]
    rows += [
        f'<table:table-row><table:table-cell table:style-name="{style}"'
        f' table:number-columns-spanned="{span}" office:value-type="string">'
        f"{as_paragraphs(line)}</table:table-cell></table:table-row>"
        for style, line in lines
    ]
    title = "ruled_title" if sheet.is_ruled else "title"
    titles = "".join(
        f'<table:table-cell table:style-name="{title}" office:value-type="string">'
        f"{as_paragraphs(text)}</table:table-cell>"
        for text in sheet.titles
    )
    return (
        f"{''.join(rows)}<table:table-header-rows><table:table-row>{titles}"
        "</table:table-row></table:table-header-rows>"
    )


def _shapes(sheet: Sheet, names: dict[Picture, str]) -> str:
    frames, left = [], 0.0
    for picture in sheet.pictures:
        frames.append(
            f'<draw:frame svg:x="{left:.2f}cm" svg:y="0cm"'
            f' svg:width="{picture.width_cm:.2f}cm"'
            f' svg:height="{picture.height_cm:.2f}cm">'
            f'<draw:image xlink:href="{names[picture]}" xlink:type="simple"'
            ' xlink:show="embed" xlink:actuate="onLoad"/>'
            f"<svg:title>{escaped(picture.alternative)}</svg:title></draw:frame>"
        )
        left += picture.width_cm + _GAP_CM
    return f"<table:shapes>{''.join(frames)}</table:shapes>" if frames else ""


def _height_of_pictures(sheet: Sheet) -> float | None:
    heights = [picture.height_cm for picture in sheet.pictures]
    return max(heights) + _MARGIN_BELOW_PICTURES_CM if heights else None


def _rows_above(sheet: Sheet) -> int:
    """How many rows stand above that of the titles."""
    return bool(sheet.pictures) + bool(sheet.heading) + len(sheet.about)


def _kinds(sheet: Sheet) -> Sequence[Kind]:
    return sheet.kinds or [Kind.TEXT] * len(sheet.titles)


def _checked(sheet: Sheet) -> Iterator[Sequence[Cell]]:
    room = _MAX_ROWS - _rows_above(sheet) - 1
    for number, row in enumerate(sheet.rows):
        if len(row) != len(sheet.titles):
            raise ValueError(f"{len(row)} cells for {len(sheet.titles)} columns")
        if number >= room:
            raise ValueError("a sheet has no room for so many rows")
        yield row


def _sheet_name(sheet: Sheet) -> str:
    return " ".join(_NOT_IN_SHEET_NAME.sub(" ", sheet.name).split())[:31] or "1"
