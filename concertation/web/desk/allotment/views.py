"""Allot ranked wishes: see who would get what, and why; then write it as it was."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField
from wtforms.validators import InputRequired

from concertation.clock import utc_now
from concertation.domain.allotment import Allotted
from concertation.domain.errors import Refusal
from concertation.domain.process import GroupRule
from concertation.domain.process_errors import AllotmentChanged
from concertation.models import Phase
from concertation.queries.allotment_plan import AllotmentPlan, current_plan
from concertation.queries.members import people_numbered
from concertation.queries.processes import find_phase, offers_of_phase
from concertation.services.allotting import allot_phase
from concertation.web.desk.allotment.words import place_name
from concertation.web.group_pages import show_group_refusal
from concertation.web.identity import current_actor

bp = Blueprint(
    "desk_allotment",
    __name__,
    url_prefix="/bureau/demarches/<process>/phases/<int:phase_id>/repartition",
)
bp.register_error_handler(Refusal, show_group_refusal)
ROWS_ON_A_PAGE = 100


class AllotForm(FlaskForm):
    fingerprint = HiddenField()
    """Of what the page showed."""
    knows = BooleanField(
        _l("Allot now all the same: whoever asks later gets what is left"),
        validators=[
            InputRequired(
                _l("Wait until enrolment is over, or tick the box to allot now")
            )
        ],
    )

    def __init__(self, phase: Phase, **settings: Any) -> None:
        super().__init__(**settings)
        if not phase.span.takes_enrolments(utc_now()):
            del self.knows


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One page of the list of people."""

    outcomes: list[Allotted]
    chosen: int | None
    """Only those who got the wish of this place; 0: none."""
    total: int
    page: int
    pages: int


@bp.get("")
def show(process: str, phase_id: int) -> ResponseReturnValue:
    return _page(_phase_or_404(process, phase_id))


@bp.post("")
def allot(process: str, phase_id: int) -> ResponseReturnValue:
    phase = _phase_or_404(process, phase_id)
    form = AllotForm(phase)
    if not form.validate():
        return _page(phase, form), 422
    seen = form.fingerprint.data or ""
    try:
        plan = allot_phase(phase.id, seen, actor=current_actor(), now=utc_now())
    except AllotmentChanged:
        return _page(phase, has_changed=True), 409
    allotted = len(plan.outcomes) - plan.by_place[0]
    text = ngettext(
        "%(num)s person has a place now. Everybody is told by mail, with the reasons.",
        "%(num)s people have a place now. Everybody is told by mail, with the reasons.",
        allotted,
    )
    flash(text, "success")
    return redirect(url_for(".show", process=process, phase_id=phase_id), 303)


def _phase_or_404(process: str, phase_id: int) -> Phase:
    """Where groups are ranked; elsewhere there is no such page."""
    phase = find_phase(process, phase_id) or abort(404)
    if phase.process.group_rule is not GroupRule.RANKED:
        abort(404)
    return phase


def _page(
    phase: Phase, refused: AllotForm | None = None, *, has_changed: bool = False
) -> str:
    plan, offers = current_plan(phase.id), offers_of_phase(phase.id)
    shown = _shown(plan, request.args.get("voeu", type=int))
    return render_template(
        "desk/allotment/show.html",
        phase=phase,
        plan=plan,
        places=[(place_name(n), plan.by_place[n], n) for n in _places(plan)],
        offers=offers,
        titles={offer.id: offer.group.title for offer in offers},
        people=people_numbered([each.number for each in shown.outcomes]),
        shown=shown,
        form=_form_of(phase, plan, refused),
        has_changed=has_changed,
        is_over=utc_now() >= phase.over_at,
        place_name=place_name,
    )


def _form_of(phase: Phase, plan: AllotmentPlan, refused: AllotForm | None) -> AllotForm:
    """Of the plan on this very page, with what was said about the one before."""
    form = refused or AllotForm(phase, formdata=None)
    form.fingerprint.data = plan.fingerprint
    return form


def _shown(plan: AllotmentPlan, chosen: int | None) -> Shown:
    found = [
        each for each in plan.outcomes if chosen is None or (each.place or 0) == chosen
    ]
    pages = max(1, -(-len(found) // ROWS_ON_A_PAGE))
    page = min(max(1, request.args.get("page", 1, type=int)), pages)
    first = (page - 1) * ROWS_ON_A_PAGE
    return Shown(
        outcomes=found[first : first + ROWS_ON_A_PAGE],
        chosen=chosen,
        total=len(found),
        page=page,
        pages=pages,
    )


def _places(plan: AllotmentPlan) -> list[int]:
    """The first wish, then the second …; last those who get none."""
    granted = range(1, max(plan.by_place, default=0) + 1)
    return [*granted, 0]
