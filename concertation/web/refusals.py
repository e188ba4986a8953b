"""What a refusal is called in front of people, and what they can do about it."""

from dataclasses import dataclass

from flask_babel import gettext as _

from concertation.domain.errors import (
    AddressTaken,
    EventCancelled,
    EventFull,
    EventOver,
    NotADraft,
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


def refusal_text(refusal: Refusal) -> RefusalText:
    return RefusalText(*_texts()[type(refusal)])


def _texts() -> dict[type[Refusal], tuple[str, str]]:
    return {
        RegistrationNotOpen: (
            _("Registration is not open yet"),
            _("Come back when it opens, or write to the organiser."),
        ),
        RegistrationClosed: (
            _("Registration is closed"),
            _("Write to the organiser if you still need to take part."),
        ),
        EventFull: (
            _("The event is full"),
            _(
                "There is no waiting list. Places that become free are shown on the"
                " event's page: come back, or write to the organiser."
            ),
        ),
        EventCancelled: (
            _("The event is cancelled"),
            _("It will not take place: there is nothing to register for."),
        ),
        EventOver: (
            _("The event is over"),
            _("It has taken place. The coming events are on the home page."),
        ),
        RegistrationEnded: (
            _("This registration was cancelled"),
            _("To take part after all, register again from the event's page."),
        ),
        NotADraft: (
            _("This event is published already"),
            _("Go back to the event: what you see there is what the public sees."),
        ),
        AddressTaken: (
            _("Another event has this address"),
            _("Choose another address for the page."),
        ),
        TooManyTries: (
            _("Too many tries"),
            _("Wait fifteen minutes, then try again."),
        ),
        WrongCredentials: (
            _("E-mail address or password unknown"),
            _("Check both, then try again."),
        ),
    }
