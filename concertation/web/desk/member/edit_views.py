"""Correct what is known of somebody, and fetch the files that they sent."""

from typing import Any

from flask import abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import QuotaFull
from concertation.domain.process_errors import InAnotherGroup
from concertation.models import Enrolment
from concertation.queries.questions import find_answer_file
from concertation.services.participants import change_details
from concertation.web.desk.member.person import (
    bp,
    current_or_refusal,
    may_change_details,
    member_or_404,
    page_address,
)
from concertation.web.downloads import as_download
from concertation.web.form import tell_in_form
from concertation.web.group_pages import groups_within_reach
from concertation.web.identity import current_actor
from concertation.web.member_form import DeskDetailsForm


@bp.get("/modifier")
def edit(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = _changeable_or_refusal(process, group, phase_id, reference)
    return _page(enrolment, _form_of(enrolment))


@bp.post("/modifier")
def save(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = _changeable_or_refusal(process, group, phase_id, reference)
    form = _form_of(enrolment)
    if not form.validate():
        return _page(enrolment, form), 422
    there, person = url_for(".show", **page_address(enrolment)), enrolment.participant
    within = groups_within_reach(enrolment.offer.process)
    by: dict[str, Any] = {"actor": current_actor(), "now": utc_now(), "within": within}
    try:
        change_details(person.id, form.to_details(), **by)
    except (QuotaFull, InAnotherGroup) as refusal:
        tell_in_form(form, refusal)
        return _page(enrolment, form), 409
    flash(_("The answers are saved"), "success")
    return redirect(there, 303)


@bp.get("/fichiers/<name>")
def file(
    process: str, group: str, phase_id: int, reference: str, name: str
) -> ResponseReturnValue:
    enrolment = member_or_404(process, group, phase_id, reference)
    answer = find_answer_file(enrolment.participant, name) or abort(404)
    return as_download(answer.file, answer.filename)


def _changeable_or_refusal(
    process: str, group: str, phase_id: int, reference: str
) -> Enrolment:
    enrolment = current_or_refusal(process, group, phase_id, reference)
    if not may_change_details(enrolment.participant):
        abort(403)
    return enrolment


def _form_of(enrolment: Enrolment) -> DeskDetailsForm:
    return DeskDetailsForm.of(enrolment.offer.process, enrolment.participant)


def _page(enrolment: Enrolment, form: DeskDetailsForm) -> str:
    return render_template(
        "desk/member/edit.html",
        offer=enrolment.offer,
        person=enrolment.participant,
        address=page_address(enrolment),
        form=form,
    )
