"""Refusals about places in groups, in front of who runs them."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    AllotmentChanged,
    AlreadyEnrolled,
    EnrolmentClosed,
    EnrolmentEnded,
    GroupFull,
    GroupGone,
    InAnotherGroup,
    NoFormerPhase,
    NotADeputy,
    NothingToAllot,
    ProcessNotPublished,
    RenewalOver,
    TooManyGroups,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    EnrolmentClosed: (
        _l("This phase is over"),
        _l("It stays as it was: nobody comes into a group or leaves one any more."),
    ),
    ProcessNotPublished: (
        _l("This process is a draft"),
        _l("Publish it first: people would get links that lead nowhere."),
    ),
    GroupFull: (
        _l("This group is full, and keeps no waiting list"),
        _l("Nothing was changed. Give the group more places, or choose another one."),
    ),
    GroupGone: (
        _l("This group is not offered in this phase any more"),
        _l("Nothing was changed. Choose another group."),
    ),
    TooManyGroups: (
        _l("These are more groups than one person can be in"),
        _l("Take the person out of another group first, or move them."),
    ),
    AlreadyEnrolled: (
        _l("This person is in that group already, or waits there"),
        _l("Nothing was changed. Look at all their places before you decide."),
    ),
    InAnotherGroup: (
        _l("This person is in another group of the process"),
        _l("Nothing was changed. Ask who runs the process to do it."),
    ),
    EnrolmentEnded: (
        _l("This place has ended"),
        _l("The person left, was moved or was erased meanwhile: nothing was changed."),
    ),
    NotADeputy: (
        _l("Nobody has a place that this person could take over"),
        _l(
            "Only a deputy stands in for the titular member of their organisation."
            " Somebody may have changed that meanwhile: look at the group again."
        ),
    ),
    NothingToAllot: (
        _l("There is nothing to allot"),
        _l("Nobody has asked since the last time, or groups are not ranked here."),
    ),
    AllotmentChanged: (
        _l("Somebody asked, left or got a place meanwhile"),
        _l("Nothing was written. Look at what would be allotted now."),
    ),
    RenewalOver: (
        _l("Choose a day to come that lies before the end of the phase"),
        _l("Nobody was invited. Choose another day."),
    ),
    NoFormerPhase: (
        _l("There is no earlier phase from which members could go on"),
        _l("Members are invited where the same group met in a phase before."),
    ),
}
