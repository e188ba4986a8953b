"""Move somebody to another group: see first what would come of it, then do it."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.enrolment import Standing
from concertation.models import Enrolment
from concertation.queries.moving import landing_in
from concertation.services.group_members import move_enrolment
from concertation.web.desk.member.forms import MoveForm
from concertation.web.desk.member.person import bp, current_or_refusal, page_address
from concertation.web.group_pages import address_of, other_groups
from concertation.web.identity import current_actor


@bp.get("/deplacer")
def confirm_move(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = current_or_refusal(process, group, phase_id, reference)
    return _page(enrolment, _form_of(enrolment))


@bp.post("/deplacer")
def move(
    process: str, group: str, phase_id: int, reference: str
) -> ResponseReturnValue:
    enrolment = current_or_refusal(process, group, phase_id, reference)
    form = _form_of(enrolment)
    if enrolment.standing is Standing.ASKED or not form.validate():
        return _page(enrolment, form), 422
    to = next(
        each for each in other_groups(enrolment.offer) if str(each.id) == form.to.data
    )
    told, actor = form.reason.data or "", current_actor()
    move_enrolment(enrolment.id, to.id, told, actor=actor, now=utc_now())
    done = _(
        "This person is moved to %(group)s, and told by mail, as are those who run"
        " the two groups",
        group=to.group.title,
    )
    flash(done, "success")
    there = url_for("desk_members.index", **address_of(enrolment.offer))
    return redirect(there, 303)


def _form_of(enrolment: Enrolment) -> MoveForm:
    """Only groups of the phase in which this person decides as well."""
    offers = other_groups(enrolment.offer)
    return MoveForm([landing_in(enrolment, offer) for offer in offers])


def _page(enrolment: Enrolment, form: MoveForm) -> str:
    return render_template(
        "desk/member/move.html",
        offer=enrolment.offer,
        enrolment=enrolment,
        person=enrolment.participant,
        address=page_address(enrolment),
        form=form,
    )
