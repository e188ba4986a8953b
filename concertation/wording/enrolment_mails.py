"""What the mails about places in groups are headed by, subject and page alike."""

from functools import singledispatch
from typing import Any

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.domain.enrolment import EndReason, Standing
from concertation.domain.enrolment_messages import (
    EnrolmentAllotted,
    EnrolmentDeclined,
    EnrolmentEnded,
    EnrolmentHeld,
    EnrolmentMessage,
    EnrolmentMoved,
    EnrolmentPromoted,
    EnrolmentRoleChanged,
    EnrolmentStanding,
    MemberLetter,
    MemberMoved,
)
from concertation.wording.enrolment import ordinal

TITLES: dict[type[EnrolmentMessage], LazyString] = {
    EnrolmentPromoted: _l("A place became free, and it is yours"),
    EnrolmentDeclined: _l("Your request was not accepted"),
}
"""Of those that depend on no fact."""


def title_of(message: EnrolmentMessage) -> str:
    return str(_title(message))


@singledispatch
def _title(message: EnrolmentMessage) -> Any:
    return TITLES[type(message)]


@_title.register
def _standing(message: EnrolmentStanding) -> Any:
    """Named by the whole: one word where all groups stand alike."""
    alike = set(message.standings)
    count = len(message.standings)
    match alike.pop() if len(alike) == 1 else None:
        case Standing.SEAT:
            several = _("Your places are confirmed")
            return several if count > 1 else _("Your place is confirmed")
        case Standing.HELD:
            return ngettext(
                "A place is kept for you: confirm it",
                "Places are kept for you: confirm them",
                count,
            )
        case Standing.WAITING:
            return _("You are on the waiting list")
        case Standing.ASKED:
            return _("Your request is noted")
        case Standing.DEPUTY:
            return _("You are noted as a deputy member")
    return _("How your enrolment stands")


@_title.register
def _ended(message: EnrolmentEnded) -> Any:
    group = message.group_title
    match message.end_reason:
        case EndReason.NOT_RENEWED:
            return _("You do not go on in the group “%(group)s”", group=group)
        case EndReason.NOT_CONFIRMED:
            return _("Your place in the group “%(group)s” is kept no more", group=group)
    return _("Your enrolment in the group “%(group)s” has ended", group=group)


@_title.register
def _moved(message: EnrolmentMoved) -> Any:
    return _("You move to the group “%(group)s”", group=message.group_title)


@_title.register
def _role_changed(message: EnrolmentRoleChanged) -> Any:
    if message.is_deputy:
        return _("You are a deputy in the group “%(group)s”", group=message.group_title)
    return _("You hold a seat in the group “%(group)s”", group=message.group_title)


@_title.register
def _held(message: EnrolmentHeld) -> Any:
    if message.is_reminder:
        return _(
            "Reminder, confirm your place in the group “%(group)s”",
            group=message.group_title,
        )
    return _("Do you go on in the group “%(group)s”?", group=message.group_title)


@_title.register
def _allotted(message: EnrolmentAllotted) -> Any:
    match message.standing:
        case Standing.WAITING:
            return _("None of your wishes could be granted yet")
        case Standing.DEPUTY | Standing.ENDED:
            return _("None of your wishes could be granted")
    return _(
        "Your place in the group “%(group)s”, your %(place)s wish, is confirmed",
        group=message.group_title,
        place=ordinal(message.place),
    )


@_title.register
def _letter(message: MemberLetter) -> Any:
    return message.subject


@_title.register
def _member_moved(message: MemberMoved) -> Any:
    if message.has_come:
        return _(
            "%(person)s joins the group “%(group)s”",
            person=message.person_name,
            group=message.group_title,
        )
    return _(
        "%(person)s leaves the group “%(group)s”",
        person=message.person_name,
        group=message.former_group,
    )
