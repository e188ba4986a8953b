"""Pages that every public site owes its readers."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

bp = Blueprint("site_pages", __name__)


@bp.get("/donnees-personnelles")
def privacy() -> ResponseReturnValue:
    return render_template("site/pages/privacy.html")


@bp.get("/donnees-effacees")
def erased() -> ResponseReturnValue:
    """What is read by who had their data erased: their own link leads nowhere now."""
    return render_template("site/pages/erased.html")


@bp.get("/accessibilite")
def accessibility() -> ResponseReturnValue:
    return render_template("site/pages/accessibility.html")
