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
    FileUnreadable,
    ImportMovedOn,
    NothingChosen,
    Refusal,
    RegistrationClosed,
    RegistrationEnded,
    RegistrationNotOpen,
    TooManyTries,
    WrongCredentials,
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
    FileUnreadable: (
        _l("This file cannot be imported"),
        _l("Save it as CSV, XLSX or ODS, with the headings on top, and send it again."),
    ),
    ImportMovedOn: (
        _l("This import has moved on"),
        _l("It was started, ended or deleted since the page was opened: open it anew."),
    ),
    NothingChosen: (
        _l("No line is ticked"),
        _l("Tick at least one line to import."),
    ),
    TooManyTries: (
        _l("Too many tries"),
        _l("Wait fifteen minutes, then try again."),
    ),
    WrongCredentials: (
        _l("E-mail address or password unknown"),
        _l("Check both, then try again."),
    ),
}


def refusal_text(refusal: Refusal) -> RefusalText:
    title, what_to_do = TEXTS[type(refusal)]
    return RefusalText(str(title), str(what_to_do))
