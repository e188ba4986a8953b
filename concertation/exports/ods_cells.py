"""One cell of an OpenDocument spreadsheet, and text as XML holds it."""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

from concertation.exports.spreadsheets import Cell, Kind

_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_SPACES = re.compile("(?<= ) +|^ +")


def escaped(text: str) -> str:
    """As XML holds it, in an attribute too: without what XML forbids."""
    if not text.isprintable():
        text = _FORBIDDEN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if "&" in text or "<" in text or '"' in text:
        text = text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")
    return text


def as_paragraphs(text: str) -> str:
    """One for each line, in which every space stays."""
    text = escaped(text)
    if "  " in text or text.startswith(" "):
        text = _SPACES.sub(lambda m: f'<text:s text:c="{len(m.group())}"/>', text)
    if "\n" in text or "\t" in text:
        text = text.replace("\n", "</text:p><text:p>").replace("\t", "<text:tab/>")
    return f"<text:p>{text}</text:p>"


def cell_xml(cell: Cell, kind: Kind, frame: str, zone: str) -> str:
    if cell is None or cell == "":
        return f"<table:table-cell{frame}/>"
    if isinstance(cell, datetime):
        local, shown = _local(cell, zone)
        if kind is Kind.INSTANT:
            return (
                '<table:table-cell table:style-name="instant" office:value-type="date"'
                f' office:date-value="{local}"><text:p>{shown}</text:p>'
                "</table:table-cell>"
            )
        cell = shown
    if isinstance(cell, int) and kind is Kind.NUMBER:
        return (
            f'<table:table-cell{frame} office:value-type="float"'
            f' office:value="{cell:d}"><text:p>{cell:d}</text:p></table:table-cell>'
        )
    return (
        f'<table:table-cell{frame} office:value-type="string">'
        f"{as_paragraphs(str(cell))}</table:table-cell>"
    )


@lru_cache(maxsize=4096)
def _local(instant: datetime, zone: str) -> tuple[str, str]:
    """As the file keeps it and as it is shown, on the clock of the zone."""
    if instant.tzinfo is None:
        raise ValueError("an instant without a zone names no instant")
    local = instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    return local.isoformat(), f"{local:%d/%m/%Y %H:%M:%S}"
