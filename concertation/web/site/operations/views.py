"""What programs ask that watch over this one: no page, no cookie, nobody's data."""

import logging
import secrets
from functools import cache
from http import HTTPStatus

from flask import Blueprint, Response, abort, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from concertation.clock import utc_now
from concertation.config import Settings
from concertation.queries.vital_signs import read_vital_signs, revision_of_database
from concertation.setting_checks import LOOPBACK_HOSTS, PREFIX
from concertation.web.request_figures import request_figures
from concertation.web.site.operations.figures import figures_of

log = logging.getLogger(__name__)
bp = Blueprint("site_operations", __name__)
BY_PROXY = {"Forwarded", "X-Forwarded-For", "X-Real-Ip", "Via"}
METRICS_TYPE = "text/plain; version=0.0.4; charset=utf-8"


@bp.get("/healthz")
def healthz() -> ResponseReturnValue:
    """Whether this process answers. It asks nothing else: see `readyz`."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def readyz() -> ResponseReturnValue:
    """Whether requests may be sent here: the database answers, and is up to date."""
    revision = revision_of_database()
    is_ready = revision == current_app.config["REVISION"]
    told = "ready" if is_ready else f"is at {revision}, not up to date"
    if revision is None:
        told = "does not answer"
    status = HTTPStatus.OK if is_ready else HTTPStatus.SERVICE_UNAVAILABLE
    return jsonify(ready=is_ready, database=told), status


@bp.get("/metrics")
def metrics() -> ResponseReturnValue:
    if not _may_read_metrics():
        abort(404)
    told = figures_of(read_vital_signs(utc_now()))
    return Response(request_figures() + told, content_type=METRICS_TYPE)


@bp.after_request
def keep_nowhere(response: Response) -> Response:
    response.headers["Cache-Control"] = "no-store"
    return response


def _may_read_metrics() -> bool:
    """By the token of the settings; without one, only from this very machine.

    In production a proxy is part of this machine, too, and one that says nothing of
    whom it asks for makes everybody look local: there, only the token opens.
    """
    settings: Settings = current_app.config["SETTINGS"]
    if settings.metrics_token:
        expected = f"Bearer {settings.metrics_token}"
        given = request.headers.get("Authorization", "")
        return secrets.compare_digest(given.encode(), expected.encode())
    if settings.production:
        _warn_once()
        return False
    came_by_proxy = settings.proxies or BY_PROXY & {*request.headers.keys()}
    return request.remote_addr in LOOPBACK_HOSTS and not came_by_proxy


@cache
def _warn_once() -> None:
    """A stranger who asks over and over fills no log."""
    log.warning("metrics were asked for, and %sMETRICS_TOKEN is not set", PREFIX)
