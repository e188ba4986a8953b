"""The sheets to sign as a workbook, for who wants to move a column before printing."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from flask_babel import get_locale
from flask_babel import gettext as _

from concertation.exports.formats import ods_chunks
from concertation.exports.logos import PrintedLogo
from concertation.exports.ods_sheet import Paper, Picture, Sheet
from concertation.exports.sign_in_sheet import (
    EMPTY_LINES,
    SignInSheet,
    ToSign,
    columns,
)

MOST_SIGNATURES: Final = 4
"""Beside the names; more half-days go on sheets of their own."""
_ROW_CM: Final = 1.1
_NAMES_CM: Final = (4.6, 4.0, 5.6, 4.6)
_SIGNATURES_CM: Final = 7.6
"""Of all columns to sign in together: with the names as wide as the paper."""
_NARROWEST_CM: Final = 3.0


def sign_in_ods(
    gatherings: Sequence[ToSign],
    *,
    empty_lines: int = EMPTY_LINES,
    logos: Sequence[PrintedLogo] = (),
) -> Iterator[bytes]:
    """Yield an OpenDocument spreadsheet, ready to be printed."""
    sheets = [each.as_sheet() for each in gatherings]
    paper = Paper(
        title=sheets[0].title,
        language=str(get_locale()),
        is_landscape=True,
        footer=gatherings[0].organiser,
        page_word=_("Page"),
    )
    pictures = [_picture(logo) for logo in logos]
    parts = [
        (sheet, sheet.signed[first : first + MOST_SIGNATURES])
        for sheet in sheets
        for first in range(0, len(sheet.signed), MOST_SIGNATURES)
    ]
    pages = [_page(*part, pictures, empty_lines) for part in parts]
    if len(pages) > 1:  # No two sheets of a workbook may have the same name.
        pages = [
            replace(page, name=f"{number} {page.name}")
            for number, page in enumerate(pages, start=1)
        ]
    return ods_chunks(pages, paper)


def _page(
    sheet: SignInSheet,
    signed: Sequence[str],
    pictures: Sequence[Picture],
    empty_lines: int,
) -> Sheet:
    width = max(_NARROWEST_CM, _SIGNATURES_CM / len(signed))
    to_sign = [""] * len(signed)
    names = columns()
    return Sheet(
        name=sheet.name,
        titles=[*names, *signed],
        widths_cm=[*_NAMES_CM, *[width] * len(signed)],
        rows=[
            *([*person, *to_sign] for person in sheet.people),
            *([""] * len(names) + to_sign for _line in range(empty_lines)),
        ],
        heading=sheet.title,
        about=sheet.about,
        pictures=pictures,
        row_height_cm=_ROW_CM,
        is_ruled=True,
        page_header=sheet.title,
    )


def _picture(logo: PrintedLogo) -> Picture:
    return Picture(
        content=logo.content,
        media_type=logo.media_type,
        alternative=logo.alternative,
        width_cm=logo.width,
        height_cm=logo.height,
    )
