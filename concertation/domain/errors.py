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


class QuotaFull(Refusal):
    """There are places, but none for this kind of organisation or this territory."""

    code = "quota_full"


class PartyDoesNotFit(Refusal):
    """There are places, but fewer than a person and those who come along need."""

    code = "party_does_not_fit"


class ChoiceFull(Refusal):
    """A workshop or a choice has no seat left; another one can be taken."""

    code = "choice_full"

    def __init__(self, quota_ids: frozenset[int] = frozenset()) -> None:
        super().__init__()
        self.quota_ids = quota_ids


class ChoiceGone(Refusal):
    """A workshop or a choice is not offered any more."""

    code = "choice_gone"


class EventCancelled(Refusal):
    code = "event_cancelled"


class EventOver(Refusal):
    code = "event_over"


class EventNotOver(Refusal):
    """What only makes sense once it has taken place."""

    code = "event_not_over"


class EventNotPublished(Refusal):
    """Nobody sees it yet: whoever were added would get links that lead nowhere."""

    code = "event_not_published"


class EventChangedMeanwhile(Refusal):
    """Somebody else saved it since this page was opened."""

    code = "event_changed_meanwhile"


class RegistrationEnded(Refusal):
    """It was cancelled before: there is nothing left to change."""

    code = "registration_ended"


class QuestionHasAnswers(Refusal):
    """They would be no answers to a question of the new kind."""

    code = "question_has_answers"


class QuestionOrder(Refusal):
    """A question comes after the one that it depends on."""

    code = "question_order"


class QuestionDecides(Refusal):
    """Other questions depend on it."""

    code = "question_decides"


class NothingToDecide(Refusal):
    """Somebody else approved or declined it, or the person left."""

    code = "nothing_to_decide"


class NobodyWaits(Refusal):
    """Only who is on the waiting list can be put at its front, or seated beyond."""

    code = "nobody_waits"


class AddressRegistered(Refusal):
    """Who is to take over has a registration of their own at the event."""

    code = "address_registered"


class SamePerson(Refusal):
    """A registration cannot be merged with itself."""

    code = "same_person"


class NoteOfAnother(Refusal):
    """A note is taken back by who wrote it; the reason of an act never is."""

    code = "note_of_another"


class TooManyAtOnce(Refusal):
    """More people than one request may act on."""

    code = "too_many_at_once"


class AddressTaken(Refusal):
    """Another event has this address (slug)."""

    code = "address_taken"


class TooManyTries(Refusal):
    code = "too_many_tries"


class WrongCredentials(Refusal):
    code = "wrong_credentials"


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


class WrongCode(Refusal):
    """Neither the code of this half minute nor a recovery code that is left."""

    code = "wrong_code"


class SignInRunOut(Refusal):
    """Too long between the password and the code: both are asked for again."""

    code = "sign_in_run_out"


class WrongPassword(Refusal):
    """Asked once more of somebody who is signed in."""

    code = "wrong_password"


class WeakPassword(Refusal):
    code = "weak_password"

    def __init__(
        self, *, too_short: bool = False, names_the_person: bool = False
    ) -> None:
        super().__init__()
        self.too_short = too_short
        self.names_the_person = names_the_person


class LinkRunOut(Refusal):
    """Used, replaced by a later one, or too old."""

    code = "link_run_out"


class InvitationAnswered(Refusal):
    """It was taken up, or withdrawn: there is nothing left to send or to withdraw."""

    code = "invitation_answered"


class LastAdministrator(Refusal):
    """Nobody would be left to give rights to anyone."""

    code = "last_administrator"


class HasAccount(Refusal):
    """Somebody has an account with this address."""

    code = "has_account"


class NoSuchScope(Refusal):
    """A role that is given on the whole site only, or at one event only."""

    code = "no_such_scope"
