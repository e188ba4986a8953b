"""Refusals: what somebody may ask for and be denied, each with a stable code."""

from typing import ClassVar


class Refusal(Exception):  # noqa: N818 -- reads as a sentence: "raise EventFull"
    code: ClassVar[str]


class RegistrationNotOpen(Refusal):
    code = "registration_not_open"


class RegistrationClosed(Refusal):
    code = "registration_closed"


class EventFull(Refusal):
    code = "event_full"


class NoRoomToApprove(Refusal):
    """Whoever is approved must get a place, for nobody may wait for one there."""

    code = "no_room_to_approve"


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


class ChangesClosed(Refusal):
    """The organiser's last moment to change or cancel is past; the desk still can."""

    code = "changes_closed"


class EventNotOver(Refusal):
    """What only makes sense once it has taken place."""

    code = "event_not_over"


class ProgrammeOutside(Refusal):
    """Items of the programme would not lie within the event any more."""

    code = "programme_outside"

    def __init__(self, titles: tuple[str, ...] = ()) -> None:
        super().__init__()
        self.titles = titles


class ProgrammeItemGone(Refusal):
    """Somebody else deleted it since the page was opened."""

    code = "programme_item_gone"


class ReminderTooLate(Refusal):
    """Its instant is past already, or not before the event starts."""

    code = "reminder_too_late"


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


class AgreedAlready(Refusal):
    """People agreed to this text: another one would be another agreement."""

    code = "agreed_already"


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


class ByInvitation(Refusal):
    """Only invited addresses register for this event, each by a link of its own."""

    code = "by_invitation"


class InvitationWithdrawn(Refusal):
    """The guest was taken off the list, or their link was replaced."""

    code = "invitation_withdrawn"


class GuestLeftInPeace(Refusal):
    """The guest objects to being written to, or their data are limited."""

    code = "guest_left_in_peace"


class GuestRegistered(Refusal):
    """Who is registered does not decline the invitation, but cancels."""

    code = "guest_registered"


class GuestReminderTooLate(Refusal):
    """The day on which guests would be reminded is past."""

    code = "guest_reminder_too_late"


class AddressTaken(Refusal):
    """Another event has this address (slug)."""

    code = "address_taken"
