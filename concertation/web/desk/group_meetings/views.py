"""The meetings of a group: what was answered to each, and inviting its members."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.event import Window
from concertation.domain.guest_messages import GuestInvited
from concertation.mailing.reading import WrittenMail, as_read_by_staff
from concertation.models import Event, GroupOffer
from concertation.queries.events import find_event
from concertation.queries.group_meetings import (
    Uninvited,
    meetings_of,
    uninvited_members,
)
from concertation.queries.invitation_plan import invitation_plan
from concertation.services.mail_previews import Invented, mail_to_nobody
from concertation.services.meeting_guests import InviteMembers, invite_members
from concertation.web.desk.group_meetings.words import invited_texts, spared_texts
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
    )


@bp.get("/<meeting>/inviter")
def confirm_invite(
    process: str, group: str, phase_id: int, meeting: str
) -> ResponseReturnValue:
    """Before anything is sent: to whom, to whom not, and what they get."""
    offer = offer_or_404(process, group, phase_id)
    event, now = _meeting_or_404(offer, meeting), utc_now()
    event.schedule.refuse_unless_inviting(now)
    plan = invitation_plan(event)
    return render_template(
        "desk/group_meetings/invite.html",
        offer=offer,
        address=address_of(offer),
        event=event,
        plan=plan,
        spared=spared_texts(plan),
        written=_example(event),
        form=InviteForm(formdata=None, data={"deputies": not plan.seated}),
    )


@bp.post("/<meeting>/inviter")
def invite(
    process: str, group: str, phase_id: int, meeting: str
) -> ResponseReturnValue:
    event = _meeting_or_404(offer_or_404(process, group, phase_id), meeting)
    form = InviteForm()
    check_token()
    wish = InviteMembers(event_id=event.id, with_deputies=form.deputies.data)
    done = invite_members(wish, actor=current_actor(), now=utc_now())
    for text, tone in invited_texts(done):
        flash(text, tone)
    back = url_for(".index", process=process, group=group, phase_id=phase_id)
    return redirect(back, 303)


def _takes_guests(event: Event) -> bool:
    window = event.schedule.window(utc_now())
    return window in {Window.OPEN, Window.NOT_OPEN}


def _meeting_or_404(offer: GroupOffer, slug: str) -> Event:
    event = find_event(slug)
    if event is None or event.offer_id != offer.id:
        abort(404)
    return event


def _example(event: Event) -> WrittenMail:
    """What an invented member would read."""
    wish = Invented(
        kind=GuestInvited,
        locale=str(get_locale()),
        given_name=_("Camille"),
        family_name=_("Example"),
        facts={},
    )
    return as_read_by_staff(mail_to_nobody(event, wish, now=utc_now()))
