"""What the site is called, and where its mails come from.

What the administrators left empty at the desk, the environment says, as it did before
there was such a page.
"""

from flask import current_app
from flask_babel import get_locale

from concertation.domain.colour import dark_accent
from concertation.domain.site import SHIPPED_ACCENT, Logo, LogoKind
from concertation.queries.site import current_site


def site_name() -> str:
    return current_site().sheet.name or str(current_app.config["SITE_NAME"])


def sender_name() -> str:
    """Of mails that come from the site itself."""
    return current_site().sheet.sender_name or site_name()


def sender_address() -> str:
    return current_site().sheet.sender_email or str(current_app.config["MAIL_FROM"])


def dpo_email() -> str:
    return current_site().sheet.dpo_email or str(current_app.config["DPO_EMAIL"])


def accent() -> str:
    return current_site().sheet.accent or SHIPPED_ACCENT


def own_logo() -> Logo | None:
    return next(iter(current_site().logos_of(LogoKind.OWN)), None)


def alternative_of(logo: Logo) -> str:
    return logo.alternative(str(get_locale()))


class SiteWords:
    """What templates ask of the site, each time that they are rendered."""

    @property
    def name(self) -> str:
        return site_name()

    @property
    def dpo_email(self) -> str:
        return dpo_email()

    @property
    def accent(self) -> str:
        return accent()

    @property
    def dark_accent(self) -> str:
        return dark_accent(accent())

    @property
    def logo(self) -> Logo | None:
        return own_logo()

    @property
    def pilots(self) -> tuple[Logo, ...]:
        return current_site().logos_of(LogoKind.PILOT)

    @property
    def funders(self) -> tuple[Logo, ...]:
        return current_site().logos_of(LogoKind.FUNDER)
