"""Refusals of files and imports, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import Refusal
from concertation.domain.file_errors import (
    FileKindRefused,
    FileTooLarge,
    FileUnreadable,
    ImportMovedOn,
    NothingChosen,
    TableUnreadable,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    FileTooLarge: (
        _l("The file is too large"),
        _l("Send a smaller one."),
    ),
    FileKindRefused: (
        _l("A file of this kind is not taken"),
        _l("Send one of the kinds that are named above the field."),
    ),
    FileUnreadable: (
        _l("The file cannot be read"),
        _l(
            "It is damaged, protected by a password, or carries macros: save it again,"
            " without them."
        ),
    ),
    TableUnreadable: (
        _l("This file cannot be imported"),
        _l("Save it as CSV, XLSX or ODS, with the headings on top, and send it again."),
    ),
    ImportMovedOn: (
        _l("This import has moved on"),
        _l("It was started, ended or deleted since the page was opened: open it anew."),
    ),
    NothingChosen: (
        _l("No line is ticked"),
        _l("Tick at least one line to import."),
    ),
}
