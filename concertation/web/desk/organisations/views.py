"""The directory of organisations: look at it, add to it, say what is seen."""

from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from concertation.clock import utc_now
from concertation.domain.process_errors import OrganisationChangedMeanwhile, SiretTaken
from concertation.domain.roles import Right
from concertation.models import Organisation
from concertation.queries.audit import history_of
from concertation.queries.directory import directory_page, standing_organisation
from concertation.queries.organisation_doubles import doubles_of, kept_apart_from
from concertation.queries.organisation_people import (
    former_names,
    people_by_process,
    registered_at,
)
from concertation.queries.organisations import known_as
from concertation.services import directory as service
from concertation.web.addresses import key_in
from concertation.web.desk.organisations.blueprint import bp, organisation_or_404
from concertation.web.desk.organisations.forms import (
    DirectoryExportForm,
    DirectoryFilterForm,
    OrganisationForm,
)
from concertation.web.form import (
    ActionForm,
    check_token,
    labels_of,
    tell_at_field,
    tell_in_form,
)
from concertation.web.formatting import number as written
from concertation.web.identity import current_actor, places_in_reach


@bp.get("")
def index() -> ResponseReturnValue:
    form = DirectoryFilterForm()
    page = request.args.get("page", 1, type=int)
    return render_template(
        "desk/organisations/index.html",
        form=form,
        listed=directory_page(form.to_filter(), page),
        button=ActionForm(formdata=None),
        export=DirectoryExportForm(formdata=None),
    )


@bp.post("/vues")
def see() -> ResponseReturnValue:
    check_token()
    numbers = list(filter(None, map(key_in, request.form.getlist("organisation"))))
    count = service.list_organisations(numbers, actor=current_actor(), now=utc_now())
    flash(_seen_text(count, ticked=bool(numbers)), "success" if count else "info")
    if request.form.get("from") == "show" and len(numbers) == 1:
        return redirect(url_for(".show", number=numbers[0]), 303)
    filters = DirectoryFilterForm().in_address()
    return redirect(url_for(".index", **filters), 303)


@bp.get("/ajouter")
def new() -> ResponseReturnValue:
    return _form_page(None, OrganisationForm())


@bp.post("/ajouter")
def create() -> ResponseReturnValue:
    form = OrganisationForm()
    if not form.validate():
        return _form_page(None, form), 422
    known = [] if form.is_another.data else known_as(form.name.data or "")
    if known:
        form.name.errors = [_("The directory may have it already: see below")]
        return _form_page(None, form, known), 422
    try:
        sheet, by = form.to_sheet(), current_actor()
        number = service.add_organisation(sheet, actor=by, now=utc_now())
    except SiretTaken as refusal:
        tell_at_field(form.siret, refusal)
        return _form_page(None, form), 422
    flash(_("The organisation is added"), "success")
    return redirect(url_for(".show", number=number), 303)


@bp.get("/<int:number>")
def show(number: int) -> ResponseReturnValue:
    organisation = organisation_or_404(number)
    if organisation.merged_into_id is not None:
        stands = standing_organisation(organisation)
        flash(_("“%(name)s” was merged into this one", name=organisation.name), "info")
        return redirect(url_for(".show", number=stands.id), 303)
    return render_template(
        "desk/organisations/show.html",
        organisation=organisation,
        people=people_by_process(organisation, places_in_reach(Right.READ)),
        registered=registered_at(organisation, places_in_reach(Right.READ)),
        former=former_names(organisation),
        doubles=doubles_of(organisation),
        apart=kept_apart_from(organisation),
        entries=history_of(organisation),
        labels=labels_of(OrganisationForm(organisation)),
        button=ActionForm(formdata=None),
    )


@bp.get("/<int:number>/modifier")
def edit(number: int) -> ResponseReturnValue:
    organisation = organisation_or_404(number)
    return _form_page(organisation, OrganisationForm(organisation))


@bp.post("/<int:number>/modifier")
def save(number: int) -> ResponseReturnValue:
    organisation = organisation_or_404(number)
    form = OrganisationForm(organisation)
    if not form.validate():
        return _form_page(organisation, form), 422
    try:
        service.edit_organisation(
            organisation.id,
            form.to_sheet(),
            version=form.version.data,
            actor=current_actor(),
            now=utc_now(),
        )
    except SiretTaken as refusal:
        tell_at_field(form.siret, refusal)
        return _form_page(organisation, form), 422
    except OrganisationChangedMeanwhile as refusal:
        tell_in_form(form, refusal)
        form.version.data = organisation.version
        return _form_page(organisation, form), 409
    flash(_("The organisation is saved"), "success")
    return redirect(url_for(".show", number=organisation.id), 303)


def _form_page(
    organisation: Organisation | None,
    form: OrganisationForm,
    known: Sequence[Organisation] = (),
) -> str:
    return render_template(
        "desk/organisations/form.html",
        organisation=organisation,
        form=form,
        known=known,
    )


def _seen_text(count: int, *, ticked: bool) -> str:
    if not ticked:
        return str(_("Nothing was ticked: tick the organisations that exist"))
    if not count:
        return str(_("They were listed already"))
    return str(
        ngettext(
            "%(organisations)s organisation is listed: forms offer its name now",
            "%(organisations)s organisations are listed: forms offer their names now",
            count,
            organisations=written(count),
        )
    )
