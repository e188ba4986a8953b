"""Tables as XLSX: written here, as they are read, because a list has many columns.

Office Open XML (ECMA-376) asks for a zip of six small files around the sheet. Texts
stand in their cells, so that nothing has to be known before the first row.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import BinaryIO, Final
from xml.sax.saxutils import escape, quoteattr

from concertation.exports.spreadsheets import (
    CHUNK,
    Cell,
    Column,
    Kind,
    Table,
    checked_rows,
    instant_text,
    on_the_clock,
)
from concertation.exports.zipping import Outlet, archive, entry_chunks

_MAX_ROWS: Final = 1_048_576
_MAX_TEXT: Final = 32_767
_SURELY_SHORT: Final = _MAX_TEXT // 2
_MAX_SHEET_NAME: Final = 31
_EXACT_BELOW: Final = 10**15
"""Excel keeps fifteen digits of a number and makes the others noughts."""
_FIRST_YEAR: Final = 1901
"""Excel knows no day before 1900, and believes that 1900 had a 29 February."""
_DAY_ZERO: Final = date(1899, 12, 30).toordinal()
_BOLD: Final = 1
_INSTANT: Final = 2

_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_LINE_BREAK = re.compile("\r\n?")
# All that does not stand in XML as it was typed, "_" because of _x000A_, and blanks.
_SPECIAL = re.compile("[&<>_\x00-\x1f\x7f\ud800-\udfff\ufffe\uffff]|^\\s|\\s$|\\s\\s")
_ESCAPED_ALREADY = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_NOT_IN_SHEET_NAME = re.compile(r"[\[\]:*?/\\]")

_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org"
_MAIN: Final = f"{_OFFICE}/spreadsheetml/2006/main"
_RELATIONS: Final = f"{_OFFICE}/officeDocument/2006/relationships"
_PACKAGE: Final = f"{_OFFICE}/package/2006"
_TYPES: Final = "application/vnd.openxmlformats-"
_SHEET_TYPE: Final = f"{_TYPES}officedocument.spreadsheetml"

_FRAME: Final = {
    "[Content_Types].xml": (
        f'<Types xmlns="{_PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="{_TYPES}package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Override PartName="/xl/workbook.xml"'
        f' ContentType="{_SHEET_TYPE}.sheet.main+xml"/>'
        '<Override PartName="/xl/worksheets/sheet1.xml"'
        f' ContentType="{_SHEET_TYPE}.worksheet+xml"/>'
        '<Override PartName="/xl/styles.xml"'
        f' ContentType="{_SHEET_TYPE}.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/officeDocument"'
        ' Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_RELATIONS}/worksheet"'
        ' Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_RELATIONS}/styles"'
        ' Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{_MAIN}">'
        '<numFmts count="1"><numFmt numFmtId="164" formatCode="dd/mm/yyyy hh:mm:ss"/>'
        "</numFmts>"
        '<fonts count="2"><font><sz val="11"/><name val="Calibri"/></font>'
        '<font><b/><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/>'
        "</border></borders>"
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        "</cellStyleXfs>"
        '<cellXfs count="3">'
        '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0"'
        ' applyFont="1"/>'
        '<xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0"'
        ' applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/>'
        "</cellStyles></styleSheet>"
    ),
}


def xlsx_chunks(table: Table) -> Iterator[bytes]:
    """Yield an XLSX file while the rows are read.

    Instants become real dates, on the clock of the table's zone, since Excel has
    no zones. A text is cut to Excel's 32,767 characters and then ends with "…";
    control characters, which XML forbids, are left out. Raises `ValueError` for
    more rows than a sheet holds (1,048,575 below the titles).
    """
    outlet = Outlet()
    name = _sheet_name(table.sheet_name)
    rows = _Rows(table)
    with archive(outlet) as book:
        for path, content in _FRAME.items():
            book.writestr(path, _XML + content)
        sheet = rows.chunks()
        yield from entry_chunks(book, outlet, "xl/worksheets/sheet1.xml", sheet)
        book.writestr("xl/workbook.xml", _XML + _workbook(name, rows.area))
    yield outlet.drained()


def write_xlsx(table: Table, target: BinaryIO) -> None:
    target.writelines(xlsx_chunks(table))


class _Rows:
    """The sheet's own file. Where it ends is known once it is written."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self._letters = [_letters(index) for index in range(len(table.columns))]
        self._last = 1

    @property
    def area(self) -> tuple[str, int]:
        """The last column and the last row."""
        return self._letters[-1], self._last

    def chunks(self) -> Iterator[bytes]:
        waiting = [_XML, _head(self._table.columns), self._titles()]
        size = 0
        for row in self._rows():
            waiting.append(row)
            size += len(row)
            if size >= CHUNK:
                yield "".join(waiting).encode()
                waiting, size = [], 0
        letters, last = self.area
        waiting.append(
            f'</sheetData><autoFilter ref="A1:{letters}{last}"/></worksheet>'
        )
        yield "".join(waiting).encode()

    def _titles(self) -> str:
        titles = [_text(column.title) for column in self._table.columns]
        cells = [
            f'<c r="{letters}1" s="{_BOLD}" t="inlineStr"><is>{title}</is></c>'
            for letters, title in zip(self._letters, titles, strict=True)
        ]
        return f'<row r="1">{"".join(cells)}</row>'

    def _rows(self) -> Iterator[str]:
        columns = [
            (letters, _value(column.kind, self._table.timezone))
            for letters, column in zip(self._letters, self._table.columns, strict=True)
        ]
        special = _SPECIAL.search
        for number, row in enumerate(checked_rows(self._table), start=2):
            if number > _MAX_ROWS:
                raise ValueError("a sheet has no room for so many rows")
            parts = [f'<row r="{number}">']
            for (letters, value), cell in zip(columns, row, strict=True):
                if cell is None or cell == "":
                    continue
                # Nearly every cell is a short text that can stay as it is.
                if (
                    type(cell) is str
                    and len(cell) <= _SURELY_SHORT
                    and not special(cell)
                ):
                    content = f' t="inlineStr"><is><t>{cell}</t></is>'
                else:
                    content = value(cell)
                parts.append(f'<c r="{letters}{number}"{content}</c>')
            parts.append("</row>")
            self._last = number
            yield "".join(parts)


