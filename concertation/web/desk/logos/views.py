"""The site's logos, in the order in which pages show them. For administrators."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.errors import Refusal
from concertation.domain.site import LogoKind
from concertation.domain.site_errors import TooManyLogos
from concertation.models import SiteLogo
from concertation.queries.site import all_logos, find_logo
from concertation.services import logos as service
from concertation.web.desk.logos.forms import KINDS, LogoForm
from concertation.web.errors import show_site_refusal
from concertation.web.form import ActionForm, check_token, tell_at_field
from concertation.web.identity import current_actor

bp = Blueprint("desk_logos", __name__, url_prefix="/bureau/site/logos")
bp.register_error_handler(Refusal, show_site_refusal)
LOGO = "/<int:logo_id>"


@bp.get("")
def index() -> ResponseReturnValue:
    logos = all_logos()
    shown = [
        (kind, label, [logo for logo in logos if logo.kind is kind])
        for kind, label in KINDS
    ]
    return render_template("desk/logos/index.html", shown=shown, form=ActionForm())


@bp.get("/ajouter")
def new() -> ResponseReturnValue:
    return _form_page(None, LogoForm())


@bp.post("/ajouter")
def create() -> ResponseReturnValue:
    form = LogoForm()
    if not form.validate() or form.file.picture is None:
        return _form_page(None, form), 422
    kind, by = LogoKind(form.kind.data), current_actor()
    picture, now = form.file.picture, utc_now()
    try:
        service.add_logo(kind, form.to_words(), picture, actor=by, now=now)
    except TooManyLogos as refusal:
        tell_at_field(form.kind, refusal)
        return _form_page(None, form), 422
    flash(_("The logo is added: pages show it within a second"), "success")
    return redirect(url_for(".index"), 303)


@bp.get(LOGO)
def edit(logo_id: int) -> ResponseReturnValue:
    logo = _logo_or_404(logo_id)
    return _form_page(logo, LogoForm(logo))


@bp.post(LOGO)
def save(logo_id: int) -> ResponseReturnValue:
    logo = _logo_or_404(logo_id)
    form = LogoForm(logo)
    if not form.validate():
        return _form_page(logo, form), 422
    picture, by = form.file.picture, current_actor()
    service.edit_logo(logo.id, form.to_words(), picture, actor=by, now=utc_now())
    flash(_("The logo is saved: pages show it within a second"), "success")
    return redirect(url_for(".index"), 303)


@bp.post(f"{LOGO}/deplacer")
def move(logo_id: int) -> ResponseReturnValue:
    logo = _logo_or_404(logo_id)
    check_token()
    up = request.form.get("direction") == "up"
    service.move_logo(logo.id, up=up, actor=current_actor(), now=utc_now())
    return redirect(url_for(".index", _anchor=f"logo-{logo.id}"), 303)


@bp.get(f"{LOGO}/retirer")
def confirm_removal(logo_id: int) -> ResponseReturnValue:
    logo = _logo_or_404(logo_id)
    return render_template("desk/logos/remove.html", logo=logo, form=ActionForm())


@bp.post(f"{LOGO}/retirer")
def remove(logo_id: int) -> ResponseReturnValue:
    """The second of two clicks finds it done."""
    check_token()
    service.remove_logo(logo_id, actor=current_actor(), now=utc_now())
    flash(_("The logo is taken away"), "success")
    return redirect(url_for(".index"), 303)


def _logo_or_404(logo_id: int) -> SiteLogo:
    return find_logo(logo_id) or abort(404)


def _form_page(logo: SiteLogo | None, form: LogoForm) -> str:
    return render_template("desk/logos/form.html", logo=logo, form=form)
