"""What is said before and after something is done to many members of a group."""

from collections.abc import Iterable, Mapping

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.bulk import Passed
from concertation.domain.member_bulk import MemberAction
from concertation.services.bulk import Outcome
from concertation.web import bulk_words

WHY: dict[Passed, LazyString] = {
    Passed.ENDED: _l("not in the group any more"),
    Passed.DECIDED: _l("nothing is left to approve or to decline"),
    Passed.SEATED: _l("has a place already"),
    Passed.UNDECIDED: _l("waits for approval, and is in no line yet"),
    Passed.FIRST: _l("in front of the waiting list already"),
    Passed.DEPUTY: _l("a deputy, who stands in no line"),
    Passed.THERE: _l("in that group already"),
    Passed.NO_ROOM: _l("no place is left, and no waiting list is kept"),
    Passed.FULL: _l("that group is full, and keeps no waiting list"),
    Passed.TOLD: _l("a message left less than a minute ago"),
}


def action_names() -> dict[MemberAction, str]:
    return {
        MemberAction.APPROVE: _("Approve"),
        MemberAction.DECLINE: _("Decline, with a reason"),
        MemberAction.PROMOTE: _("Put in front of the waiting list"),
        MemberAction.MOVE: _("Move to another group"),
        MemberAction.RESEND: _("Send the message again"),
        MemberAction.REMOVE: _("Take out of the group, with a reason"),
    }


EFFECTS: dict[MemberAction, LazyString] = {
    MemberAction.APPROVE: _l(
        "Each gets a place as long as there are any, in the order in which they"
        " asked; the others join the waiting list or, where none is kept, go on"
        " asking. Who is approved is told by mail."
    ),
    MemberAction.DECLINE: _l("Each is told by mail, with the reason that you give."),
    MemberAction.PROMOTE: _l(
        "They get the next places that become free, before those who have waited"
        " for longer; their order among themselves stays. Each is told by mail."
    ),
    MemberAction.MOVE: _l(
        "Their place here ends. In the other group each gets a place if one is free,"
        " or stands in the waiting list where the time of their request puts them."
        " They are told by mail, and so are those who run the two groups."
    ),
    MemberAction.RESEND: _l("Each reads once more how they stand in the group."),
    MemberAction.REMOVE: _l(
        "Each is told by mail, with the reason that you give. A deputy of the same"
        " organisation takes over; otherwise whoever waits and fits gets the place."
    ),
}
"""What will become of each person."""


def _done_texts(num: int) -> dict[MemberAction, str]:
    return {
        MemberAction.APPROVE: ngettext(
            "%(num)s person is approved, and told by mail.",
            "%(num)s people are approved, and told by mail.",
            num,
        ),
        MemberAction.DECLINE: ngettext(
            "%(num)s request is declined, and the person is told by mail.",
            "%(num)s requests are declined, and the people are told by mail.",
            num,
        ),
        MemberAction.PROMOTE: ngettext(
            "%(num)s person is in front of the waiting list, and told by mail.",
            "%(num)s people are in front of the waiting list, and told by mail.",
            num,
        ),
        MemberAction.MOVE: ngettext(
            "%(num)s person is moved, and told by mail.",
            "%(num)s people are moved, and told by mail.",
            num,
        ),
        MemberAction.RESEND: ngettext(
            "The message is on its way again to %(num)s person.",
            "The message is on its way again to %(num)s people.",
            num,
        ),
        MemberAction.REMOVE: ngettext(
            "%(num)s person is taken out of the group, and told by mail.",
            "%(num)s people are taken out of the group, and told by mail.",
            num,
        ),
    }


def passed_text(why: Passed, names: Iterable[str]) -> str:
    return bulk_words.passed_text(WHY[why], names)


def outcome_texts(
    action: MemberAction, outcome: Outcome, names: Mapping[int, str]
) -> list[tuple[str, str]]:
    """Sentences, each with its tone."""
    return bulk_words.outcome_texts(
        outcome, names, done_text=lambda num: _done_texts(num)[action], why=WHY
    )
