"""Files to take away, and documents to print."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from flask import Response, current_app, render_template, stream_with_context

from concertation.exports.typesetting import typeset
from concertation.models import Event


def streamed(chunks: Iterator[bytes], name: str, content_type: str) -> Response:
    """A file that leaves while it is being made, to be kept under this name."""
    return Response(
        stream_with_context(chunks),
        content_type=content_type,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def pdf_to_print(template: str, data: dict[str, Any], name: str) -> Response:
    """A document made of a template in ``print/``, to be read in the browser."""
    return Response(
        typeset(print_template(template), data),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}.pdf"'},
    )


def print_template(name: str) -> Path:
    return Path(str(current_app.template_folder)) / "print" / f"{name}.typ"


def when_in_words(event: Event) -> str:
    """« lundi 19 juin 2017, de 9 h 30 à 11 h 30 (heure de Paris) »."""
    return render_template("desk/attendees/sheet_date.txt", event=event).strip()
