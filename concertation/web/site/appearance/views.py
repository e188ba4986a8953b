"""The site's own colour and logos, under addresses that may be kept for ever."""

from flask import Blueprint, Response, abort
from flask.typing import ResponseReturnValue

from concertation.domain.colour import as_colour, dark_accent, is_readable
from concertation.queries.files import find_file
from concertation.queries.processes import is_logo_of_a_partner
from concertation.queries.site import current_site
from concertation.web.assets import FOR_EVER
from concertation.web.downloads import as_picture

bp = Blueprint("site_appearance", __name__)


@bp.get("/couleurs/<digits>.css")
def colour(digits: str) -> ResponseReturnValue:
    """What the style sheet takes for its accent: the address says all of it.

    Nothing is looked up, so that no process can answer with a former colour, which
    browsers would then keep. On paper and in forced colours the accent is not used.
    """
    accent = as_colour(f"#{digits}")
    if accent is None or accent != f"#{digits}" or not is_readable(accent):
        abort(404)
    dark = f":root{{--solid:{dark_accent(accent)}}}"
    return Response(
        f":root{{--accent:{accent}}}"
        f"@media screen and (prefers-color-scheme:dark){{{dark}}}\n",
        content_type="text/css; charset=utf-8",
        headers={"Cache-Control": FOR_EVER},
    )


@bp.get("/logos/<name>")
def logo(name: str) -> ResponseReturnValue:
    """A logo of the site or of a partner; no other file is found here."""
    is_of_site = name in {each.file_name for each in current_site().logos}
    if not is_of_site and not is_logo_of_a_partner(name):
        abort(404)
    return as_picture(find_file(name) or abort(404))
