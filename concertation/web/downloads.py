"""Serve what is taken away: files that people sent, and what is held about somebody.

Never as a page of ours.
"""

from typing import Any
from urllib.parse import quote

from flask import Response, json

from concertation.domain.files import PICTURES
from concertation.models import StoredFile
from concertation.web.assets import FOR_EVER

# A file has no right to anything, whatever a browser may take it for.
FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"


def as_picture(stored: StoredFile) -> Response:
    """Shown inside a page; its name is never used again, so it is kept for ever."""
    if stored.kind not in PICTURES:
        raise ValueError(f"{stored.name} is no picture")
    response = _answer(stored)
    response.headers["Cache-Control"] = FOR_EVER
    return response


def as_download(stored: StoredFile, name: str) -> Response:
    """Saved by the browser under this name, and shown nowhere.

    The view has to ask first who may see it. The extension is that of what it is.
    """
    stem = name.rpartition(".")[0] or name
    filename = quote(f"{stem}.{stored.kind}", safe="")
    response = _answer(stored)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{stored.name}\"; filename*=UTF-8''{filename}"
    )
    response.headers["Cache-Control"] = "private, no-store"
    return response


def as_json(held: dict[str, Any], filename: str) -> Response:
    """Everything that is held about somebody, for them to keep."""
    return Response(
        json.dumps(held, ensure_ascii=False, indent=2),
        mimetype="application/json",
        headers={
            "Content-Disposition": f'attachment; filename="{filename}"',
            "Cache-Control": "no-store",
        },
    )


def _answer(stored: StoredFile) -> Response:
    return Response(
        stored.content,
        content_type=stored.kind.media_type,
        headers={
            "Content-Security-Policy": FILE_POLICY,
            "X-Content-Type-Options": "nosniff",
        },
    )
