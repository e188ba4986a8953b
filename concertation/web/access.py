"""The access table: who may call each route. What is not named here cannot start."""

from enum import Enum, auto

from flask import Flask, Request, current_app, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from concertation.web.identity import current_account


class Who(Enum):
    ANYONE = auto()
    LINK_HOLDER = auto()
    """Whoever holds the signed link that was mailed: the view reads it, or says 404."""
    FACILITATOR = auto()


ACCESS: dict[str, Who] = {
    "static": Who.ANYONE,
    "site_home.index": Who.ANYONE,
    "site_events.show": Who.ANYONE,
    "site_events.calendar_file": Who.ANYONE,
    "site_registration.show_form": Who.ANYONE,
    "site_registration.submit_form": Who.ANYONE,
    "site_registration.receipt": Who.ANYONE,
    "site_my_registration.show": Who.LINK_HOLDER,
    "site_my_registration.personal_data": Who.LINK_HOLDER,
    "site_my_registration.file": Who.LINK_HOLDER,
    "site_my_registration.show_form": Who.LINK_HOLDER,
    "site_my_registration.submit_form": Who.LINK_HOLDER,
    "site_my_registration.confirm_cancel": Who.LINK_HOLDER,
    "site_my_registration.cancel": Who.LINK_HOLDER,
    "site_my_registration.confirm_erase": Who.LINK_HOLDER,
    "site_my_registration.erase": Who.LINK_HOLDER,
    "site_pages.privacy": Who.ANYONE,
    "site_pages.accessibility": Who.ANYONE,
    "site_pages.erased": Who.ANYONE,
    "desk_sign_in.show_form": Who.ANYONE,
    "desk_sign_in.submit_form": Who.ANYONE,
    "desk_sign_in.sign_out": Who.FACILITATOR,
    "desk_events.index": Who.FACILITATOR,
    "desk_events.new": Who.FACILITATOR,
    "desk_events.create": Who.FACILITATOR,
    "desk_events.show": Who.FACILITATOR,
    "desk_events.preview": Who.FACILITATOR,
    "desk_events.edit": Who.FACILITATOR,
    "desk_events.save": Who.FACILITATOR,
    "desk_events.publish": Who.FACILITATOR,
    "desk_events.confirm_call_off": Who.FACILITATOR,
    "desk_events.call_off": Who.FACILITATOR,
    "desk_attendees.index": Who.FACILITATOR,
    "desk_attendees.export": Who.FACILITATOR,
    "desk_attendees.sheet": Who.FACILITATOR,
    "desk_attendees.show_form": Who.FACILITATOR,
    "desk_attendees.add": Who.FACILITATOR,
    "desk_attendees.confirm_action": Who.FACILITATOR,
    "desk_attendees.act": Who.FACILITATOR,
    "desk_attendee.show": Who.FACILITATOR,
    "desk_attendee.file": Who.FACILITATOR,
    "desk_attendee.edit": Who.FACILITATOR,
    "desk_attendee.save": Who.FACILITATOR,
    "desk_attendee.approve": Who.FACILITATOR,
    "desk_attendee.confirm_decline": Who.FACILITATOR,
    "desk_attendee.decline": Who.FACILITATOR,
    "desk_attendee.mail": Who.FACILITATOR,
    "desk_attendee.resend": Who.FACILITATOR,
    "desk_attendee.confirm_cancel": Who.FACILITATOR,
    "desk_attendee.cancel": Who.FACILITATOR,
    "desk_attendee.confirm_erase": Who.FACILITATOR,
    "desk_attendee.erase": Who.FACILITATOR,
    "desk_attendee.promote": Who.FACILITATOR,
    "desk_attendee.confirm_beyond": Who.FACILITATOR,
    "desk_attendee.seat_beyond": Who.FACILITATOR,
    "desk_attendee.show_substitute_form": Who.FACILITATOR,
    "desk_attendee.substitute": Who.FACILITATOR,
    "desk_attendee.choose_twin": Who.FACILITATOR,
    "desk_attendee.confirm_merge": Who.FACILITATOR,
    "desk_attendee.merge": Who.FACILITATOR,
    "desk_attendee.notes": Who.FACILITATOR,
    "desk_attendee.write_note": Who.FACILITATOR,
    "desk_attendee.confirm_note_deletion": Who.FACILITATOR,
    "desk_attendee.remove_note": Who.FACILITATOR,
    "desk_questions.index": Who.FACILITATOR,
    "desk_questions.new": Who.FACILITATOR,
    "desk_questions.create": Who.FACILITATOR,
    "desk_questions.edit": Who.FACILITATOR,
    "desk_questions.save": Who.FACILITATOR,
    "desk_questions.move": Who.FACILITATOR,
    "desk_questions.confirm_retire": Who.FACILITATOR,
    "desk_questions.retire": Who.FACILITATOR,
    "desk_workshops.index": Who.FACILITATOR,
    "desk_workshops.save_rules": Who.FACILITATOR,
    "desk_workshops.new": Who.FACILITATOR,
    "desk_workshops.create": Who.FACILITATOR,
    "desk_workshops.edit": Who.FACILITATOR,
    "desk_workshops.save": Who.FACILITATOR,
    "desk_workshops.move": Who.FACILITATOR,
    "desk_workshops.confirm_retire": Who.FACILITATOR,
    "desk_workshops.retire": Who.FACILITATOR,
    "desk_places.index": Who.FACILITATOR,
    "desk_places.save_rules": Who.FACILITATOR,
    "desk_places.set_limit": Who.FACILITATOR,
    "desk_places.lift_limit": Who.FACILITATOR,
    "desk_mailbox.index": Who.FACILITATOR,
    "desk_mailbox.show": Who.FACILITATOR,
    "desk_mailbox.page": Who.FACILITATOR,
}


def register_access(app: Flask) -> None:
    """Hold the table against the routes, and enforce it before every request."""
    routes = {rule.endpoint for rule in app.url_map.iter_rules()}
    if routes != ACCESS.keys():
        difference = sorted(routes ^ ACCESS.keys())
        raise RuntimeError(f"routes and access table differ: {', '.join(difference)}")
    app.before_request(_enforce)


def _enforce() -> ResponseReturnValue | None:
    if request.endpoint is None or ACCESS[request.endpoint] is not Who.FACILITATOR:
        return None
    if current_account():
        return None
    if request.method == "GET":
        here = request.full_path.rstrip("?")
        return redirect(url_for("desk_sign_in.show_form", next=here), 303)
    flash(
        _("Your session has ended: what you sent was not saved. Sign in again."),
        "warning",
    )
    return redirect(url_for("desk_sign_in.show_form", next=_form_of(request)), 303)


def _form_of(sent: Request) -> str | None:
    """The page of the form that was sent, where it has one at the same address."""
    try:
        current_app.url_map.bind("").match(sent.path, "GET")
    except HTTPException:
        return None
    return sent.path
