from dataclasses import asdict, fields
from typing import Any

from flask import current_app
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, StringField
from wtforms.validators import InputRequired, ValidationError

from concertation.domain.colour import (
    LEAST_CONTRAST,
    accent_contrast,
    as_colour,
    is_readable,
    readable_accent,
)
from concertation.domain.site import SiteSheet, TerritoriesAsked
from concertation.domain.territory import REGION, all_departements
from concertation.models import SiteSettings
from concertation.web.checks import check_phone
from concertation.web.choice_fields import CheckBoxes
from concertation.web.filters import clean_line
from concertation.web.form import address, line, lines, version_in
from concertation.web.formatting import decimal
from concertation.web.select import options

MOST_TEXT = 20_000
FIELDS = tuple(field.name for field in fields(SiteSheet))


class SettingsForm(FlaskForm):
    version = HiddenField()
    """What the settings were when this form was opened."""
    name = line(_l("Name of the site"), "", most=120, required=False)
    accent = StringField(
        _l("Accent colour"),
        filters=[clean_line],
        description=_l(
            "Six digits and letters, such as #00586b. Empty: the colour that the"
            " program comes with."
        ),
    )
    speaks_english = BooleanField(_l("Offer the pages in English as well"))
    organiser_name = line(_l("Organiser"), "", most=200, required=False)
    contact_name = line(_l("Contact"), "", most=200, required=False)
    contact_email = address(_l("Contact’s e-mail address"), required=False)
    contact_phone = StringField(
        _l("Contact’s phone"), filters=[clean_line], validators=[check_phone]
    )
    contact_address = lines(_l("Postal address"), most=500, render_kw={"rows": "3"})
    sender_name = line(_l("Name of the sender"), "", most=120, required=False)
    sender_email = address(_l("Address of the sender"), required=False)
    dpo_email = address(_l("Data-protection officer’s address"), required=False)
    legal_notice = lines(
        _l("Legal notice"),
        most=MOST_TEXT,
        description=_l(
            "Publisher, director of publication, host. Markdown: “## Title”, “- item”,"
            " “**bold**”, [text](https://…)."
        ),
        render_kw={"rows": "8"},
    )
    legal_notice_en = lines(
        _l("Legal notice in English"), most=MOST_TEXT, render_kw={"rows": "4"}
    )
    accessibility_statement = lines(
        _l("Accessibility statement"), most=MOST_TEXT, render_kw={"rows": "8"}
    )
    accessibility_statement_en = lines(
        _l("Accessibility statement in English"),
        most=MOST_TEXT,
        render_kw={"rows": "4"},
    )

    def __init__(self, settings: SiteSettings) -> None:
        super().__init__(data=_as_written(settings))
        name, sender = (current_app.config[key] for key in ("SITE_NAME", "MAIL_FROM"))
        self.name.description = _("Empty: %(default)s.", default=name)
        self.sender_name.description = _("Empty: the name of the site.")
        self.sender_email.description = _(
            "Empty: %(default)s. The mail server must be allowed to send for the domain"
            " of another address, or its mails end up among the unwanted.",
            default=sender,
        )

    def validate_accent(self, field: StringField) -> None:
        if not field.data:
            return
        colour = as_colour(field.data)
        if colour is None:
            raise ValidationError(_("Enter a colour such as #00586b"))
        if not is_readable(colour):
            raise ValidationError(unreadable_text(colour))

    def to_sheet(self) -> SiteSheet:
        data: dict[str, Any] = {name: self[name].data or "" for name in FIELDS}
        data["accent"] = as_colour(data["accent"]) or ""
        data["speaks_english"] = bool(self.speaks_english.data)
        return SiteSheet(**data)

    def seen_version(self) -> int:
        return version_in(self.version)

    def differing_from(self, settings: SiteSettings) -> list[str]:
        """The labels of what was typed here and is saved otherwise."""
        typed = asdict(self.to_sheet())
        return [
            str(self[name].label.text)
            for name in FIELDS
            if typed[name] != getattr(settings, name)
        ]


class TerritoriesForm(FlaskForm):
    version = HiddenField()
    departements = CheckBoxes(
        _l("Départements offered"),
        validators=[InputRequired(_l("Tick at least one département"))],
    )
    asks_epci = BooleanField(
        _l("Ask for the grouping of communes (EPCI) as well"),
        description=_l("Known so far: those of Hauts-de-France."),
    )

    def __init__(self, settings: SiteSettings) -> None:
        super().__init__(
            data={
                "version": settings.version,
                "departements": settings.departements,
                "asks_epci": settings.asks_epci,
            }
        )
        by_region = sorted(all_departements(), key=lambda each: each.region != REGION)
        self.departements.choices = options(
            (each.code, f"{each.name} ({each.code})") for each in by_region
        )

    def to_wish(self) -> TerritoriesAsked:
        return TerritoriesAsked(
            departements=tuple(self.departements.data or ()),
            asks_epci=bool(self.asks_epci.data),
        )

    def seen_version(self) -> int:
        return version_in(self.version)


class ColourForm(FlaskForm):
    """A colour to be looked at: nothing is saved by it."""

    class Meta:
        csrf = False

    colour = StringField(_l("Colour to try"), filters=[clean_line])


def unreadable_text(colour: str) -> str:
    said = _(
        "This colour is too light: links and buttons in it could not be read well by"
        " everybody (contrast %(contrast)s, and %(least)s is needed). The nearest that"
        " can be is %(proposed)s.",
        contrast=decimal(accent_contrast(colour)),
        least=decimal(LEAST_CONTRAST),
        proposed=readable_accent(colour),
    )
    return str(said)


def _as_written(settings: SiteSettings) -> dict[str, Any]:
    return {
        "version": settings.version,
        **{name: getattr(settings, name) for name in FIELDS},
    }
