"""One's own account: name, password, and where one is signed in."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from concertation.clock import utc_now
from concertation.domain.account_errors import TooManyTries, WeakPassword, WrongPassword
from concertation.queries.accounts import (
    grants_of,
    open_sessions,
    recovery_codes_left,
)
from concertation.services import own_account as service
from concertation.web.desk.my_account.forms import NameForm, PasswordForm
from concertation.web.form import ActionForm, check_token, tell_at_field
from concertation.web.identity import forget_desk_session, idle_hours, whoever_is_here
from concertation.web.password_form import tell_weakness
from concertation.wording.site import site_name

bp = Blueprint("desk_my_account", __name__, url_prefix="/bureau/mon-compte")


@bp.get("")
def show() -> ResponseReturnValue:
    return _page()


@bp.post("/nom")
def rename() -> ResponseReturnValue:
    form = NameForm()
    if not form.validate():
        return _page(name_form=form), 422
    account = whoever_is_here().account
    name, locale = form.display_name.data or "", form.locale.data
    service.rename(account.id, name, locale=locale, now=utc_now())
    flash(_("Your name and language are saved"), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/mot-de-passe")
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate():
        return _page(password_form=form), 422
    wish = form.to_wish(whoever_is_here(), site_name())
    try:
        service.change_password(wish, now=utc_now())
    except (WrongPassword, TooManyTries) as refusal:
        tell_at_field(form.password, refusal)
        return _page(password_form=form), 422
    except WeakPassword as weakness:
        tell_weakness(form.new_password, weakness)
        return _page(password_form=form), 422
    flash(
        _("Your password is changed, and your other browsers are signed out"), "success"
    )
    return redirect(url_for(".show"), 303)


@bp.post("/sessions/<int:number>/fermer")
def end_session(number: int) -> ResponseReturnValue:
    check_token()
    service.end_one_session(whoever_is_here().account.id, number, now=utc_now())
    flash(_("That browser is signed out"), "success")
    return redirect(url_for(".show"), 303)


@bp.post("/sessions/fermer")
def sign_out_everywhere() -> ResponseReturnValue:
    check_token()
    service.sign_out_everywhere(whoever_is_here().account.id, now=utc_now())
    forget_desk_session()
    flash(_("You are signed out everywhere"), "success")
    return redirect(url_for("desk_sign_in.show_form"), 303)


def _page(
    name_form: NameForm | None = None, password_form: PasswordForm | None = None
) -> str:
    here = whoever_is_here()
    # What was sent to one of the two forms is no answer to the other.
    return render_template(
        "desk/my_account/show.html",
        account=here.account,
        grants=grants_of(here.account.id),
        session_id=here.session_id,
        sessions=open_sessions(here.account.id, now=utc_now()),
        idle_hours=idle_hours(),
        codes_left=recovery_codes_left(here.account.id),
        name_form=name_form or NameForm(formdata=None, obj=here.account),
        password_form=password_form or PasswordForm(formdata=None),
        form=ActionForm(formdata=None),
    )
