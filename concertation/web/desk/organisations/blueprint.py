"""What all pages of the directory begin with."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.domain.errors import Refusal
from concertation.models import Organisation
from concertation.queries.directory import find_organisation
from concertation.web.refusals import refusal_text

bp = Blueprint("desk_organisations", __name__, url_prefix="/bureau/structures")


@bp.errorhandler(Refusal)
def show_refusal(refusal: Refusal) -> ResponseReturnValue:
    text = refusal_text(refusal)
    return render_template("desk/organisations/refusal.html", text=text), 409


def organisation_or_404(number: int) -> Organisation:
    return find_organisation(number) or abort(404)
