"""What is said before members are invited to a meeting, and after."""

from flask_babel import LazyString, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from concertation.queries.invitation_plan import InvitationPlan, Spared
from concertation.services.meeting_guests import MembersInvited
from concertation.web.bulk_words import passed_text

WHY: dict[Spared, LazyString] = {
    Spared.REGISTERED: _l("registered for this meeting already"),
    Spared.DECLINED: _l("declined the invitation"),
    Spared.INVITED: _l("invited already, and can be reminded"),
    Spared.NO_PLACE: _l("without a place in the group"),
}


def spared_texts(plan: InvitationPlan) -> list[str]:
    return [passed_text(WHY[why], names) for why, names in plan.spared.items()]


def invited_texts(done: MembersInvited) -> list[tuple[str, str]]:
    """Sentences, each with its tone."""
    told = []
    if done.invited:
        text = ngettext(
            "%(num)s member is invited, and written to.",
            "%(num)s members are invited, and written to.",
            done.invited,
        )
        told.append((str(text), "success"))
    else:
        text = _("Every member is invited or registered already: nobody was written to")
        told.append((str(text), "info"))
    if done.taken_off:
        text = ngettext(
            "%(num)s person who left the group, and had not answered, is a guest no"
            " more.",
            "%(num)s people who left the group, and had not answered, are guests no"
            " more.",
            done.taken_off,
        )
        told.append((str(text), "info"))
    return told
