"""What the page of guests says after something was done."""

from flask_babel import gettext as _
from flask_babel import ngettext

from concertation.domain.guests import Writing
from concertation.web.formatting import number


def added_text(people: int) -> str:
    if not people:
        return str(_("Nobody is added: there was nobody new on your list"))
    return str(
        ngettext(
            "%(people)s guest is added, and not written to yet",
            "%(people)s guests are added, and not written to yet",
            people,
            people=number(people),
        )
    )


def written_text(writing: Writing, people: int) -> str:
    if not people:
        return str(_("Nothing was sent: nobody is to be written to any more"))
    count = number(people)
    if writing is Writing.INVITATION:
        return str(
            ngettext(
                "%(people)s invitation is on its way",
                "%(people)s invitations are on their way",
                people,
                people=count,
            )
        )
    return str(
        ngettext(
            "%(people)s reminder is on its way",
            "%(people)s reminders are on their way",
            people,
            people=count,
        )
    )
