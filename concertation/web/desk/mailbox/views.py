"""The mail that the local catcher kept, for trying without a mail server."""

from pathlib import Path

from flask import Blueprint, Response, abort, current_app, render_template
from flask.typing import ResponseReturnValue

from concertation.mailing.mailbox import CaughtMail, caught_mails, find_caught_mail
from concertation.web.security import MAIL_POLICY

LINKS_OPEN_BESIDE = '<base target="_blank">'

bp = Blueprint("desk_mailbox", __name__, url_prefix="/bureau/courrier-local")


@bp.get("")
def index() -> ResponseReturnValue:
    return render_template("desk/mailbox/index.html", mails=caught_mails(_instance()))


@bp.get("/<key>")
def show(key: str) -> ResponseReturnValue:
    return render_template("desk/mailbox/show.html", mail=_mail_or_404(key))


@bp.get("/<key>/page")
def page(key: str) -> ResponseReturnValue:
    # Its links open beside the frame: inside, no page of ours would show itself.
    mail = _mail_or_404(key).page.replace("<head>", f"<head>{LINKS_OPEN_BESIDE}", 1)
    response = Response(mail, mimetype="text/html")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _mail_or_404(key: str) -> CaughtMail:
    return find_caught_mail(_instance(), key) or abort(404)


def _instance() -> Path:
    """Where the mail is kept; 404 where a real server takes it instead."""
    if not current_app.config["SHOWS_MAILBOX"]:
        abort(404)
    return Path(current_app.instance_path)
