"""What a refusal is called in front of people, and what they can do about it."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from concertation.domain.errors import (
    AddressTaken,
    EventCancelled,
    EventChangedMeanwhile,
    EventFull,
    EventNotPublished,
    EventOver,
    HasAccount,
    InvitationAnswered,
    LastAdministrator,
    LinkRunOut,
    NoSuchScope,
    Refusal,
    RegistrationClosed,
    RegistrationEnded,
    RegistrationNotOpen,
    SignInRunOut,
    TooManyTries,
    WeakPassword,
    WrongCode,
    WrongCredentials,
    WrongPassword,
)


@dataclass(frozen=True, slots=True)
class RefusalText:
    title: str
    what_to_do: str


TEXTS: dict[type[Refusal], tuple[LazyString, LazyString]] = {
    RegistrationNotOpen: (
        _l("Registration is not open yet"),
        _l("Come back when it opens, or write to the organiser."),
    ),
    RegistrationClosed: (
        _l("Registration is closed"),
        _l("Write to the organiser if you still need to take part."),
    ),
    EventFull: (
        _l("The event is full"),
        _l(
            "There is no waiting list. Places that become free are shown on the"
            " event's page: come back, or write to the organiser."
        ),
    ),
    EventCancelled: (
        _l("The event is cancelled"),
        _l("It will not take place: there is nothing to register for."),
    ),
    EventOver: (
        _l("The event is over"),
        _l("It has taken place. The coming events are on the home page."),
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
    AddressTaken: (
        _l("Another event has this address"),
        _l("Choose another address for the page."),
    ),
    TooManyTries: (
        _l("Too many tries"),
        _l("Wait fifteen minutes, then try again."),
    ),
    WrongCredentials: (
        _l("E-mail address or password unknown"),
        _l("Check both, then try again."),
    ),
    WrongCode: (
        _l("This code is not the right one"),
        _l(
            "Wait for the next code of your application and type it, or use a recovery"
            " code that you have not used yet."
        ),
    ),
    SignInRunOut: (
        _l("Too much time went by"),
        _l("Type your address and your password once more."),
    ),
    WrongPassword: (
        _l("This is not your password"),
        _l("Type the one that you sign in with."),
    ),
    WeakPassword: (
        _l("This password is too easy to guess"),
        _l(
            "Choose another: four words that have nothing to do with each other make a"
            " good one."
        ),
    ),
    LinkRunOut: (
        _l("This link opens nothing any more"),
        _l(
            "It was used already, a later one took its place, or its time is over. Ask"
            " for another one."
        ),
    ),
    InvitationAnswered: (
        _l("This invitation is answered already"),
        _l("It was taken up or withdrawn meanwhile: look at the account again."),
    ),
    LastAdministrator: (
        _l("This person is the last administrator"),
        _l("Make somebody else an administrator first."),
    ),
    HasAccount: (
        _l("Somebody has an account with this address"),
        _l("Find it in the list of accounts, and change what it may do there."),
    ),
    NoSuchScope: (
        _l("This role cannot be given there"),
        _l(
            "An administrator is one of the whole site; who welcomes does so at one"
            " event."
        ),
    ),
}


def refusal_text(refusal: Refusal) -> RefusalText:
    title, what_to_do = TEXTS[type(refusal)]
    return RefusalText(str(title), str(what_to_do))
