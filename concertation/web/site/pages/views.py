"""Pages that every public site owes its readers."""

from flask import Blueprint, abort, render_template
from flask.typing import ResponseReturnValue

from concertation.queries.site import current_site
from concertation.web.cookies import all_cookies

bp = Blueprint("site_pages", __name__)


@bp.get("/donnees-personnelles")
def privacy() -> ResponseReturnValue:
    return render_template("site/pages/privacy.html", cookies=all_cookies())


@bp.get("/donnees-effacees")
def erased() -> ResponseReturnValue:
    """What is read by who had their data erased: their own link leads nowhere now."""
    return render_template("site/pages/erased.html")


@bp.get("/mentions-legales")
def legal() -> ResponseReturnValue:
    """Nothing is there until an administrator wrote it, and no link leads there."""
    if not current_site().sheet.legal_notice:
        abort(404)
    return render_template("site/pages/legal.html")


@bp.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("site/pages/accessibility.html")
