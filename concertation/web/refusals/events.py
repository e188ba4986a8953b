"""Refusals about events and registrations, in front of people."""

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import (
    AddressRegistered,
    AddressTaken,
    AgreedAlready,
    ByInvitation,
    ChangesClosed,
    ChoiceFull,
    ChoiceGone,
    EventCancelled,
    EventChangedMeanwhile,
    EventFull,
    EventNotOver,
    EventNotPublished,
    EventOver,
    GuestLeftInPeace,
    GuestRegistered,
    GuestReminderTooLate,
    InvitationWithdrawn,
    NobodyWaits,
    NoRoomToApprove,
    NoteOfAnother,
    NothingToDecide,
    PartyDoesNotFit,
    ProgrammeItemGone,
    ProgrammeOutside,
    QuestionDecides,
    QuestionHasAnswers,
    QuestionOrder,
    QuotaFull,
    Refusal,
    RegistrationClosed,
    RegistrationEnded,
    RegistrationNotOpen,
    ReminderTooLate,
    SamePerson,
    TooManyAtOnce,
)

TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    RegistrationNotOpen: (
        _l("Registration is not open yet"),
        _l("Come back when it opens, or write to the organiser."),
    ),
    RegistrationClosed: (
        _l("Registration is closed"),
        _l("Write to the organiser if you still need to take part."),
    ),
    NoRoomToApprove: (
        _l("No place is left, and no waiting list is kept"),
        _l(
            "Nothing was changed: the request stays open. Add places, keep a waiting"
            " list, or decline the request."
        ),
    ),
    EventFull: (
        _l("The event is full"),
        _l(
            "There is no waiting list. Places that become free are shown on the"
            " event's page: come back, or write to the organiser."
        ),
    ),
    QuotaFull: (
        _l("No place is left for you"),
        _l(
            "The organiser keeps places for each kind of organisation and each"
            " territory, and those for yours are taken. Write to the organiser."
        ),
    ),
    PartyDoesNotFit: (
        _l("There are not enough places for all of you"),
        _l("Come with fewer people, or write to the organiser."),
    ),
    ChoiceFull: (
        _l("What you chose is full"),
        _l("Go back, and choose something else."),
    ),
    ChoiceGone: (
        _l("What you chose is not offered any more"),
        _l("Load the page again to see what is offered now."),
    ),
    QuestionHasAnswers: (
        _l("This question has answers already"),
        _l(
            "They would be lost with another kind of answer. Add a new question, and"
            " take this one away."
        ),
    ),
    AgreedAlready: (
        _l("People have agreed to this text already"),
        _l(
            "With other words they would have agreed to something else. Ask for the"
            " new use by itself, and take this one away."
        ),
    ),
    QuestionOrder: (
        _l("A question must come after the one that it depends on"),
        _l("Move the other one first, or change on what this question depends."),
    ),
    QuestionDecides: (
        _l("Other questions depend on this one"),
        _l("Change first when they are asked."),
    ),
    NothingToDecide: (
        _l("There is nothing left to decide"),
        _l("Somebody approved or declined it before, or the person left."),
    ),
    EventCancelled: (
        _l("The event is cancelled"),
        _l("It will not take place: there is nothing to register for."),
    ),
    EventOver: (
        _l("The event is over"),
        _l("It has taken place. The coming events are on the home page."),
    ),
    ChangesClosed: (
        _l("It is too late to change or cancel online"),
        _l(
            "Write to the organiser, or call: they can still change your registration"
            " or cancel it for you."
        ),
    ),
    EventNotOver: (
        _l("The event has not taken place yet"),
        _l("Come back after its end: nobody can have attended it before."),
    ),
    ProgrammeOutside: (
        _l("The programme would lie outside of the event"),
        _l(
            "Change or delete the items of the programme that begin before its start"
            " or end after its end, then save again."
        ),
    ),
    ProgrammeItemGone: (
        _l("This item of the programme was deleted meanwhile"),
        _l("Go back to the programme to see what stands there now."),
    ),
    ReminderTooLate: (
        _l("This reminder would never go out"),
        _l("Choose an instant that is still to come, and before the event starts."),
    ),
    EventNotPublished: (
        _l("The event is not published yet"),
        _l(
            "Publish it first: until then, the links in the mail that people get"
            " would lead nowhere."
        ),
    ),
    EventChangedMeanwhile: (
        _l("Somebody changed this event meanwhile"),
        _l("What you typed is still here, and it is not saved yet."),
    ),
    RegistrationEnded: (
        _l("This registration was cancelled"),
        _l("To take part after all, register again from the event's page."),
    ),
    NobodyWaits: (
        _l("This person does not wait any more"),
        _l("They have a place already, or they left. Their page says how it stands."),
    ),
    AddressRegistered: (
        _l("This address is registered for the event already"),
        _l(
            "One person has one place. Choose somebody else, or cancel one of the"
            " two registrations."
        ),
    ),
    SamePerson: (
        _l("This is one and the same registration"),
        _l("Choose another registration of this event to merge it with."),
    ),
    NoteOfAnother: (
        _l("This note cannot be deleted"),
        _l("Only who wrote a note deletes it, and the reason of an act stays."),
    ),
    TooManyAtOnce: (
        _l("These are too many people at once"),
        _l(
            "Nothing was done: 500 is the most. Narrow the list with its filters, and"
            " begin again."
        ),
    ),
    ByInvitation: (
        _l("Registration is by invitation only"),
        _l("Open the link in the invitation that you got by mail."),
    ),
    InvitationWithdrawn: (
        _l("This invitation is not valid any more"),
        _l("The organiser took it back, or sent another one. Write to the organiser."),
    ),
    GuestLeftInPeace: (
        _l("This guest is not to be written to"),
        _l(
            "They object to it, or had the use of their data limited: nothing was sent."
            " The list of guests marks them."
        ),
    ),
    GuestRegistered: (
        _l("You are registered for this event"),
        _l("To come no more, cancel your registration: your place is given on."),
    ),
    GuestReminderTooLate: (
        _l("The day of this reminder is past"),
        _l("Choose fewer days before the end of registration."),
    ),
    AddressTaken: (
        _l("Another event has this address"),
        _l("Choose another address for the page."),
    ),
}
