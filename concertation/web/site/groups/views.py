"""A working group's public page, its calendar and its news."""

from functools import partial

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.models import WorkingGroup
from concertation.queries.processes import find_group
from concertation.web.feeds import ATOM, CALENDAR, feed_answer, feed_of_group
from concertation.web.process_pages import group_page

bp = Blueprint(
    "site_groups", __name__, url_prefix="/demarches/<process>/groupes/<group>"
)


@bp.get("")
def show(process: str, group: str) -> ResponseReturnValue:
    page = group_page(_group_or_404(process, group), utc_now())
    return render_template("site/groups/show.html", page=page)


@bp.get("/agenda.ics")
def calendar(process: str, group: str) -> ResponseReturnValue:
    feed = partial(feed_of_group, _group_or_404(process, group))
    return feed_answer(feed, CALENDAR)


@bp.get("/flux.atom")
def news(process: str, group: str) -> ResponseReturnValue:
    return feed_answer(partial(feed_of_group, _group_or_404(process, group)), ATOM)


def _group_or_404(process_slug: str, slug: str) -> WorkingGroup:
    """Of a process that was published: until then it is nobody's business."""
    group = find_group(process_slug, slug)
    if group is None or not group.process.is_published:
        abort(404)
    return group
