"""What every answer says to the browser about trust."""

from typing import Any

from flask import Flask, Response, abort, request
from flask.wrappers import Request

from concertation.web.access_table import ACCESS, Who
from concertation.web.hosts import HostAwareRequest
from concertation.web.private_events import shows_private_event

CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "script-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "frame-ancestors 'none'; base-uri 'none'"
)
# A mail is somebody else's page: it is shown without any right, even to our cookies,
# but that of opening its links beside it.
MAIL_POLICY = (
    "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; "
    "style-src 'unsafe-inline'; frame-ancestors 'self'"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Cross-Origin-Opener-Policy": "same-origin",
}
TOKEN_PAGES = (
    "site_invitation.",
    "site_space.",
    "site_data_requests.",
    "desk_passwords.",
)
"""And all that is opened by a key, as the access table says."""
PRIVATE_PAGES = (
    "desk_",
    "site_registration.",
    "site_enrolment.",
    "site_invitation.",
    "site_space.",
    "site_data_requests.",
)
HOLDERS = {Who.LINK_HOLDER, Who.SPACE_HOLDER}
A_YEAR = 31_536_000


def register_security(app: Flask) -> None:
    app.request_class = HostAwareRequest
    is_https = str(app.config["PUBLIC_URL"]).startswith("https://")
    below = "; includeSubDomains" if app.config["SETTINGS"].hsts_below else ""

    @app.url_value_preprocessor
    def refuse_nul(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        """No address of ours has this character, and PostgreSQL takes it in no text."""
        told = [*(values or {}).values(), *request.args.values()]
        if any("\0" in str(value) for value in told):
            abort(404)

    @app.after_request
    def secure(response: Response) -> Response:
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        endpoint = request.endpoint or ""
        has_token = endpoint.startswith(TOKEN_PAGES) or _is_held(endpoint)
        if has_token or shows_private_event():
            response.headers["Referrer-Policy"] = "no-referrer"
            response.headers["X-Robots-Tag"] = "noindex"
        if _is_private(request):
            response.headers.setdefault("Cache-Control", "no-store")
        if is_https:
            response.headers["Strict-Transport-Security"] = f"max-age={A_YEAR}{below}"
        return response


def _is_private(request: Request) -> bool:
    """Whether the page is made for one person, and must not be kept by the browser."""
    endpoint = request.endpoint or ""
    is_private = endpoint.startswith(PRIVATE_PAGES) or _is_held(endpoint)
    return shows_private_event() or is_private


def _is_held(endpoint: str) -> bool:
    """Whether it opens to the holder of a link, or of what a link opened."""
    return ACCESS.get(endpoint) in HOLDERS
