"""The meetings of a group: what was answered to each, and inviting its members."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.event import Window
from concertation.models import Event
from concertation.queries.events import find_event
from concertation.queries.group_meetings import (
    Uninvited,
    meetings_of,
    uninvited_members,
)
from concertation.services.meeting_guests import (
    InviteMembers,
    MembersInvited,
    invite_members,
)
from concertation.web.form import check_token
from concertation.web.group_pages import (
    PREFIX,
    address_of,
    may_at,
    offer_or_404,
    show_group_refusal,
)
from concertation.web.identity import current_actor

bp = Blueprint("desk_group_meetings", __name__, url_prefix=f"{PREFIX}/reunions")
bp.register_error_handler(Refusal, show_group_refusal)


class InviteForm(FlaskForm):
    deputies = BooleanField(_l("The deputies as well"))


@bp.get("")
def index(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer, now = offer_or_404(process, group, phase_id), utc_now()
    meetings = meetings_of(offer.id)
    return render_template(
        "desk/group_meetings/index.html",
        offer=offer,
        address=address_of(offer),
        meetings=meetings,
        inviting={m.event.id for m in meetings if _takes_guests(m.event)},
        uninvited=uninvited_members(offer.id),
        nobody=Uninvited(),
        may_invite=may_at("fill", offer),
        may_add=may_at("prepare", offer) and now < offer.phase.over_at,
        form=InviteForm(formdata=None),
    )


@bp.post("/<meeting>/inviter")
def invite(
    process: str, group: str, phase_id: int, meeting: str
) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    event, form = find_event(meeting) or abort(404), InviteForm()
    if event.offer_id != offer.id:
        abort(404)
    check_token()
    wish = InviteMembers(event_id=event.id, with_deputies=form.deputies.data)
    done = invite_members(wish, actor=current_actor(), now=utc_now())
    for text, tone in _told(done):
        flash(text, tone)
    back = url_for(".index", process=process, group=group, phase_id=phase_id)
    return redirect(back, 303)


def _takes_guests(event: Event) -> bool:
    window = event.schedule.window(utc_now())
    return window in {Window.OPEN, Window.NOT_OPEN}


def _told(done: MembersInvited) -> list[tuple[str, str]]:
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
