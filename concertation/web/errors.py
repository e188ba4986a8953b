"""Turn refusals, missing pages and bugs into pages that say what to do next."""

import logging

from flask import Flask, abort, g, render_template, request
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException, InternalServerError, SecurityError

from concertation.database import is_unavailable
from concertation.domain.errors import Refusal
from concertation.logs import REQUEST_ID
from concertation.queries.events import find_event
from concertation.queries.processes import find_process
from concertation.web.refusals import refusal_text

log = logging.getLogger(__name__)
SECONDS_TO_RETRY = 10
SENT_AGAIN = "sent_again"
"""Is sent beside what comes back from a session that had ended (`typed_in_vain.py`)."""
KNOWN_CODES = {400, 403, 404, 405, 413, 429}


class StaleForm(HTTPException):
    """The page that was sent had no valid token: too old, or not ours."""

    code = 400


def register_errors(app: Flask) -> None:
    # Flask would write the address, and with it the key of somebody's own link.
    app.log_exception = _log_no_address  # type: ignore[method-assign]
    app.register_error_handler(Refusal, _show_refusal)
    app.register_error_handler(SecurityError, _show_foreign_host)
    app.register_error_handler(StaleForm, _show_stale_form)
    app.register_error_handler(DBAPIError, _show_unavailable)
    app.register_error_handler(InternalServerError, _show_bug)
    app.register_error_handler(HTTPException, _show_http_error)


def _log_no_address(exc_info: object) -> None:
    """What broke is logged by `_show_bug`."""


def _show_foreign_host(_error: SecurityError) -> ResponseReturnValue:
    """In plain words: no page can be made where no address can be trusted."""
    return "Unknown host.\n", 400, {"Content-Type": "text/plain; charset=utf-8"}


def _show_refusal(refusal: Refusal) -> ResponseReturnValue:
    text = refusal_text(refusal)
    return render_template("errors/refusal.html", text=text, code=refusal.code), 409


def show_desk_refusal(refusal: Refusal) -> ResponseReturnValue:
    """At the desk a refusal is about the event in the page's address."""
    event = find_event((request.view_args or {})["slug"]) or abort(404)
    page = render_template(
        "errors/desk_refusal.html",
        event=event,
        text=refusal_text(refusal),
        code=refusal.code,
    )
    return page, 409


def show_process_refusal(refusal: Refusal) -> ResponseReturnValue:
    """At the desk, about the process in the page's address."""
    process = find_process((request.view_args or {})["process"]) or abort(404)
    page = render_template(
        "errors/process_refusal.html",
        process=process,
        text=refusal_text(refusal),
        code=refusal.code,
    )
    return page, 409


def show_site_refusal(refusal: Refusal) -> ResponseReturnValue:
    """At the desk, about the site itself."""
    text = refusal_text(refusal)
    page = render_template("errors/site_refusal.html", text=text, code=refusal.code)
    return page, 409


def _show_stale_form(_error: HTTPException) -> ResponseReturnValue:
    is_sent_again = SENT_AGAIN in request.form
    return render_template("errors/stale_form.html", is_sent_again=is_sent_again), 400


def _show_http_error(error: HTTPException) -> ResponseReturnValue:
    if error.response is not None or not error.code:
        return error
    if error.code == StaleForm.code and SENT_AGAIN in request.form:
        return _show_stale_form(error)
    code = error.code if error.code in KNOWN_CODES else 400
    return render_template("errors/http.html", code=code), error.code or 500


def _show_unavailable(error: DBAPIError) -> ResponseReturnValue:
    """Where the trouble is the database's own, and neither the visitor's nor ours."""
    if not is_unavailable(error):
        raise error
    g.signed_in = None
    log.error("database unavailable: %s", error.orig)
    page = render_template("errors/unavailable.html", reference=REQUEST_ID.get())
    return page, 503, {"Retry-After": str(SECONDS_TO_RETRY)}


def _show_bug(error: InternalServerError) -> ResponseReturnValue:
    """The page and the log carry the same reference; only the log has the trace."""
    # Nothing is asked of a database that may be the cause.
    g.signed_in = None
    log.error("a bug", exc_info=error.original_exception or error)
    return render_template("errors/bug.html", reference=REQUEST_ID.get()), 500
