"""The register of processing (GDPR, article 30), made of what the program does."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.domain.processing import Activity
from concertation.domain.retention import INVITATION_DAYS, REQUEST_DAYS
from concertation.models import Event, Process
from concertation.queries.processing import (
    agreed_uses,
    people_by_role,
    practice_of,
)
from concertation.wording.notices import told_of_site, told_purposes
from concertation.wording.processing import (
    ACTIVITY_NAMES,
    BASIS_NAMES,
    PEOPLE,
    PURPOSES,
    data_of,
    days_text,
)

bp = Blueprint(
    "desk_processing", __name__, url_prefix="/bureau/donnees-personnelles/registre"
)


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template(
        "desk/processing/index.html",
        activities=Activity,
        names=ACTIVITY_NAMES,
        purposes=PURPOSES,
        people=PEOPLE,
        bases=BASIS_NAMES,
        data_of=data_of,
        days_text=days_text,
        practices={"registrations": practice_of(Event), "groups": practice_of(Process)},
        told=told_of_site(),
        uses=agreed_uses(),
        purposes_of=told_purposes,
        roles=people_by_role(),
        request_days=REQUEST_DAYS,
        invitation_days=INVITATION_DAYS,
        now=utc_now(),
    )
