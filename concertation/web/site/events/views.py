"""An event's public page and its calendar file."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.domain.event import EventState
from concertation.exports.calendar import publication
from concertation.links import public_url_for
from concertation.models import Event
from concertation.queries.events import find_public_event
from concertation.queries.series import coming_dates
from concertation.services.announcements import public_meeting_of
from concertation.web.linked_data import event_as_linked_data
from concertation.web.private_events import for_who_may_see, key_in_address

bp = Blueprint("site_events", __name__, url_prefix="/evenements/<slug>")


@bp.get("")
def show(slug: str) -> ResponseReturnValue:
    event, now = _event_or_404(slug), utc_now()
    return render_template(
        "site/events/show.html",
        event=event,
        now=now,
        others=coming_dates(event, now=now),
        linked_data=None
        if event.is_private
        else event_as_linked_data(event, _url_of(event)),
    )


@bp.get("/donnees-personnelles")
def notice(slug: str) -> ResponseReturnValue:
    return render_template("site/events/notice.html", event=_event_or_404(slug))


@bp.get("/agenda.ics")
def calendar_file(slug: str) -> ResponseReturnValue:
    event = _event_or_404(slug)
    file = publication(
        public_meeting_of(event, url=_url_of(event)),
        is_cancelled=event.state is EventState.CANCELLED,
    )
    return Response(
        file,
        mimetype="text/calendar",
        headers={"Content-Disposition": f'attachment; filename="{event.slug}.ics"'},
    )


def _event_or_404(slug: str) -> Event:
    return for_who_may_see(find_public_event(slug))


def _url_of(event: Event) -> str:
    key = key_in_address(event)
    return public_url_for("site_events.show", slug=event.slug, **key)
