"""Static files, small, and under an address that changes with what is in them."""

import gzip
from functools import cache, lru_cache
from hashlib import sha256
from http import HTTPStatus
from pathlib import Path

from flask import Flask, Response, current_app, request, url_for

FOR_EVER = "public, max-age=31536000, immutable"
TEXTS = {"text/css", "text/javascript", "application/javascript", "image/svg+xml"}


def asset(name: str) -> str:
    """The address of a static file, to be kept by browsers for ever."""
    folder = Path(str(current_app.static_folder))
    return url_for("static", filename=name, v=_fingerprint(folder / name))


def register_assets(app: Flask) -> None:
    app.jinja_env.globals["asset"] = asset

    @app.after_request
    def make_light(response: Response) -> Response:
        if request.endpoint == "static" and response.status_code == HTTPStatus.OK:
            if _is_of_this_version():
                response.headers["Cache-Control"] = FOR_EVER
            if response.mimetype in TEXTS:
                _compress(response)
        return response


def _is_of_this_version() -> bool:
    """Whether the address names what is sent, and not what comes with another one."""
    name = (request.view_args or {})["filename"]
    file = (Path(str(current_app.static_folder)) / name).resolve()
    return request.args.get("v") == _fingerprint(file)


def _compress(response: Response) -> None:
    """For who takes it so. These texts are ours alone: they hide nobody's secret."""
    response.vary.add("Accept-Encoding")
    if not request.accept_encodings.quality("gzip"):
        return
    response.direct_passthrough = False
    response.set_data(_gzipped(response.get_data()))
    response.content_encoding = "gzip"
    response.add_etag(overwrite=True)


@cache
def _fingerprint(path: Path) -> str:
    return sha256(path.read_bytes()).hexdigest()[:12]


@lru_cache(maxsize=32)
def _gzipped(text: bytes) -> bytes:
    return gzip.compress(text, mtime=0)
