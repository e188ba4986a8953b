"""Sign in to the desk, by password and perhaps a code, and out of it."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from concertation.clock import utc_now
from concertation.domain.account_errors import (
    SignInRunOut,
    TooManyTries,
    WrongCode,
    WrongCredentials,
)
from concertation.domain.errors import Refusal
from concertation.domain.limits import LimitReached
from concertation.queries.accounts import is_code_awaited
from concertation.services.accounts import finish_sign_in, session_key, sign_in
from concertation.services.accounts import sign_out as end_session
from concertation.web.desk.sign_in.forms import CodeForm, SignInForm
from concertation.web.device_words import device_words
from concertation.web.form import check_token, tell_in_form
from concertation.web.identity import (
    current_account,
    forget_desk_session,
    pending_token,
    remember_desk_session,
    remember_pending_sign_in,
    whoever_is_here,
)
from concertation.web.known_device import (
    device_of_cookie,
    place_of_request,
    remember_device,
)
from concertation.web.limits import told_to_wait
from concertation.web.own_groups import landing_page
from concertation.web.refusals import refusal_text

Form = TypeVar("Form", bound=FlaskForm)

bp = Blueprint("desk_sign_in", __name__, url_prefix="/bureau")


@bp.get("/connexion")
def show_form() -> ResponseReturnValue:
    if current_account():
        return redirect(_next_page(), 303)
    return _form_page(SignInForm())


@bp.post("/connexion")
def submit_form() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate():
        return _form_page(form), 422
    email = form.email.data or ""
    wish = form.to_wish(place_of_request(email), device_words(str(request.user_agent)))
    try:
        opened = sign_in(wish, now=utc_now())
    except (WrongCredentials, LimitReached, TooManyTries) as refusal:
        return _refused(form, refusal, _form_page)
    if opened.awaits_code:
        remember_pending_sign_in(opened.token)
        return redirect(url_for(".show_code", next=request.args.get("next")), 303)
    return _to_the_desk(opened.token, email)


@bp.get("/connexion/code")
def show_code() -> ResponseReturnValue:
    if not is_code_awaited(session_key(pending_token()), now=utc_now()):
        return redirect(url_for(".show_form", next=request.args.get("next")), 303)
    return _code_page(CodeForm())


@bp.post("/connexion/code")
def submit_code() -> ResponseReturnValue:
    form = CodeForm()
    if not form.validate():
        return _code_page(form), 422
    wish = form.to_wish(pending_token(), device_of_cookie())
    try:
        opened = finish_sign_in(wish, now=utc_now())
    except SignInRunOut as refusal:
        text = refusal_text(refusal)
        flash(f"{text.title}. {text.what_to_do}", "warning")
        return redirect(url_for(".show_form", next=request.args.get("next")), 303)
    except (WrongCode, TooManyTries) as refusal:
        return _refused(form, refusal, _code_page)
    return _to_the_desk(opened.token, opened.email)


@bp.post("/deconnexion")
def sign_out() -> ResponseReturnValue:
    check_token()
    token = forget_desk_session()
    if token:
        end_session(token)
    return redirect(url_for(".show_form"), 303)


def _to_the_desk(token: str, email: str) -> ResponseReturnValue:
    remember_desk_session(token)
    response = make_response(redirect(_next_page(), 303))
    remember_device(response, email)
    return response


def _refused(
    form: Form, refusal: Refusal, page: Callable[[Form], str]
) -> ResponseReturnValue:
    if isinstance(refusal, LimitReached | TooManyTries):
        return told_to_wait(form, refusal, lambda: page(form))
    tell_in_form(form, refusal)
    return page(form), 422


def _form_page(form: SignInForm) -> str:
    return render_template("desk/sign_in/form.html", form=form)


def _code_page(form: CodeForm) -> str:
    return render_template("desk/sign_in/code.html", form=form)


def _next_page() -> str:
    """Where the person was going, if that is a page of the desk and nothing else."""
    target = request.args.get("next", "")
    parts = urlsplit(target)
    is_ours = not parts.scheme and not parts.netloc and "\\" not in target
    if is_ours and target.startswith("/bureau/"):
        return target
    return landing_page(whoever_is_here().grants, utc_now())
