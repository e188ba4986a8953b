"""Refusals of files that somebody sends, and of imports."""

from enum import StrEnum

from concertation.domain.errors import Refusal


class FileTooLarge(Refusal):
    code = "file_too_large"


class FileKindRefused(Refusal):
    """Its content is of no kind that is taken here, whatever its name says."""

    code = "file_kind_refused"


class FileUnreadable(Refusal):
    """Broken, locked by a password, carrying macros, or huge once unpacked."""

    code = "file_unreadable"


class FileProblem(StrEnum):
    """What is wrong with a whole file."""

    EMPTY = "empty"
    NO_HEADINGS = "no_headings"
    """Nothing below the headings, or one column alone."""
    NOT_A_TABLE = "not_a_table"
    BROKEN = "broken"
    BROKEN_QUOTES = "broken_quotes"
    LONG_CELL = "long_cell"
    ENCRYPTED = "encrypted"
    """Behind a password, or of an Excel before 2007: both look alike."""
    MACROS = "macros"
    TOO_LARGE = "too_large"
    TOO_MANY_ROWS = "too_many_rows"
    TOO_MANY_COLUMNS = "too_many_columns"


class TableUnreadable(Refusal):
    """Not a table that people could be imported from."""

    code = "table_unreadable"

    def __init__(self, problem: FileProblem, line: int | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.line = line


class ImportMovedOn(Refusal):
    """It was started, ended or forgotten since this page was opened."""

    code = "import_moved_on"


class NothingChosen(Refusal):
    """No line of the file is ticked."""

    code = "nothing_chosen"
