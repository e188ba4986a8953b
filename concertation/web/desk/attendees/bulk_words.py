"""What is said before and after something is done to many people."""

from collections.abc import Iterable, Mapping

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.bulk import BulkAction, Passed
from concertation.services.bulk import Outcome
from concertation.web import bulk_words

WHY: dict[Passed, LazyString] = {
    Passed.ENDED: _l("the registration is over (cancelled, declined or erased)"),
    Passed.DECIDED: _l("nothing is left to approve or to decline"),
    Passed.SEATED: _l("confirmed already"),
    Passed.UNDECIDED: _l("waits for approval, and is in no line yet"),
    Passed.FIRST: _l("in front of the waiting list already"),
    Passed.THERE: _l("in this workshop already"),
    Passed.NO_ROOM: _l("no place is left, and no waiting list is kept"),
    Passed.FULL: _l("the workshop is full"),
    Passed.NO_BETTER: _l("no workshop that they prefer has room"),
    Passed.NO_PLACE: _l("no place at the event yet"),
    Passed.UNFIT: _l("another limit has no room"),
    Passed.DEPUTY: _l("a deputy, who stands in no line"),
    Passed.TOLD: _l("a message left less than a minute ago"),
}


def action_names() -> dict[BulkAction, str]:
    return {
        BulkAction.APPROVE: _("Approve"),
        BulkAction.DECLINE: _("Decline, with a reason"),
        BulkAction.PROMOTE: _("Put in front of the waiting list"),
        BulkAction.MOVE: _("Move to another workshop"),
        BulkAction.BETTER_WISH: _("Give the better wish that is free"),
        BulkAction.RESEND: _("Send the message again"),
        BulkAction.CANCEL: _("Cancel the registration"),
    }


EFFECTS: dict[BulkAction, LazyString] = {
    BulkAction.APPROVE: _l(
        "Each gets a place as long as there are any, in the order in which they"
        " asked; the others join the waiting list or, where none is kept, go on"
        " asking. Who is approved is told by mail."
    ),
    BulkAction.DECLINE: _l("Each is told by mail, with the reason that you give."),
    BulkAction.PROMOTE: _l(
        "They get the next places that become free, before those who have waited"
        " for longer; their order among themselves stays. Each is told by mail."
    ),
    BulkAction.MOVE: _l(
        "The workshop takes the place of the one that they have at that time. Each"
        " is told by mail."
    ),
    BulkAction.BETTER_WISH: _l(
        "Each gets the best of their wishes that has room, in the order of arrival;"
        " what they leave is free for others. Each is told by mail."
    ),
    BulkAction.RESEND: _l(
        "Each gets the confirmation, or the notice of the waiting list, once more."
    ),
    BulkAction.CANCEL: _l(
        "Each is told by mail, the event leaves their calendar, and whoever waits"
        " and fits gets the places that become free."
    ),
}
"""What will become of each person."""


def _done_texts(num: int) -> dict[BulkAction, str]:
    return {
        BulkAction.APPROVE: ngettext(
            "%(num)s person is approved, and told by mail.",
            "%(num)s people are approved, and told by mail.",
            num,
        ),
        BulkAction.DECLINE: ngettext(
            "%(num)s request is declined, and the person is told by mail.",
            "%(num)s requests are declined, and the people are told by mail.",
            num,
        ),
        BulkAction.PROMOTE: ngettext(
            "%(num)s person is in front of the waiting list, and told by mail.",
            "%(num)s people are in front of the waiting list, and told by mail.",
            num,
        ),
        BulkAction.MOVE: ngettext(
            "%(num)s person is moved, and told by mail.",
            "%(num)s people are moved, and told by mail.",
            num,
        ),
        BulkAction.BETTER_WISH: ngettext(
            "%(num)s person has a workshop that they prefer, and is told by mail.",
            "%(num)s people have a workshop that they prefer, and are told by mail.",
            num,
        ),
        BulkAction.CANCEL: ngettext(
            "%(num)s registration is cancelled, and the person is told by mail.",
            "%(num)s registrations are cancelled, and the people are told by mail.",
            num,
        ),
        BulkAction.RESEND: ngettext(
            "The message is on its way again to %(num)s person.",
            "The message is on its way again to %(num)s people.",
            num,
        ),
    }


def passed_text(why: Passed, names: Iterable[str]) -> str:
    return bulk_words.passed_text(WHY[why], names)


def outcome_texts(
    action: BulkAction, outcome: Outcome, names: Mapping[int, str]
) -> list[tuple[str, str]]:
    """Sentences, each with its tone."""
    return bulk_words.outcome_texts(
        outcome, names, done_text=lambda num: _done_texts(num)[action], why=WHY
    )