def _value(kind: Kind, zone: str) -> Callable[[Cell], str]:
    """Return what turns a cell of such a column into the rest of its element."""
    serial = on_the_clock(zone, _serial)
    local_text = on_the_clock(zone, instant_text)

    def value(cell: Cell) -> str:
        if isinstance(cell, datetime):
            day = serial(cell) if kind is Kind.INSTANT else None
            if day is not None:
                return f' s="{_INSTANT}"><v>{day!r}</v>'
            cell = local_text(cell)
        elif isinstance(cell, int):
            if kind is Kind.NUMBER and abs(cell) < _EXACT_BELOW:
                return f"><v>{int(cell)}</v>"
            cell = str(cell)
        return f' t="inlineStr"><is>{_text(cell or "")}</is>'

    return value


def _serial(local: datetime) -> float | None:
    """Say a local time as Excel does: in days, the fraction being the hour."""
    if local.year < _FIRST_YEAR:
        return None
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return local.toordinal() - _DAY_ZERO + seconds / 86_400


def _text(text: str) -> str:
    """The element of a text, whose blanks are kept."""
    clean = _FORBIDDEN.sub("", _LINE_BREAK.sub("\n", text))
    # What looks like one of Excel's own escapes would be read as a character.
    clean = _ESCAPED_ALREADY.sub("_x005F_", _cut(clean, _MAX_TEXT))
    return f'<t xml:space="preserve">{escape(clean)}</t>'


def _cut(text: str, limit: int) -> str:
    """Shorten to ``limit`` UTF-16 units, which is how Excel counts characters."""
    if len(text) <= limit // 2:
        return text
    units = text.encode("utf-16-le")
    if len(units) <= limit * 2:
        return text
    return units[: (limit - 1) * 2].decode("utf-16-le", "ignore") + "…"


def _letters(index: int) -> str:
    """The name of a column, from 0: A, B … Z, AA."""
    name = ""
    index += 1
    while index:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _head(columns: Sequence[Column]) -> str:
    widths = "".join(
        f'<col min="{number}" max="{number}" width="{column.width}.71"'
        ' customWidth="1"/>'
        for number, column in enumerate(columns, start=1)
    )
    return (
        f'<worksheet xmlns="{_MAIN}"><sheetViews>'
        '<sheetView tabSelected="1" workbookViewId="0"><pane ySplit="1"'
        ' topLeftCell="A2" activePane="bottomLeft" state="frozen"/>'
        '<selection pane="bottomLeft"/></sheetView></sheetViews>'
        f'<sheetFormatPr defaultRowHeight="15"/><cols>{widths}</cols><sheetData>'
    )


def _workbook(name: str, area: tuple[str, int]) -> str:
    letters, last = area
    quoted = "'" + name.replace("'", "''") + "'"
    filtered = escape(f"{quoted}!$A$1:${letters}${last}")
    return (
        f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        "<bookViews><workbookView/></bookViews>"
        f'<sheets><sheet name={quoteattr(name)} sheetId="1" r:id="rId1"/></sheets>'
        '<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0"'
        f' hidden="1">{filtered}</definedName></definedNames></workbook>'
    )


def _sheet_name(name: str) -> str:
    """Turn any text into a name that Excel allows for a sheet."""
    text = _NOT_IN_SHEET_NAME.sub(" ", _FORBIDDEN.sub("", name))
    text = _cut(" ".join(text.split()), _MAX_SHEET_NAME).strip("' ")
    # Excel keeps "History" for itself.
    return f"{text}_" if text.casefold() in {"", "history"} else text
