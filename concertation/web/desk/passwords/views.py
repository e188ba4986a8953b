"""Set a password by a link in a mail: an invitation, or a password that was forgotten.

A GET only shows: mail scanners open every link.
"""

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.account_errors import LinkRunOut, TooManyTries, WeakPassword
from concertation.domain.limits import LimitReached
from concertation.links import INVITATION_SALT, PASSWORD_SALT, read_link
from concertation.models import Account
from concertation.queries.accounts import find_resetting, find_waiting
from concertation.services.invitations import NewPassword, take_up_invitation
from concertation.services.own_account import ask_for_reset, reset_password
from concertation.web.desk.passwords.forms import ForgottenForm
from concertation.web.known_device import place_of_request
from concertation.web.limits import told_to_wait
from concertation.web.password_form import NewPasswordForm, tell_weakness
from concertation.web.refusals import refusal_text
from concertation.wording.site import site_name

bp = Blueprint("desk_passwords", __name__, url_prefix="/bureau")


@bp.errorhandler(LinkRunOut)
def show_run_out(refusal: LinkRunOut) -> ResponseReturnValue:
    page = render_template("desk/passwords/run_out.html", text=refusal_text(refusal))
    return page, 409


@bp.get("/mot-de-passe-oublie")
def show_asking() -> ResponseReturnValue:
    return _asking_page(ForgottenForm())


@bp.post("/mot-de-passe-oublie")
def ask() -> ResponseReturnValue:
    form = ForgottenForm()
    if not form.validate():
        return _asking_page(form), 422
    wish = form.to_wish(place_of_request(form.email.data or ""))
    try:
        ask_for_reset(wish, now=utc_now())
    except (LimitReached, TooManyTries) as refusal:
        return told_to_wait(form, refusal, lambda: _asking_page(form))
    flash(
        _(
            "If an account has this address, a message with a link is on its way. The"
            " link is good for an hour."
        ),
        "info",
    )
    return redirect(url_for("desk_sign_in.show_form"), 303)


@bp.get("/mot-de-passe/<token>")
def show_reset(token: str) -> ResponseReturnValue:
    account = find_resetting(*_opened(PASSWORD_SALT, token), now=utc_now())
    return _password_page("desk/passwords/reset.html", account, NewPasswordForm())


@bp.post("/mot-de-passe/<token>")
def reset(token: str) -> ResponseReturnValue:
    account = find_resetting(*_opened(PASSWORD_SALT, token), now=utc_now())
    form = NewPasswordForm()
    template = "desk/passwords/reset.html"
    if not form.validate():
        return _password_page(template, account, form), 422
    try:
        reset_password(_wish(account, form), now=utc_now())
    except WeakPassword as weakness:
        tell_weakness(form.new_password, weakness)
        return _password_page(template, account, form), 422
    flash(_("Your new password is saved: sign in with it"), "success")
    return redirect(url_for("desk_sign_in.show_form"), 303)


@bp.get("/invitation/<token>")
def show_invitation(token: str) -> ResponseReturnValue:
    account = find_waiting(*_opened(INVITATION_SALT, token), now=utc_now())
    return _password_page("desk/passwords/invitation.html", account, NewPasswordForm())


@bp.post("/invitation/<token>")
def take_up(token: str) -> ResponseReturnValue:
    account = find_waiting(*_opened(INVITATION_SALT, token), now=utc_now())
    form = NewPasswordForm()
    template = "desk/passwords/invitation.html"
    if not form.validate():
        return _password_page(template, account, form), 422
    try:
        take_up_invitation(_wish(account, form), now=utc_now())
    except WeakPassword as weakness:
        tell_weakness(form.new_password, weakness)
        return _password_page(template, account, form), 422
    flash(_("Your account is ready: sign in with your password"), "success")
    return redirect(url_for("desk_sign_in.show_form"), 303)


def _opened(salt: str, token: str) -> tuple[int, int]:
    return read_link(salt, token) or abort(404)


def _wish(account: Account, form: NewPasswordForm) -> NewPassword:
    return NewPassword(
        account_id=account.id,
        link_version=account.link_version,
        password=form.new_password.data or "",
        site_name=site_name(),
    )


def _asking_page(form: ForgottenForm) -> str:
    return render_template("desk/passwords/asking.html", form=form)


def _password_page(template: str, account: Account, form: NewPasswordForm) -> str:
    return render_template(template, account=account, form=form)
