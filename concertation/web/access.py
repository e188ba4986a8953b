"""Hold the access table against the routes, and every request against the table."""

import logging

from flask import (
    Flask,
    Request,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from concertation.domain.roles import Place, Right
from concertation.queries.places import is_there
from concertation.web.access_table import ACCESS, Who
from concertation.web.form import ActionForm
from concertation.web.identity import (
    can_add_meetings,
    can_keep_directory,
    can_see_directory,
    forget_desk_session,
    may,
    signed_in,
    was_signed_in,
)
from concertation.web.own_space import forget_space, space_holder
from concertation.web.typed_in_vain import typed_in_vain

log = logging.getLogger(__name__)

RULES = {
    Who.ADDS_MEETINGS: can_add_meetings,
    Who.SEES_DIRECTORY: can_see_directory,
    Who.KEEPS_DIRECTORY: can_keep_directory,
}
"""What depends on more than one place."""

SETTING_UP = {
    "desk_second_factor.show",
    "desk_second_factor.turn_on",
    "desk_sign_in.sign_out",
}
"""What is left to who must set up a second factor before anything else."""


def register_access(app: Flask) -> None:
    """Hold the table against the routes, and enforce it before every request."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    if routes != ACCESS.keys():
        difference = sorted(routes ^ ACCESS.keys())
        raise RuntimeError(f"routes and access table differ: {', '.join(difference)}")
    app.jinja_env.globals["may_open"] = may_open
    app.before_request(_enforce)


def right_asked(endpoint: str) -> Right | None:
    """The right that this route needs; None: another rule decides."""
    who = ACCESS[endpoint]
    return who if isinstance(who, Right) else None


def may_open(
    endpoint: str,
    event: str | None = None,
    *,
    process: str | None = None,
    group: str | None = None,
) -> bool:
    """Whether this page would open for who is signed in: else no link leads there."""
    who = ACCESS[endpoint]
    if isinstance(who, Who) and who in RULES:
        return RULES[who]()
    right = right_asked(endpoint)
    return right is None or may(right, event, process=process, group=group)


def _enforce() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or ACCESS[endpoint] in {Who.ANYONE, Who.LINK_HOLDER}:
        return None
    if ACCESS[endpoint] is Who.SPACE_HOLDER:
        return None if space_holder() else _to_the_door_of_spaces()
    found = signed_in()
    if found is None:
        return _to_sign_in()
    if found.must_set_up_second_factor and endpoint not in SETTING_UP:
        return redirect(url_for("desk_second_factor.show"), 303)
    named = request.view_args or {}
    place = Place(
        event=named.get("slug"), process=named.get("process"), group=named.get("group")
    )
    if not may_open(endpoint, place.event, process=place.process, group=place.group):
        if not is_there(place):
            abort(404)
        log.warning("account %d refused at %s", found.account.id, request.url_rule)
        abort(403)
    if place.event and place.process and not is_there(place):
        abort(404)  # A meeting of another process or group than the address says.
    return None


def _to_sign_in() -> ResponseReturnValue:
    if request.method in {"GET", "HEAD"}:
        if was_signed_in():
            forget_desk_session()
            flash(_("Your session has ended: sign in again to go on."), "info")
        here = request.full_path.rstrip("?")
        return redirect(url_for("desk_sign_in.show_form", next=here), 303)
    if typed := typed_in_vain():
        return _to_be_sent_again(typed)
    flash(
        _("Your session has ended: what you sent was not saved. Sign in again."),
        "warning",
    )
    return redirect(url_for("desk_sign_in.show_form", next=_form_of(request)), 303)


def _to_be_sent_again(typed: list[tuple[str, str]]) -> ResponseReturnValue:
    page = render_template(
        "errors/session_ended.html",
        typed=typed,
        has_files=any(file.filename for file in request.files.values()),
        form=ActionForm(formdata=None),
    )
    return page, 403


def _to_the_door_of_spaces() -> ResponseReturnValue:
    """Whoever had one open is told what became of it: nothing ends without a word."""
    if forget_space():
        flash(
            _(
                "Your space has closed by itself, or was closed in another window."
                " What you saved is saved. Ask for a new link to open it again."
            ),
            "info",
        )
    return redirect(url_for("site_space.show_asking"), 303)


def _form_of(sent: Request) -> str | None:
    """The page of the form that was sent, where it has one at the same address."""
    try:
        current_app.url_map.bind("").match(sent.path, "GET")
    except HTTPException:
        return None
    return sent.path
