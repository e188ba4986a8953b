"""What the holder of a space reads of their data, and asks for about them."""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.actor import PARTICIPANT
from concertation.queries.data_requests import requests_of
from concertation.queries.personal_data import held_about_address
from concertation.queries.restrictions import restrictions_of
from concertation.services.data_requests import ask_about_data
from concertation.services.restrictions import lift_restriction
from concertation.web.form import ActionForm, check_token
from concertation.web.own_space import whose_space
from concertation.web.site.data_requests.forms import DataRequestForm
from concertation.wording.data_requests import (
    outcome_name,
    request_name,
    restriction_name,
)
from concertation.wording.held_data import held_name, held_value

bp = Blueprint("site_data_requests", __name__, url_prefix="/mon-espace")


@bp.get("/donnees")
def held() -> ResponseReturnValue:
    holder = whose_space()
    return render_template(
        "site/data_requests/held.html",
        held=held_about_address(holder.email_key),
        email_key=holder.email_key,
        held_name=held_name,
        held_value=held_value,
    )


@bp.get("/demandes")
def index() -> ResponseReturnValue:
    return _page(DataRequestForm())


@bp.post("/demandes")
def ask() -> ResponseReturnValue:
    form, holder = DataRequestForm(), whose_space()
    if not form.validate():
        return _page(form), 422
    receipt = ask_about_data(form.to_wish(holder.email_key), now=utc_now())
    told = (
        _("Your request %(reference)s has arrived, and a message confirms it")
        if receipt.is_new
        else _("Your request %(reference)s waits for its answer already: we added this")
    )
    flash(told % {"reference": receipt.reference}, "success")
    return redirect(url_for(".index"), 303)


@bp.post("/demandes/<int:request_id>/lever")
def lift(request_id: int) -> ResponseReturnValue:
    check_token()
    own = {each.request_id for each in restrictions_of(whose_space().email_key)}
    if request_id not in own:
        abort(404)
    lift_restriction(request_id, actor=PARTICIPANT, now=utc_now())
    flash(_("It is lifted, and a message confirms it"), "success")
    return redirect(url_for(".index"), 303)


def _page(form: DataRequestForm) -> str:
    return render_template(
        "site/data_requests/index.html",
        form=form,
        requests=requests_of(whose_space().email_key),
        restrictions=restrictions_of(whose_space().email_key),
        restriction_name=restriction_name,
        action_form=ActionForm(formdata=None),
        request_name=request_name,
        outcome_name=outcome_name,
    )
