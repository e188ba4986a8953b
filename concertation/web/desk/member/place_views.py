"""Decide about one member's place, or forget the person."""

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.enrolment import Standing
from concertation.domain.errors import NothingToDecide
from concertation.models import Enrolment
from concertation.services import group_members as service
from concertation.services.participant_erasure import erase_participant
from concertation.web.desk.member.forms import ReasonForm
from concertation.web.desk.member.person import (
    back_to,
    bp,
    current_or_refusal,
    member_or_404,
    page_address,
)
from concertation.web.form import ActionForm, check_token
from concertation.web.group_pages import address_of
from concertation.web.identity import current_actor, may


@bp.post("/approuver")
def approve(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    check_token()
    service.approve_enrolment(enrolment.id, actor=current_actor(), now=utc_now())
    if enrolment.standing is Standing.SEAT:
        flash(_("This person is approved, has a place, and is told by mail"), "success")
    else:
        flash(
            _("This person is approved, is on the waiting list, and is told by mail"),
            "success",
        )
    return back_to(enrolment)


@bp.get("/refuser")
def confirm_decline(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = _asking(member_or_404(process, group, phase_id, reference))
    return _page("desk/member/decline.html", enrolment, ReasonForm())


@bp.post("/refuser")
def decline(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = _asking(member_or_404(process, group, phase_id, reference))
    form = ReasonForm()
    if not form.validate():
        return _page("desk/member/decline.html", enrolment, form), 422
    reason, now = form.reason.data or "", utc_now()
    service.decline_enrolment(enrolment.id, reason, actor=current_actor(), now=now)
    flash(_("This request is declined, and the person is told by mail"), "success")
    return back_to(enrolment)


@bp.post("/promouvoir")
def promote(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    check_token()
    actor, now = current_actor(), utc_now()
    is_new = service.promote_enrolment(enrolment.id, actor=actor, now=now)
    if enrolment.standing is Standing.SEAT:
        flash(_("This person has a place now, and is told by mail"), "success")
    elif is_new:
        flash(
            _("This person is number 1 on the waiting list, and is told by mail"),
            "success",
        )
    else:
        flash(_("This person was first in line already: nothing was changed"), "info")
    return back_to(enrolment)


@bp.get("/retirer")
def confirm_removal(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = current_or_refusal(process, group, phase_id, reference)
    return _page("desk/member/removal.html", enrolment, ReasonForm())


@bp.post("/retirer")
def remove(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    form = ReasonForm()
    if not form.validate():
        return _page("desk/member/removal.html", enrolment, form), 422
    reason, now = form.reason.data or "", utc_now()
    service.remove_enrolment(enrolment.id, reason, actor=current_actor(), now=now)
    flash(_("This person is taken out of the group, and told by mail"), "success")
    return back_to(enrolment)


@bp.get("/remplacer")
def confirm_stand_in(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = current_or_refusal(process, group, phase_id, reference)
    return _page("desk/member/stand_in.html", enrolment, ActionForm())


@bp.post("/remplacer")
def stand_in(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    check_token()
    service.stand_in(enrolment.id, actor=current_actor(), now=utc_now())
    flash(
        _("This person is the titular member now; both of them are told by mail"),
        "success",
    )
    return back_to(enrolment)


@bp.post("/renvoyer")
def resend(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    check_token()
    if service.resend_enrolment(enrolment.id, actor=current_actor(), now=utc_now()):
        flash(_("The message is on its way again"), "success")
    else:
        flash(_("A message left less than a minute ago: it is not sent twice"), "info")
    return back_to(enrolment)


@bp.get("/effacer")
def confirm_erase(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    _refuse_who_runs_one_group(process)
    return _page("desk/member/erase.html", enrolment, ActionForm())


@bp.post("/effacer")
def erase(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    _refuse_who_runs_one_group(process)
    check_token()
    back = url_for("desk_members.index", **address_of(enrolment.offer))
    now = utc_now()
    erase_participant(enrolment.participant_id, actor=current_actor(), now=now)
    flash(_("The person is erased"), "success")
    return redirect(back, 303)


def _asking(enrolment: Enrolment) -> Enrolment:
    if enrolment.standing is not Standing.ASKED:
        raise NothingToDecide
    return enrolment


def _refuse_who_runs_one_group(process: str) -> None:
    """It ends the person's places in other groups as well."""
    if not may("fill", process=process):
        abort(403)


def _page(template: str, enrolment: Enrolment, form: ReasonForm | ActionForm) -> str:
    return render_template(
        template,
        offer=enrolment.offer,
        enrolment=enrolment,
        person=enrolment.participant,
        address=page_address(enrolment),
        form=form,
    )
