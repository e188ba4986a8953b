"""One organisation that stands there twice: choose the double, look, merge."""

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from concertation.clock import utc_now
from concertation.domain.process_errors import OrganisationMerged, SameOrganisation
from concertation.domain.roles import Right
from concertation.models import Organisation
from concertation.queries.directory import found_in_directory
from concertation.queries.organisation_doubles import (
    are_kept_apart,
    doubles_of,
    suspected_doubles,
)
from concertation.queries.organisation_people import (
    people_by_process,
    shared_titular_groups,
)
from concertation.services.organisation_merging import merge_organisations
from concertation.web.desk.organisations.blueprint import bp, organisation_or_404
from concertation.web.desk.organisations.forms import OtherForm
from concertation.web.form import ActionForm
from concertation.web.formatting import number as written
from concertation.web.identity import current_actor, places_in_reach


@bp.get("/doublons")
def doubles() -> ResponseReturnValue:
    return render_template(
        "desk/organisations/doubles.html",
        doubles=suspected_doubles(),
        button=ActionForm(formdata=None),
    )


@bp.get("/<int:number>/fusionner")
def choose_double(number: int) -> ResponseReturnValue:
    organisation = _standing_or_refusal(number)
    form = OtherForm()
    text = form.q.data or ""
    return render_template(
        "desk/organisations/choose.html",
        organisation=organisation,
        form=form,
        found=found_in_directory(text, besides=organisation)
        if text
        else doubles_of(organisation),
    )


@bp.get("/<int:number>/fusionner/<int:other>")
def confirm_merge(number: int, other: int) -> ResponseReturnValue:
    kept, double = _both(number, other)
    return _merge_page(kept, double, ActionForm())


@bp.post("/<int:number>/fusionner/<int:other>")
def merge(number: int, other: int) -> ResponseReturnValue:
    kept, double = organisation_or_404(number), organisation_or_404(other)
    form = ActionForm()
    if not form.validate():
        return _merge_page(kept, double, form), 422
    moved = merge_organisations(
        kept.id, double.id, actor=current_actor(), now=utc_now()
    )
    flash(_merged_text(moved), "success")
    return redirect(url_for(".show", number=kept.id), 303)


def _both(number: int, other: int) -> tuple[Organisation, Organisation]:
    if number == other:
        raise SameOrganisation
    return _standing_or_refusal(number), _standing_or_refusal(other)


def _standing_or_refusal(number: int) -> Organisation:
    found = organisation_or_404(number)
    if found.merged_into_id is not None:
        raise OrganisationMerged
    return found


def _merge_page(kept: Organisation, double: Organisation, form: ActionForm) -> str:
    reach = places_in_reach(Right.READ)
    return render_template(
        "desk/organisations/merge.html",
        kept=kept,
        double=double,
        form=form,
        are_apart=are_kept_apart(kept, double),
        people={each.id: people_by_process(each, reach) for each in (kept, double)},
        seats_twice=shared_titular_groups(kept, double, reach),
    )


def _merged_text(moved: int) -> str:
    if not moved:
        return str(_("The two organisations are one"))
    return str(
        ngettext(
            "The two organisations are one: %(people)s person moved to it",
            "The two organisations are one: %(people)s people moved to it",
            moved,
            people=written(moved),
        )
    )
