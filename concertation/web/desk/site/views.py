"""What the site says of itself. For administrators."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.colour import as_colour
from concertation.domain.errors import Refusal
from concertation.domain.site_errors import SiteChangedMeanwhile
from concertation.queries.audit import history_of
from concertation.queries.site import settings_now
from concertation.services import site as service
from concertation.web.desk.site.forms import (
    ColourForm,
    SettingsForm,
    TerritoriesForm,
)
from concertation.web.desk.site.samples import sample_of
from concertation.web.errors import show_site_refusal
from concertation.web.form import labels_of, tell_in_form
from concertation.web.identity import current_actor
from concertation.wording.site import accent

bp = Blueprint("desk_site", __name__, url_prefix="/bureau/site")
bp.register_error_handler(Refusal, show_site_refusal)


@bp.get("")
def index() -> ResponseReturnValue:
    return _settings_page(SettingsForm(settings_now()))


@bp.post("")
def save() -> ResponseReturnValue:
    form = SettingsForm(settings_now())
    if not form.validate():
        return _settings_page(form), 422
    version, now = form.seen_version(), utc_now()
    try:
        service.change_settings(
            form.to_sheet(), version=version, actor=current_actor(), now=now
        )
    except SiteChangedMeanwhile as refusal:
        return _conflict_page(form, refusal), 409
    flash(_("The settings are saved: pages show them within a second"), "success")
    return redirect(url_for(".index"), 303)


@bp.get("/couleur")
def try_colour() -> ResponseReturnValue:
    form = ColourForm(request.args)
    typed = form.colour.data or accent()
    form.colour.data = typed
    return render_template(
        "desk/site/colour.html", form=form, sample=sample_of(as_colour(typed))
    )


@bp.get("/territoires")
def territories() -> ResponseReturnValue:
    return _territories_page(TerritoriesForm(settings_now()))


@bp.post("/territoires")
def save_territories() -> ResponseReturnValue:
    form = TerritoriesForm(settings_now())
    if not form.validate():
        return _territories_page(form), 422
    version, now = form.seen_version(), utc_now()
    try:
        service.change_territories(
            form.to_wish(), version=version, actor=current_actor(), now=now
        )
    except SiteChangedMeanwhile as refusal:
        tell_in_form(form, refusal)
        form.version.data = str(settings_now().version)
        return _territories_page(form), 409
    flash(_("The territories are saved: past answers keep theirs"), "success")
    return redirect(url_for(".territories"), 303)


def _settings_page(form: SettingsForm, differing: list[str] | None = None) -> str:
    settings = settings_now()
    return render_template(
        "desk/site/index.html",
        form=form,
        differing=differing,
        settings=settings,
        entries=history_of(settings),
        labels=labels_of(form),
    )


def _conflict_page(form: SettingsForm, refusal: SiteChangedMeanwhile) -> str:
    """What was typed stays, and is saved once its author has been told of the other."""
    settings = settings_now()
    tell_in_form(form, refusal)
    form.version.data = str(settings.version)
    return _settings_page(form, form.differing_from(settings))


def _territories_page(form: TerritoriesForm) -> str:
    return render_template("desk/site/territories.html", form=form)
