"""Refusals about places in groups, in front of who asks for one."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    EnrolmentClosed,
    EnrolmentEnded,
    EnrolmentNotOpen,
    GroupFull,
    GroupGone,
    NothingToConfirm,
    PlacesChanged,
    ProcessNotPublished,
    TooManyGroups,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    EnrolmentNotOpen: (
        _l("Enrolment is not open yet"),
        _l("Come back on that day: nobody can enrol before."),
    ),
    EnrolmentClosed: (
        _l("Enrolment is over"),
        _l("Write to the contact if you still want to take part."),
    ),
    ProcessNotPublished: (
        _l("This consultation is not open at the moment"),
        _l("Come back later, or write to the contact."),
    ),
    GroupFull: (
        _l("All places are taken"),
        _l("No waiting list is kept. Write to the contact if you want to take part."),
    ),
    GroupGone: (
        _l("Nothing is offered here any more"),
        _l("Look at the page of the consultation: it says which groups there are."),
    ),
    TooManyGroups: (
        _l("These are more groups than one person can be in"),
        _l("Leave one of yours first, or choose fewer."),
    ),
    EnrolmentEnded: (
        _l("This place has ended"),
        _l("There is nothing left to change about it."),
    ),
    PlacesChanged: (
        _l("Somebody changed these places at the same moment"),
        _l("Nothing was lost, and nothing is saved yet: send it once more."),
    ),
    NothingToConfirm: (
        _l("No place is kept for you here any more"),
        _l(
            "You answered already, or the time to answer is over. Your page says how"
            " you stand; write to the contact if that is not what you expected."
        ),
    ),
}
