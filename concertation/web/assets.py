"""Static files under an address that changes with what is in them."""

from functools import cache
from hashlib import sha256
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

FOR_EVER = "public, max-age=31536000, immutable"


def asset(name: str) -> str:
    """The address of a static file, to be kept by browsers for ever."""
    folder = Path(str(current_app.static_folder))
    return url_for("static", filename=name, v=_fingerprint(folder / name))


def register_assets(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def keep_for_ever(response: Response) -> Response:
        if request.endpoint == "static" and request.args.get("v"):
            response.headers["Cache-Control"] = FOR_EVER
        return response


@cache
def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]
