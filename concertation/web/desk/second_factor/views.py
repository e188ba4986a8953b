"""Set up one's second factor, turn it off, and get recovery codes.

Recovery codes are told once: the answer to the POST itself shows them, and no address
does afterwards.
"""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.account_errors import TooManyTries, WrongCode, WrongPassword
from concertation.domain.second_factor import totp_secret
from concertation.queries.accounts import recovery_codes_left
from concertation.services import own_account as service
from concertation.web.desk.second_factor.forms import PasswordAgainForm, SetUpForm
from concertation.web.desk.second_factor.picture import address_to_scan, qr_picture
from concertation.web.form import tell_at_field
from concertation.web.identity import site_key, whoever_is_here
from concertation.wording.site import site_name

bp = Blueprint(
    "desk_second_factor",
    __name__,
    url_prefix="/bureau/mon-compte/double-authentification",
)


SETTING_UP = {"desk_second_factor.show", "desk_second_factor.turn_on"}


@bp.before_request
def lead_on() -> ResponseReturnValue | None:
    """What is on cannot be set up, and what is off cannot be turned off."""
    is_on = whoever_is_here().account.totp_since is not None
    if is_on and request.endpoint in SETTING_UP:
        return redirect(url_for("desk_my_account.show"), 303)
    if not is_on and request.endpoint not in SETTING_UP:
        return redirect(url_for(".show"), 303)
    return None


@bp.get("")
def show() -> ResponseReturnValue:
    return _set_up_page(SetUpForm())


@bp.post("")
def turn_on() -> ResponseReturnValue:
    form = SetUpForm()
    if not form.validate():
        return _set_up_page(form), 422
    here, code = whoever_is_here(), form.code.data or ""
    try:
        codes = service.turn_on_second_factor(
            here.account.id, here.session_id, code, key=site_key(), now=utc_now()
        )
    except WrongCode as refusal:
        tell_at_field(form.code, refusal)
        return _set_up_page(form), 422
    return render_template("desk/second_factor/codes.html", codes=codes, is_new=True)


@bp.get("/desactiver")
def confirm_off() -> ResponseReturnValue:
    return _password_page("desk/second_factor/off.html", PasswordAgainForm())


@bp.post("/desactiver")
def turn_off() -> ResponseReturnValue:
    form = PasswordAgainForm()
    template = "desk/second_factor/off.html"
    if not form.validate():
        return _password_page(template, form), 422
    try:
        service.turn_off_second_factor(form.to_wish(whoever_is_here()), now=utc_now())
    except (WrongPassword, TooManyTries) as refusal:
        tell_at_field(form.password, refusal)
        return _password_page(template, form), 422
    flash(_("The second factor is turned off"), "success")
    return redirect(url_for("desk_my_account.show"), 303)


@bp.get("/codes-de-secours")
def confirm_codes() -> ResponseReturnValue:
    return _password_page("desk/second_factor/renew.html", PasswordAgainForm())


@bp.post("/codes-de-secours")
def renew_codes() -> ResponseReturnValue:
    form = PasswordAgainForm()
    template = "desk/second_factor/renew.html"
    if not form.validate():
        return _password_page(template, form), 422
    wish = form.to_wish(whoever_is_here())
    try:
        codes = service.renew_recovery_codes(wish, key=site_key(), now=utc_now())
    except (WrongPassword, TooManyTries) as refusal:
        tell_at_field(form.password, refusal)
        return _password_page(template, form), 422
    return render_template("desk/second_factor/codes.html", codes=codes, is_new=False)


def _set_up_page(form: SetUpForm) -> str:
    here = whoever_is_here()
    account = here.account
    secret = totp_secret(site_key(), account.id, account.totp_salt)
    address = address_to_scan(secret, email=account.email, site_name=site_name())
    return render_template(
        "desk/second_factor/set_up.html",
        form=form,
        secret=secret,
        address=address,
        picture=qr_picture(address),
        is_mandatory=here.must_set_up_second_factor,
    )


def _password_page(template: str, form: PasswordAgainForm) -> str:
    left = recovery_codes_left(whoever_is_here().account.id)
    return render_template(template, form=form, codes_left=left)
