"""The figures of an event on one page, for those who fund it and those who run it."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.domain.territory import epci_name
from concertation.queries.events import find_event
from concertation.queries.figures import MOST_NAMED, figures_of
from concertation.web.charts import curve_of

bp = Blueprint(
    "desk_figures", __name__, url_prefix="/bureau/evenements/<slug>/chiffres"
)


@bp.get("")
def index(slug: str) -> ResponseReturnValue:
    event = find_event(slug) or abort(404)
    figures = figures_of(event)
    return render_template(
        "desk/figures/index.html",
        event=event,
        figures=figures,
        curve=curve_of(figures.days),
        epci_name=epci_name,
        most=MOST_NAMED,
        now=utc_now(),
    )
