"""Change what the site says of itself.

Every change of the site, its logos and its lists holds the one row of its settings
first: administrators follow each other, and the revision tells all who keep a copy.
"""

from dataclasses import asdict, fields
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.colour import is_readable
from concertation.domain.notices import Notice, to_be_stored
from concertation.domain.retention import RetentionTerms
from concertation.domain.site import SiteSheet, TerritoriesAsked
from concertation.domain.site_errors import AccentUnreadable, SiteChangedMeanwhile
from concertation.models import SiteSettings
from concertation.queries.site import forget_site
from concertation.services.audit import note


def change_settings(
    sheet: SiteSheet, *, version: int, actor: str, now: datetime
) -> frozenset[str]:
    """Write the sheet, and return the names of what changed.

    Raises `SiteChangedMeanwhile` unless the settings still are the ``version`` that
    their editor saw, or `AccentUnreadable`.
    """
    if sheet.accent and not is_readable(sheet.accent):
        raise AccentUnreadable
    values = {field.name: getattr(sheet, field.name) for field in fields(sheet)}
    return _write(values, version=version, actor=actor, now=now)


def change_territories(
    asked: TerritoriesAsked, *, version: int, actor: str, now: datetime
) -> frozenset[str]:
    """Raises `SiteChangedMeanwhile`. Past answers keep what is not offered any more."""
    values = {
        "departements": sorted(asked.departements),
        "asks_epci": asked.asks_epci,
    }
    return _write(values, version=version, actor=actor, now=now)


def change_retention(
    terms: RetentionTerms, *, version: int, actor: str, now: datetime
) -> frozenset[str]:
    """Raises `SiteChangedMeanwhile`. What has gone already does not come back."""
    return _write(asdict(terms), version=version, actor=actor, now=now)


def change_notice(
    notice: Notice, *, version: int, actor: str, now: datetime
) -> frozenset[str]:
    """Raises `SiteChangedMeanwhile`. Events and processes that say less tell it too."""
    values = {"notice": to_be_stored(notice)}
    return _write(values, version=version, actor=actor, now=now)


def hold_site(session: Session) -> SiteSettings:
    """Take the site's row until the transaction ends; what is kept of it is old now."""
    session.execute(update(SiteSettings).values(revision=SiteSettings.revision + 1))
    return session.scalars(
        select(SiteSettings).execution_options(populate_existing=True)
    ).one()


def _write(
    values: dict[str, Any], *, version: int, actor: str, now: datetime
) -> frozenset[str]:
    with transaction() as session:
        settings = hold_site(session)
        changes = {
            name: (getattr(settings, name), value)
            for name, value in values.items()
            if getattr(settings, name) != value
        }
        # Two who wrote the same, or one who clicked twice, do not disturb each other.
        if changes and version != settings.version:
            raise SiteChangedMeanwhile
        for name, (_former, value) in changes.items():
            setattr(settings, name, value)
        if changes:
            settings.version += 1
            settings.updated_at = now
            note(
                session,
                "site.changed",
                settings,
                actor=actor,
                now=now,
                changes=changes,
            )
    forget_site()
    return frozenset(changes)
