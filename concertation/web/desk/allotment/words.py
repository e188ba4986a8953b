"""What became of ranked wishes, in words."""

from flask_babel import gettext as _

from concertation.wording.enrolment import ordinal


def place_name(place: int) -> str:
    """« 2e vœu »; 0: none of them."""
    if place == 0:
        return str(_("No wish"))
    return str(_("%(place)s wish", place=ordinal(place)))
