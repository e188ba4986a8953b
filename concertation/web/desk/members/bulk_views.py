"""Do something to many members: see first for whom, then do it, then read what was."""

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from concertation.clock import utc_now
from concertation.domain.bulk import MOST_AT_ONCE
from concertation.domain.errors import TooManyAtOnce
from concertation.models import Enrolment, GroupOffer
from concertation.queries.member_bulk import MemberPlan, member_plan
from concertation.queries.member_rows import MemberFilter
from concertation.services.member_bulk import ActOnMembers, act_on_members
from concertation.web.desk.members.bulk_forms import ConfirmMembersForm, PickMembersForm
from concertation.web.desk.members.bulk_words import (
    EFFECTS,
    action_names,
    outcome_texts,
    passed_text,
)
from concertation.web.desk.members.views import bp
from concertation.web.group_pages import PREFIX, address_of, offer_or_404
from concertation.web.identity import current_actor
from concertation.web.member_filter import MemberFilterForm


@bp.get(f"{PREFIX}/actions")
def confirm_action(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    pick = PickMembersForm(offer, request.args)
    members = pick.members(_wanted(offer))
    return _page(pick, members, ConfirmMembersForm(pick, formdata=None))


@bp.post(f"{PREFIX}/actions")
def act(process: str, group: str, phase_id: int) -> ResponseReturnValue:
    offer = offer_or_404(process, group, phase_id)
    pick = PickMembersForm(offer, MultiDict([*request.form.items(multi=True)]))
    members, form = pick.members(_wanted(offer)), ConfirmMembersForm(pick)
    if not form.validate() or not (pick.is_complete and pick.action):
        return _page(pick, members, form), 422
    names = {each.id: _name(each) for each in members}
    wish = ActOnMembers(
        offer_id=offer.id,
        action=pick.action,
        enrolment_ids=[*names],
        reason=form.said,
        to_offer_id=pick.to_offer.id if pick.to_offer else None,
    )
    back = url_for(".index", **address_of(offer), **MemberFilterForm().in_address())
    outcome = act_on_members(wish, actor=current_actor(), now=utc_now())
    for text, tone in outcome_texts(pick.action, outcome, names):
        flash(text, tone)
    return redirect(back, 303)


def _wanted(offer: GroupOffer) -> MemberFilter:
    form = MemberFilterForm()
    return form.to_filter(offer.process_id, offer.phase_id, offer.id)


def _page(
    pick: PickMembersForm, members: list[Enrolment], form: ConfirmMembersForm
) -> str:
    """What would be done, or what is still to be said."""
    if len(members) > MOST_AT_ONCE:
        raise TooManyAtOnce
    pick.leave_out({each.standing for each in members})
    plan = None
    if pick.action and pick.is_complete and members:
        plan = member_plan(pick.offer, pick.action, members, pick.to_offer)
    return render_template(
        "desk/members/actions.html",
        offer=pick.offer,
        address=address_of(pick.offer),
        pick=pick,
        form=form,
        members=members,
        plan=plan,
        title=action_names()[pick.action] if pick.action else "",
        effect=EFFECTS[pick.action] if pick.action else "",
        passed=_passed_texts(plan) if plan else [],
        chosen=MemberFilterForm().in_address(),
    )


def _passed_texts(plan: MemberPlan) -> list[str]:
    return [
        passed_text(why, [_name(each) for each in passed])
        for why, passed in plan.passed.items()
    ]


def _name(enrolment: Enrolment) -> str:
    person = enrolment.participant
    return f"{person.family_name} {person.given_name}".strip()
