"""Enrol somebody in the group from the desk."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.enrolment import Standing
from concertation.domain.process_errors import (
    GroupFull,
    InAnotherGroup,
    TooManyGroups,
)
from concertation.models import GroupOffer
from concertation.services.enrolment import enrol_person
from concertation.services.enrolment_receipts import EnrolmentReceipt
from concertation.web.desk.members.views import bp
from concertation.web.form import tell_in_form
from concertation.web.group_pages import (
    PREFIX,
    address_of,
    groups_within_reach,
    offer_or_404,
)
from concertation.web.identity import current_actor
from concertation.web.member_form import NewMemberForm
from concertation.wording.enrolment import standing_text


@bp.get(f"{PREFIX}/inscrire")
def show_form(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    return _page(offer, NewMemberForm.of(offer.process))


@bp.post(f"{PREFIX}/inscrire")
def enrol(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    form = NewMemberForm.of(offer.process)
    if not form.validate():
        return _page(offer, form), 422
    within = groups_within_reach(offer.process)
    number, wish = offer.id, form.to_wish(offer, current_actor(), within)
    try:
        receipt = enrol_person(wish, now=utc_now())
    except (GroupFull, InAnotherGroup, TooManyGroups) as refusal:
        tell_in_form(form, refusal)
        return _page(offer, form), 409
    flash(_told(receipt, number), "success")
    there = url_for(
        "desk_member.show", reference=receipt.reference, **address_of(offer)
    )
    return redirect(there, 303)


def _told(receipt: EnrolmentReceipt, offer_id: int) -> str:
    """How the person stands in this group now."""
    place = next(each for each in receipt.places if each.offer_id == offer_id)
    how = standing_text(Standing(place.standing), place.rank)
    return str(
        _("This person is told by mail how they stand: %(standing)s", standing=how)
    )


def _page(offer: GroupOffer, form: NewMemberForm) -> str:
    return render_template(
        "desk/members/enrol.html",
        offer=offer,
        address=address_of(offer),
        form=form,
        is_over=utc_now() >= offer.phase.over_at,
    )
