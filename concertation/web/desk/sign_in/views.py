"""Sign in to the desk, and out of it."""

from urllib.parse import urlsplit

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.domain.errors import TooManyTries, WrongCredentials
from concertation.services.accounts import sign_in
from concertation.services.accounts import sign_out as end_session
from concertation.web.desk.sign_in.forms import SignInForm
from concertation.web.form import check_token
from concertation.web.identity import (
    current_account,
    forget_desk_session,
    remember_desk_session,
)
from concertation.web.known_device import place_of_request, remember_device
from concertation.web.refusals import refusal_text

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
    try:
        token = sign_in(form.to_wish(place_of_request(email)), now=utc_now())
    except (WrongCredentials, TooManyTries) as refusal:
        text = refusal_text(refusal)
        form.form_errors = [f"{text.title}. {text.what_to_do}"]
        return _form_page(form), 429 if isinstance(refusal, TooManyTries) else 422
    remember_desk_session(token)
    response = make_response(redirect(_next_page(), 303))
    remember_device(response, email)
    return response


@bp.post("/deconnexion")
def sign_out() -> ResponseReturnValue:
    check_token()
    token = forget_desk_session()
    if token:
        end_session(token)
    return redirect(url_for(".show_form"), 303)


def _form_page(form: SignInForm) -> str:
    return render_template("desk/sign_in/form.html", form=form)


def _next_page() -> str:
    """Where the person was going, if that is a page of the desk and nothing else."""
    target = request.args.get("next", "")
    parts = urlsplit(target)
    is_ours = not parts.scheme and not parts.netloc and "\\" not in target
    if is_ours and target.startswith("/bureau/"):
        return target
    return url_for("desk_events.index")
