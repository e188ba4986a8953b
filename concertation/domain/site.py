"""What a site says of itself: its name, its colour, its logos, its lists."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from concertation.domain.notices import Notice
from concertation.domain.retention import RetentionTerms
from concertation.domain.territory import Epci, departements, epcis

SHIPPED_ACCENT = "#00586b"


class LogoKind(StrEnum):
    OWN = "own"
    """In the head of every page. There is one at most."""
    PILOT = "pilot"
    """Of who leads the consultation."""
    FUNDER = "funder"
    """Of who pays for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SiteSheet:
    """What an administrator writes down about the site. Empty: see `wording.site`."""

    name: str = ""
    accent: str = ""
    """``#rrggbb``; empty: the colour that the program comes with."""
    organiser_name: str = ""
    """What new events begin with, as the next three."""
    contact_name: str = ""
    contact_email: str = ""
    contact_phone: str = ""
    contact_address: str = ""
    sender_name: str = ""
    sender_email: str = ""
    dpo_email: str = ""
    speaks_english: bool = True
    """French it always speaks."""
    legal_notice: str = ""
    """Markdown, as all four: sanitised when it is shown."""
    legal_notice_en: str = ""
    accessibility_statement: str = ""
    accessibility_statement_en: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TerritoriesAsked:
    """Which territories the forms offer. Past answers keep theirs."""

    departements: tuple[str, ...]
    """Their codes. "Outside of the region" is offered besides, always."""
    asks_epci: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    id: int
    kind: LogoKind
    alternative_fr: str
    alternative_en: str
    link: str
    file_id: int
    file_name: str
    width: int
    """In pixels, as the height."""
    height: int

    def alternative(self, locale: str) -> str:
        return self.alternative_fr if locale == "fr" else self.alternative_en


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A kind of organisation that a person may speak for."""

    key: str
    label_fr: str
    label_en: str
    retired_at: datetime | None = None
    """Offered no more; who chose it still has it, under the name that it had."""

    def label(self, locale: str) -> str:
        return self.label_fr if locale == "fr" else self.label_en


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Site:
    """Everything at one moment. What is made of it may be kept as long as it is."""

    revision: int
    sheet: SiteSheet
    territories: TerritoriesAsked
    retention: RetentionTerms = field(default_factory=RetentionTerms)
    notice: Notice = field(default_factory=Notice)
    logos: tuple[Logo, ...] = ()
    categories: tuple[Category, ...] = ()
    """In the order in which they are offered, those that are retired among them."""
    chosen_departements: tuple[str, ...] = ()
    """Of past answers. What is not offered any more is not chosen again, so that it
    is enough to look when the lists change."""

    def logos_of(self, kind: LogoKind) -> tuple[Logo, ...]:
        return tuple(logo for logo in self.logos if logo.kind is kind)

    @property
    def offered_categories(self) -> tuple[Category, ...]:
        return tuple(each for each in self.categories if each.retired_at is None)

    def category(self, key: str) -> Category | None:
        return next((each for each in self.categories if each.key == key), None)

    def offers_departement(self, code: str) -> bool:
        return code in self.territories.departements

    def knows_departement(self, code: str) -> bool:
        """Whether it is offered, or was."""
        return self.offers_departement(code) or code in self.chosen_departements

    @property
    def offered_epcis(self) -> tuple[Epci, ...]:
        """Where they are asked: those of the départements that are offered."""
        if not self.territories.asks_epci:
            return ()
        return tuple(
            each
            for each in epcis()
            if any(self.offers_departement(code) for code in each.departements)
        )


def shipped_site() -> Site:
    """What a site is before anybody has set it up."""
    region = tuple(each.code for each in departements())
    return Site(
        revision=0,
        sheet=SiteSheet(),
        territories=TerritoriesAsked(departements=region),
    )
