from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField
from wtforms.validators import InputRequired

from concertation.domain.process import PartnerRole
from concertation.models import ProcessPartner
from concertation.services.partners import LogoChange, PartnerSheet
from concertation.web.form import line
from concertation.web.logo_fields import (
    PictureField,
    let_a_picture_in,
    link_field,
    picture_hint,
)
from concertation.web.select import options
from concertation.wording.process_names import PARTNER_ROLE_NAMES


class PartnerForm(FlaskForm):
    role = RadioField(
        _l("Part in the process"),
        choices=options(
            (role.value, name) for role, name in PARTNER_ROLE_NAMES.items()
        ),
        validators=[InputRequired(_l("Choose its part in the process"))],
    )
    name = line(
        _l("Name"),
        _l("Enter the name of the organisation"),
        most=200,
        description=_l("It is also read instead of the logo."),
    )
    link = link_field()
    file = PictureField(label=_l("Logo"))
    removes_logo = BooleanField(_l("Show the logo no more"))

    def __init__(self, partner: ProcessPartner | None = None) -> None:
        let_a_picture_in()
        data = {"role": partner.role.value} if partner else None
        super().__init__(obj=partner, data=data)
        if partner and not self.is_submitted():
            self.role.data = partner.role.value
        hint = picture_hint()
        self.file.description = hint
        if partner and partner.file_id:
            self.file.description = f"{_('Left empty, the present one stays.')} {hint}"
        else:
            del self.removes_logo

    def to_sheet(self) -> PartnerSheet:
        return PartnerSheet(
            role=PartnerRole(self.role.data),
            name=self.name.data or "",
            link=self.link.data or "",
        )

    def to_logo(self) -> LogoChange:
        removes = "removes_logo" in self and self.removes_logo.data
        return LogoChange(picture=self.file.picture, is_taken_away=removes)
