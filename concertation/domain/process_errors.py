"""Refusals about processes, phases and groups, each with a stable code."""

from datetime import datetime

from concertation.domain.errors import Refusal


class PhaseRefusal(Refusal):
    """About one phase, which it names."""

    def __init__(self, phase: str = "", at: datetime | None = None) -> None:
        super().__init__()
        self.phase, self.at = phase, at


class EnrolmentNotOpen(PhaseRefusal):
    """``at``: the instant when it opens."""

    code = "enrolment_not_open"


class EnrolmentClosed(PhaseRefusal):
    """``at``: the instant when it ended."""

    code = "enrolment_closed"


class PhaseTooShort(PhaseRefusal):
    """A phase lasts a day at least."""

    code = "phase_too_short"


class WindowOutside(PhaseRefusal):
    """People would enrol after the phase, or the window ends before it begins."""

    code = "window_outside"


class SeatsHeldBeyond(PhaseRefusal):
    """``at``: until when members were promised that their seat is held."""

    code = "seats_held_beyond"


class ClockPromised(PhaseRefusal):
    """``at``: until when members were told, on the present clock, that they confirm."""

    code = "clock_promised"


class PhasesOverlap(Refusal):
    """Two phases of one process share an instant."""

    code = "phases_overlap"

    def __init__(self, earlier: str = "", later: str = "") -> None:
        super().__init__()
        self.earlier, self.later = earlier, later


class PhaseInUse(PhaseRefusal):
    """People are, or were, enrolled in it, or a meeting belongs to it: it stays."""

    code = "phase_in_use"


class PhaseGone(Refusal):
    """Somebody else removed it since the page was opened."""

    code = "phase_gone"


class OfferInUse(Refusal):
    """People are, or were, enrolled in this group for this phase, or it met."""

    code = "offer_in_use"


class ProcessNotPublished(Refusal):
    """Nobody sees it yet: whoever enrolled would get links that lead nowhere."""

    code = "process_not_published"


class ProcessOver(Refusal):
    """All its phases have passed: there is nothing left to end."""

    code = "process_over"


class ProcessChangedMeanwhile(Refusal):
    """Somebody else saved it since this page was opened."""

    code = "process_changed_meanwhile"


class ProcessAddressTaken(Refusal):
    """Another process has this address (slug)."""

    code = "process_address_taken"


class GroupAddressTaken(Refusal):
    """Another group of this process has this address (slug)."""

    code = "group_address_taken"


class GroupTitleTaken(Refusal):
    """Another group of this process has this title, but for case and accents."""

    code = "group_title_taken"


class NothingToEnrolIn(Refusal):
    """A process is published once it has a phase, a group, and one in the other."""

    code = "nothing_to_enrol_in"


class GroupInUse(Refusal):
    """People are, or were, enrolled in it, or it met: it stays."""

    code = "group_in_use"


class PartnerGone(Refusal):
    """Somebody else took it away since the page was opened."""

    code = "partner_gone"


class OutreachGone(Refusal):
    """Somebody else took it away since the page was opened."""

    code = "outreach_gone"


class NothingToMove(Refusal):
    """A process without a phase has no day from which the others would be counted."""

    code = "nothing_to_move"


class TooManyPartners(Refusal):
    """More than anybody would look at."""

    code = "too_many_partners"


class GroupGone(Refusal):
    """The group is not offered in this phase any more."""

    code = "group_gone"


class GroupFull(Refusal):
    """The group has no seat left, and nobody waits there."""

    code = "group_full"


class TooManyGroups(Refusal):
    """More groups than the process allows one person to be in."""

    code = "too_many_groups"


class AlreadyEnrolled(Refusal):
    """The person is in this group, or waits there, already."""

    code = "already_enrolled"


class InAnotherGroup(Refusal):
    """The process knows the person by another group, which one does not run."""

    code = "in_another_group"


class EnrolmentEnded(Refusal):
    """There is nothing left to change: the person left, moved, or was not kept."""

    code = "enrolment_ended"


class NotADeputy(Refusal):
    """Only a deputy of the same organisation stands in for its titular member."""

    code = "not_a_deputy"


class PlacesChanged(Refusal):
    """Somebody moved the person, or carried them on, at the very same moment."""

    code = "places_changed"


class NothingToConfirm(Refusal):
    """The seat is confirmed already, or it was given on."""

    code = "nothing_to_confirm"


class NothingToAllot(Refusal):
    """Nobody asked since the last time, or wishes are not ranked here."""

    code = "nothing_to_allot"


class AllotmentChanged(Refusal):
    """Somebody asked, left or was seated since it was shown."""

    code = "allotment_changed"


class RenewalOver(PhaseRefusal):
    """The day until which seats are kept is past, or not before the phase ends."""

    code = "renewal_over"


class NoFormerPhase(Refusal):
    """There is no phase before this one, from which members could be kept."""

    code = "no_former_phase"


class OrganisationMerged(Refusal):
    """It became a part of another one meanwhile."""

    code = "organisation_merged"


class OrganisationChangedMeanwhile(Refusal):
    """Somebody else saved it since this page was opened."""

    code = "organisation_changed_meanwhile"


class SameOrganisation(Refusal):
    """An organisation is not merged into itself."""

    code = "same_organisation"


class SiretTaken(Refusal):
    """Another organisation has this SIRET."""

    code = "siret_taken"
