"""Refusals about processes, phases and groups at the desk, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import Refusal
from concertation.domain.process_errors import (
    ClockPromised,
    GroupAddressTaken,
    GroupInUse,
    GroupTitleTaken,
    NothingToEnrolIn,
    NothingToMove,
    OfferInUse,
    OutreachGone,
    PartnerGone,
    PhaseGone,
    PhaseInUse,
    PhasesOverlap,
    PhaseTooShort,
    ProcessAddressTaken,
    ProcessChangedMeanwhile,
    ProcessOver,
    SeatsHeldBeyond,
    TooManyPartners,
    WindowOutside,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    PhaseTooShort: (
        _l("This phase has no length"),
        _l("It must last a day at least: check the first and the last day."),
    ),
    WindowOutside: (
        _l("People would enrol outside of the phase"),
        _l("Enrolment must close after it opens, and before the phase is over."),
    ),
    SeatsHeldBeyond: (
        _l("Seats are held longer than this phase would last"),
        _l(
            "Members of the phase before were told until when they can confirm theirs."
            " End the phase after that instant, or decide about those who have not"
            " answered: see the renewal of the phase."
        ),
    ),
    ClockPromised: (
        _l("The time zone stays while seats are held"),
        _l(
            "Members were told by mail, on the clock of this zone, until when they can"
            " confirm theirs. Change the zone after that instant, or decide first about"
            " those who have not answered: see the renewal of the phase."
        ),
    ),
    PhasesOverlap: (
        _l("Two phases overlap"),
        _l("Change the dates of one of them: each day belongs to one phase at most."),
    ),
    PhaseInUse: (
        _l("This phase cannot be removed"),
        _l(
            "People are, or were, in a group of this phase, or a meeting belongs to it:"
            " their history stays. You can still change its title and its dates."
        ),
    ),
    PhaseGone: (
        _l("This phase was removed meanwhile"),
        _l("Look at the list of phases again."),
    ),
    OfferInUse: (
        _l("The group stays in this phase"),
        _l(
            "People are, or were, in it, or a meeting belongs to it. To let nobody in"
            " any more, give it 0 places and no waiting list."
        ),
    ),
    GroupInUse: (
        _l("This group cannot be removed"),
        _l(
            "People are, or were, in it, or a meeting belongs to it: their history"
            " stays. You can still withdraw it from phases where nobody was."
        ),
    ),
    ProcessChangedMeanwhile: (
        _l("Somebody else saved this page meanwhile"),
        _l("What you typed is still here, and it is not saved yet."),
    ),
    ProcessOver: (
        _l("This process is over already"),
        _l("All its phases have passed: nobody can enrol any more."),
    ),
    ProcessAddressTaken: (
        _l("Another process has this address"),
        _l("Choose another one."),
    ),
    GroupAddressTaken: (
        _l("Another group of this process has this address"),
        _l("Choose another one."),
    ),
    GroupTitleTaken: (
        _l("Another group of this process has this title"),
        _l("Choose another one: people tell groups apart by it."),
    ),
    NothingToEnrolIn: (
        _l("Nobody could enrol in this process yet"),
        _l(
            "Add a phase and a group, and offer the group in the phase; then publish"
            " the process."
        ),
    ),
    PartnerGone: (
        _l("This partner was taken away meanwhile"),
        _l("Look at the list of partners again."),
    ),
    OutreachGone: (
        _l("Somebody else took this away meanwhile"),
        _l("Look at what is counted again."),
    ),
    NothingToMove: (
        _l("This process has no phase yet"),
        _l("Add its first phase: the dates of a copy are counted from its first day."),
    ),
    TooManyPartners: (
        _l("There are too many partners"),
        _l("Take one away first: twenty is the most."),
    ),
}
