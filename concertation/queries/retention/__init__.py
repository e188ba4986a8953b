"""What is kept too long: the purge removes it, and the simulation counts it.

Both ask here, so that what is shown is what goes.
"""

from concertation.queries.retention.of_events import (
    event_answers_over,
    event_people_over,
    guests_over,
)
from concertation.queries.retention.of_processes import (
    process_answers_over,
    process_people_over,
)
from concertation.queries.retention.of_the_site import (
    imports_over,
    invitations_over,
    journal_over,
    mails_over,
    requests_over,
    sign_ins_over,
    spaces_over,
)
from concertation.queries.retention.terms import Term, TermsOf, retention_terms

EVERYTHING: tuple[TermsOf, ...] = (
    event_answers_over,
    process_answers_over,
    event_people_over,
    process_people_over,
    guests_over,
    mails_over,
    imports_over,
    requests_over,
    invitations_over,
    sign_ins_over,
    spaces_over,
    journal_over,
)

__all__ = [
    "EVERYTHING",
    "Term",
    "TermsOf",
    "event_answers_over",
    "event_people_over",
    "guests_over",
    "imports_over",
    "invitations_over",
    "journal_over",
    "mails_over",
    "process_answers_over",
    "process_people_over",
    "requests_over",
    "retention_terms",
    "sign_ins_over",
    "spaces_over",
]
