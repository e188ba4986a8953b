"""Refusals: what somebody may ask for and be denied, each with a stable code."""

from enum import StrEnum
from typing import ClassVar


class Refusal(Exception):  # noqa: N818 -- reads as a sentence: "raise EventFull"
    code: ClassVar[str]


class RegistrationNotOpen(Refusal):
    code = "registration_not_open"


class RegistrationClosed(Refusal):
    code = "registration_closed"


class EventFull(Refusal):
    code = "event_full"


class EventCancelled(Refusal):
    code = "event_cancelled"


class EventOver(Refusal):
    code = "event_over"


class EventNotPublished(Refusal):
    """Nobody sees it yet: whoever were added would get links that lead nowhere."""

    code = "event_not_published"


class EventChangedMeanwhile(Refusal):
    """Somebody else saved it since this page was opened."""

    code = "event_changed_meanwhile"


class RegistrationEnded(Refusal):
    """It was cancelled before: there is nothing left to change."""

    code = "registration_ended"


class AddressTaken(Refusal):
    """Another event has this address (slug)."""

    code = "address_taken"


class TooManyTries(Refusal):
    code = "too_many_tries"


class WrongCredentials(Refusal):
    code = "wrong_credentials"


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


class FileUnreadable(Refusal):
    """Not a table that people could be imported from."""

    code = "file_unreadable"

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
