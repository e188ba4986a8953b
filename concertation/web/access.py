"""The access table: who may call each route. What is not named here cannot start.

Where a route needs a right, its own address says where: at the event that it names, or
on the whole site where it names none.
"""

from enum import Enum, auto

from flask import (
    Flask,
    Request,
    abort,
    current_app,
    flash,
    redirect,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import HTTPException

from concertation.domain.roles import Right
from concertation.queries.events import find_event
from concertation.web.identity import may, signed_in

EVENT_IN_ADDRESS = "slug"


class Who(Enum):
    ANYONE = auto()
    LINK_HOLDER = auto()
    """Whoever holds the signed link that was mailed: the view reads it, or says 404."""
    SIGNED_IN = auto()
    """Whoever has an account: it shows what is theirs, or what their rights open."""
    FACILITATOR = Right.PREPARE
    """Of the event in the address, or of the whole site where it names none."""


ACCESS: dict[str, Who | Right] = {
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
    "desk_sign_in.sign_out": Who.SIGNED_IN,
    "desk_sign_in.show_code": Who.ANYONE,
    "desk_sign_in.submit_code": Who.ANYONE,
    "desk_events.index": Who.SIGNED_IN,
    "desk_events.new": Right.PREPARE,
    "desk_events.create": Right.PREPARE,
    "desk_events.show": Right.READ,
    "desk_events.preview": Right.READ,
    "desk_events.edit": Right.PREPARE,
    "desk_events.save": Right.PREPARE,
    "desk_events.publish": Right.PREPARE,
    "desk_events.confirm_call_off": Right.PREPARE,
    "desk_events.call_off": Right.PREPARE,
    "desk_attendees.index": Right.READ,
    "desk_attendees.sheet": Right.READ,
    "desk_attendees.show_form": Right.FILL,
    "desk_attendees.add": Right.FILL,
    "desk_attendees.confirm_action": Right.FILL,
    "desk_attendees.act": Right.FILL,
    "desk_attendee.show": Right.READ,
    "desk_attendee.file": Right.READ,
    "desk_attendee.edit": Right.FILL,
    "desk_attendee.save": Right.FILL,
    "desk_attendee.approve": Right.FILL,
    "desk_attendee.confirm_decline": Right.FILL,
    "desk_attendee.decline": Right.FILL,
    "desk_attendee.mail": Right.READ,
    "desk_attendee.resend": Right.FILL,
    "desk_attendee.confirm_cancel": Right.FILL,
    "desk_attendee.cancel": Right.FILL,
    "desk_attendee.confirm_erase": Right.FILL,
    "desk_attendee.erase": Right.FILL,
    "desk_attendee.promote": Right.FILL,
    "desk_attendee.confirm_beyond": Right.FILL,
    "desk_attendee.seat_beyond": Right.FILL,
    "desk_attendee.show_substitute_form": Right.FILL,
    "desk_attendee.substitute": Right.FILL,
    "desk_attendee.choose_twin": Right.FILL,
    "desk_attendee.confirm_merge": Right.FILL,
    "desk_attendee.merge": Right.FILL,
    "desk_attendee.notes": Right.FILL,
    "desk_attendee.write_note": Right.FILL,
    "desk_attendee.confirm_note_deletion": Right.FILL,
    "desk_attendee.remove_note": Right.FILL,
    "desk_questions.index": Right.READ,
    "desk_questions.new": Right.PREPARE,
    "desk_questions.create": Right.PREPARE,
    "desk_questions.edit": Right.PREPARE,
    "desk_questions.save": Right.PREPARE,
    "desk_questions.move": Right.PREPARE,
    "desk_questions.confirm_retire": Right.PREPARE,
    "desk_questions.retire": Right.PREPARE,
    "desk_workshops.index": Right.READ,
    "desk_workshops.save_rules": Right.PREPARE,
    "desk_workshops.new": Right.PREPARE,
    "desk_workshops.create": Right.PREPARE,
    "desk_workshops.edit": Right.PREPARE,
    "desk_workshops.save": Right.PREPARE,
    "desk_workshops.move": Right.PREPARE,
    "desk_workshops.confirm_retire": Right.PREPARE,
    "desk_workshops.retire": Right.PREPARE,
    "desk_places.index": Right.READ,
    "desk_places.save_rules": Right.PREPARE,
    "desk_places.set_limit": Right.PREPARE,
    "desk_places.lift_limit": Right.PREPARE,
    "desk_exports.show_form": Right.READ,
    "desk_exports.order": Right.READ,
    "desk_exports.fetch": Right.READ,
    "desk_exports.order_everything": Right.FILL,
    "desk_exports.fetch_everything": Right.FILL,
    "desk_papers.index": Right.FILL,
    "desk_papers.badges": Right.FILL,
    "desk_papers.all_certificates": Right.FILL,
    "desk_papers.certificate": Right.FILL,
    "desk_figures.index": Right.READ,
    "desk_imports.show_form": Right.FILL,
    "desk_imports.upload": Right.FILL,
    "desk_imports.show_columns": Right.FILL,
    "desk_imports.save_columns": Right.FILL,
    "desk_imports.show": Right.FILL,
    "desk_imports.choose": Right.FILL,
    "desk_imports.start": Right.FILL,
    "desk_imports.stop": Right.FILL,
    "desk_imports.forget": Right.FILL,
    "desk_imports.lines_to_mend": Right.FILL,
    "desk_mailbox.index": Right.ADMINISTER,
    "desk_mailbox.show": Right.ADMINISTER,
    "desk_mailbox.page": Right.ADMINISTER,
    "desk_passwords.show_asking": Who.ANYONE,
    "desk_passwords.ask": Who.ANYONE,
    "desk_passwords.show_reset": Who.LINK_HOLDER,
    "desk_passwords.reset": Who.LINK_HOLDER,
    "desk_passwords.show_invitation": Who.LINK_HOLDER,
    "desk_passwords.take_up": Who.LINK_HOLDER,
    "desk_my_account.show": Who.SIGNED_IN,
    "desk_my_account.rename": Who.SIGNED_IN,
    "desk_my_account.change_password": Who.SIGNED_IN,
    "desk_my_account.end_session": Who.SIGNED_IN,
    "desk_my_account.sign_out_everywhere": Who.SIGNED_IN,
    "desk_second_factor.show": Who.SIGNED_IN,
    "desk_second_factor.turn_on": Who.SIGNED_IN,
    "desk_second_factor.confirm_off": Who.SIGNED_IN,
    "desk_second_factor.turn_off": Who.SIGNED_IN,
    "desk_second_factor.confirm_codes": Who.SIGNED_IN,
    "desk_second_factor.renew_codes": Who.SIGNED_IN,
    "desk_accounts.index": Right.ADMINISTER,
    "desk_accounts.settle": Right.ADMINISTER,
    "desk_accounts.new": Right.ADMINISTER,
    "desk_accounts.invite": Right.ADMINISTER,
    "desk_accounts.show": Right.ADMINISTER,
    "desk_accounts.give": Right.ADMINISTER,
    "desk_accounts.take": Right.ADMINISTER,
    "desk_accounts.invite_again": Right.ADMINISTER,
    "desk_accounts.confirm": Right.ADMINISTER,
    "desk_accounts.act": Right.ADMINISTER,
    "desk_journal.index": Right.ADMINISTER,
    "desk_journal.export": Right.ADMINISTER,
    "desk_welcome.index": Right.WELCOME,
}


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
    wanted = who.value if isinstance(who, Who) else who
    return wanted if isinstance(wanted, Right) else None


def may_open(endpoint: str, event: str | None = None) -> bool:
    """Whether this page would open for who is signed in: else no link leads there."""
    right = right_asked(endpoint)
    return right is None or may(right, event)


def _enforce() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or ACCESS[endpoint] in {Who.ANYONE, Who.LINK_HOLDER}:
        return None
    found = signed_in()
    if found is None:
        return _to_sign_in()
    if found.must_set_up_second_factor and endpoint not in SETTING_UP:
        return redirect(url_for("desk_second_factor.show"), 303)
    right = right_asked(endpoint)
    event = (request.view_args or {}).get(EVENT_IN_ADDRESS)
    if right is not None and not may(right, event):
        abort(404 if event and not find_event(event) else 403)
    return None


def _to_sign_in() -> ResponseReturnValue:
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
