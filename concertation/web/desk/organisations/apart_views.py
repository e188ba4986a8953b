"""Two organisations that look like doubles and are two, and the way back."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.services.organisations_apart import compare_again, keep_apart
from concertation.web.desk.organisations.blueprint import bp, organisation_or_404
from concertation.web.form import check_token
from concertation.web.identity import current_actor


@bp.post("/<int:number>/distinguer/<int:other>")
def tell_apart(number: int, other: int) -> ResponseReturnValue:
    one, second = organisation_or_404(number), organisation_or_404(other)
    check_token()
    keep_apart(one.id, second.id, actor=current_actor(), now=utc_now())
    flash(_("They are two: this pair is not proposed any more"), "success")
    if request.form.get("from") == "doubles":
        return redirect(url_for(".doubles"), 303)
    return redirect(url_for(".show", number=one.id), 303)


@bp.post("/<int:number>/distinguer/<int:other>/annuler")
def take_back(number: int, other: int) -> ResponseReturnValue:
    one, second = organisation_or_404(number), organisation_or_404(other)
    check_token()
    compare_again(one.id, second.id, actor=current_actor(), now=utc_now())
    flash(_("They may be one again: compare them"), "success")
    return redirect(url_for(".show", number=one.id), 303)
