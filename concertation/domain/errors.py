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


class EventCancelled(Refusal):
    code = "event_cancelled"


class EventOver(Refusal):
    code = "event_over"


class EventNotOver(Refusal):
    """What only makes sense once it has taken place."""

    code = "event_not_over"


class EventNotPublished(Refusal):
    """Nobody sees it yet: whoever were added would get links that lead nowhere."""

    code = "event_not_published"


class EventChangedMeanwhile(Refusal):
    """Somebody else saved it since this page was opened."""

    code = "event_changed_meanwhile"


class RegistrationEnded(Refusal):
    """It was cancelled before: there is nothing left to change."""

    code = "registration_ended"


class AddressTaken(Refusal):
    """Another event has this address (slug)."""

    code = "address_taken"


class TooManyTries(Refusal):
    code = "too_many_tries"


class WrongCredentials(Refusal):
    code = "wrong_credentials"
