"""Who is expected, for those who welcome at the door."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from concertation.queries.events import find_event
from concertation.queries.welcome import expected_people
from concertation.web.desk.welcome.forms import SearchForm

bp = Blueprint("desk_welcome", __name__, url_prefix="/bureau/evenements/<slug>/accueil")


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = find_event(slug) or abort(404)
    form = SearchForm()
    return render_template(
        "desk/welcome/index.html",
        event=event,
        form=form,
        listed=expected_people(
            event.id, form.q.data or "", request.args.get("page", 1, type=int)
        ),
    )
