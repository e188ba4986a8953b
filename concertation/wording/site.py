"""What the site is called, and where its mails come from.

What the administrators left empty at the desk, the environment says, as it did before
there was such a page.
"""

from dataclasses import dataclass

from flask import current_app
from flask_babel import get_locale

from concertation.domain.colour import dark_accent
from concertation.domain.retention import RetentionTerms
from concertation.domain.site import SHIPPED_ACCENT, Logo, LogoKind, SiteSheet
from concertation.queries.site import current_site

FRENCH = "fr"
ENGLISH = "en"


def spoken_locales() -> tuple[str, ...]:
    """French always, and first; English unless the administrators turned it off."""
    return (FRENCH, ENGLISH) if current_site().sheet.speaks_english else (FRENCH,)


def spoken(locale: str) -> str:
    """The language itself, where the site speaks it (still), or French."""
    return locale if locale in spoken_locales() else FRENCH


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


@dataclass(frozen=True, slots=True)
class Text:
    words: str
    lang: str
    """Of the words: French, where nobody wrote them in the reader's language."""


def _in_language(french: str, english: str) -> Text:
    if english and str(get_locale()) == ENGLISH:
        return Text(english, ENGLISH)
    return Text(french, FRENCH)


class SiteWords:
    """What templates ask of the site, each time that they are rendered."""

    @property
    def name(self) -> str:
        return site_name()

    @property
    def dpo_email(self) -> str:
        return dpo_email()

    @property
    def has_own_accent(self) -> bool:
        return accent() != SHIPPED_ACCENT

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
    def retention(self) -> RetentionTerms:
        return current_site().retention

    @property
    def contact(self) -> SiteSheet:
        """Its fields of this name: see `SiteSheet`."""
        return current_site().sheet

    @property
    def legal_notice(self) -> Text:
        sheet = current_site().sheet
        return _in_language(sheet.legal_notice, sheet.legal_notice_en)

    @property
    def accessibility_statement(self) -> Text:
        sheet = current_site().sheet
        french, english = (
            sheet.accessibility_statement,
            sheet.accessibility_statement_en,
        )
        return _in_language(french, english)

    @property
    def pilots(self) -> tuple[Logo, ...]:
        return current_site().logos_of(LogoKind.PILOT)

    @property
    def funders(self) -> tuple[Logo, ...]:
        return current_site().logos_of(LogoKind.FUNDER)
