"""The site itself, with everything set that can be."""

from sqlalchemy import select

from concertation.database import db
from concertation.domain.site import LogoKind, SiteSheet
from concertation.models import StakeholderCategory
from concertation.services.categories import retire_category
from concertation.services.site import change_settings
from tests.factories import ACTOR, NOW
from tests.pictures import make_logo

LEGAL_NOTICE = """\
## Éditeur

Région Exemple, 1 place de l’Exemple, 59000 Lille

## Directrice de la publication

Camille Exemple

## Hébergeur

[Exemple](https://www.cnil.fr/)
"""


def furnish_site() -> dict[str, str]:
    """Return the addresses that only the database can know."""
    sheet = SiteSheet(
        name="Concertation CSTI des Hauts-de-France",
        accent="#8a1c5a",
        organiser_name="Région Exemple",
        contact_email="contact@example.org",
        contact_address="1 place de l’Exemple\n59000 Lille",
        dpo_email="dpo@example.org",
        legal_notice=LEGAL_NOTICE,
    )
    change_settings(sheet, version=1, actor=ACTOR, now=NOW)
    make_logo(LogoKind.OWN, "Concertation", size=(200, 200))
    make_logo(LogoKind.PILOT, "Région Exemple", size=(400, 160), colour="#8a1c5a")
    make_logo(LogoKind.PILOT, "Agence Exemple", size=(120, 160), colour="#333333")
    funder = make_logo(LogoKind.FUNDER, "Fonds Exemple", colour="#00586b")
    retire_category(_category("state"), actor=ACTOR, now=NOW)
    return {
        "logo": str(funder),
        "chosen_category": str(_category("museum")),
        "free_category": str(_category("media")),
    }


def _category(key: str) -> int:
    return db.session.scalars(
        select(StakeholderCategory.id).where(StakeholderCategory.key == key)
    ).one()
