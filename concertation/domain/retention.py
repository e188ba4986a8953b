"""How long each kind of data about people is kept, and by which rule it goes."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

LONGEST_DAYS = 3650
INVITATION_DAYS = 30
"""After an invitation to the desk ran out."""
REQUEST_DAYS = 365
"""After a request about data was answered."""
TRIES_ARE_COUNTED_FOR = timedelta(minutes=15)
"""To sign in, of one address from one place."""
LINK_LASTS = timedelta(hours=24)
"""By which a person opens their own space."""
FEWEST_SIGN_IN_DAYS, MOST_SIGN_IN_DAYS = 180, 1095
OF_SIGNING_IN = frozenset(
    {
        "account.recovery_code_used",
        "account.session_ended",
        "account.sign_in_failed",
        "account.signed_out_everywhere",
    }
)
"""What the journal tells of who came and went, and not of what anybody decided. The
database lets nothing else of it go, and nothing that is younger than ninety days."""
HORIZONS = (0, 30, 365)
"""In how many days the simulation looks: today, in a month, in a year."""


class DataKind(StrEnum):
    """What is kept, in the order in which it goes."""

    ANSWERS = "answers"
    """To questions that have a time of their own: a diet is for one lunch."""
    UNSEATED = "unseated"
    """People who had no place in the end: waiting, never granted, cancelled."""
    PEOPLE = "people"
    """People who took part."""
    GUESTS = "guests"
    MAILS = "mails"
    """What was written in mails that left, and to whom."""
    IMPORTS = "imports"
    REQUESTS = "requests"
    """What people asked for about their data, and what they were told."""
    INVITATIONS = "invitations"
    """To accounts of the desk, that nobody took up."""
    SIGN_INS = "sign_ins"
    """Failed tries, and sessions and links that ran out."""
    JOURNAL = "journal"
    """Lines of the journal that tell of signing in; the others stay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionTerms:
    """In days, for the whole site. What an event or a process says goes before."""

    unseated_retention_days: int = 90
    mail_retention_days: int = 90
    account_retention_days: int = 730
    """Of accounts whose people do not sign in any more: an administrator is told."""
    sign_in_retention_days: int = 365
    """Of lines of the journal that tell of signing in."""

    def unseated_days(self, own: int | None, whole: int) -> int:
        """Of an event or a process with these: never longer than who took part."""
        return min(own or self.unseated_retention_days, whole)


def is_over(since: datetime, days: int, now: datetime) -> bool:
    return since + timedelta(days=days) <= now
