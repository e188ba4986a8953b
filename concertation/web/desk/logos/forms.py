from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import RadioField
from wtforms.validators import InputRequired

from concertation.domain.site import LogoKind
from concertation.models import SiteLogo
from concertation.services.logos import LogoWords
from concertation.web.form import line
from concertation.web.logo_fields import (
    PictureField,
    let_a_picture_in,
    link_field,
    picture_hint,
)
from concertation.web.select import options

KINDS = (
    (LogoKind.OWN, _l("The site itself, at the head of every page")),
    (LogoKind.PILOT, _l("Who leads the consultation")),
    (LogoKind.FUNDER, _l("Who funds it")),
)


class LogoForm(FlaskForm):
    kind = RadioField(
        _l("Whose logo is it?"),
        choices=options((kind.value, label) for kind, label in KINDS),
        validators=[InputRequired(_l("Choose whose logo it is"))],
    )
    file = PictureField(label=_l("File"))
    alternative_fr = line(
        _l("Text alternative in French"),
        _l("Enter what the logo says, for who does not see it"),
        most=200,
        description=_l(
            "What is read instead of the picture: the name that it shows, such as"
            " “Région Hauts-de-France”."
        ),
    )
    alternative_en = line(
        _l("Text alternative in English"),
        _l("Enter what the logo says in English; a name may stay the same"),
        most=200,
    )
    link = link_field()

    def __init__(self, logo: SiteLogo | None = None) -> None:
        let_a_picture_in()
        super().__init__(obj=logo)
        hint = picture_hint()
        self.file.description = hint
        if logo:
            del self.kind
            self.file.description = f"{_('Left empty, the present one stays.')} {hint}"
        else:
            self.file.flags.required = True

    def to_words(self) -> LogoWords:
        return LogoWords(
            alternative_fr=self.alternative_fr.data or "",
            alternative_en=self.alternative_en.data or "",
            link=self.link.data or "",
        )
