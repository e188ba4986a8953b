"""What the site says of itself, kept in memory and looked after once a second.

Every page names the site and offers its lists: to ask for them each time would cost a
page more than what it is about. So each process keeps a copy. After a second it asks
for the revision alone, and reads the rest again only where that has moved. Processes
may thus differ for a second; whoever writes forgets the copy of their own process.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, fields
from time import monotonic
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, Engine, func, select
from sqlalchemy.exc import OperationalError

from concertation.database import db
from concertation.domain.notices import notice_in
from concertation.domain.retention import RetentionTerms
from concertation.domain.site import (
    Category,
    Logo,
    Site,
    SiteSheet,
    TerritoriesAsked,
    shipped_site,
)
from concertation.models import (
    Registration,
    SiteLogo,
    SiteSettings,
    StakeholderCategory,
    StoredFile,
)

SECONDS = 1.0
RETENTION_FIELDS = tuple(field.name for field in fields(RetentionTerms))
SHEET_FIELDS = tuple(field.name for field in fields(SiteSheet))


@dataclass(slots=True)
class _Copy:
    site: Site
    until: float


_copies: WeakKeyDictionary[Engine, _Copy] = WeakKeyDictionary()
_one_reads = threading.Lock()


def current_site() -> Site:
    """As it was at most a second ago.

    Where the database does not answer, as it was last known: a page that tells of the
    trouble can be made all the same.
    """
    engine = db.engine
    copy = _copies.get(engine)
    if copy and monotonic() < copy.until:
        return copy.site
    with _one_reads:
        copy = _copies.get(engine)
        if copy and monotonic() < copy.until:
            return copy.site
        try:
            site = _read(engine, copy.site if copy else None)
        except OperationalError:
            if copy is None:
                return shipped_site()
            site = copy.site
        _copies[engine] = _Copy(site, monotonic() + SECONDS)
        return site


def forget_site() -> None:
    """After a change: the next page of this process reads it."""
    _copies.pop(db.engine, None)


def settings_now() -> SiteSettings:
    """The row itself, for who is about to change it."""
    return db.session.scalars(select(SiteSettings)).one()


def find_logo(number: int) -> SiteLogo | None:
    return db.session.get(SiteLogo, number)


def all_logos() -> Sequence[SiteLogo]:
    return db.session.scalars(
        select(SiteLogo).order_by(SiteLogo.position, SiteLogo.id)
    ).all()


def all_categories() -> Sequence[StakeholderCategory]:
    """In the order in which they are offered, those that are retired among them."""
    return db.session.scalars(
        select(StakeholderCategory).order_by(
            StakeholderCategory.position, StakeholderCategory.id
        )
    ).all()


def chosen_by_category() -> dict[str, int]:
    """How many registrations name each kind, of all events, also of who left."""
    counted = select(Registration.category, func.count()).group_by(
        Registration.category
    )
    return {key: count for key, count in db.session.execute(counted)}


def find_category(number: int) -> StakeholderCategory | None:
    return db.session.get(StakeholderCategory, number)


def is_category_chosen(key: str) -> bool:
    """Whether an answer, of whatever event, names it; also of who left since."""
    chosen = select(Registration.id).where(Registration.category == key).limit(1)
    return db.session.scalar(chosen) is not None


def logo_contents(logos: tuple[Logo, ...]) -> dict[int, bytes]:
    """The pictures themselves, by the ids of their files."""
    wanted = select(StoredFile.id, StoredFile.content).where(
        StoredFile.id.in_([logo.file_id for logo in logos])
    )
    return {number: content for number, content in db.session.execute(wanted)}


def _read(engine: Engine, known: Site | None) -> Site:
    """On a connection of its own: what a transaction has not ended yet is not told."""
    with engine.connect() as connection:
        revision = connection.scalar(select(SiteSettings.revision))
        if revision is None:
            return shipped_site()
        # Read first: if it moves while the rest is read, the next look notices.
        if known and known.revision == revision:
            return known
        return _whole(connection, revision)


def _whole(connection: Connection, revision: int) -> Site:
    settings = connection.execute(select(SiteSettings)).mappings().one()
    logos = connection.execute(
        select(
            SiteLogo.id,
            SiteLogo.kind,
            SiteLogo.alternative_fr,
            SiteLogo.alternative_en,
            SiteLogo.link,
            SiteLogo.file_id,
            StoredFile.name.label("file_name"),
            SiteLogo.width,
            SiteLogo.height,
        )
        .join(StoredFile, StoredFile.id == SiteLogo.file_id)
        .order_by(SiteLogo.position, SiteLogo.id)
    )
    categories = connection.execute(
        select(
            StakeholderCategory.key,
            StakeholderCategory.label_fr,
            StakeholderCategory.label_en,
            StakeholderCategory.retired_at,
        ).order_by(StakeholderCategory.position, StakeholderCategory.id)
    )
    chosen = connection.scalars(select(Registration.departement).distinct())
    return Site(
        revision=revision,
        sheet=SiteSheet(**{name: settings[name] for name in SHEET_FIELDS}),
        territories=TerritoriesAsked(
            departements=tuple(settings["departements"]),
            asks_epci=settings["asks_epci"],
        ),
        retention=RetentionTerms(**{name: settings[name] for name in RETENTION_FIELDS}),
        notice=notice_in(settings["notice"]),
        logos=tuple(Logo(**row) for row in logos.mappings()),
        chosen_departements=tuple(chosen),
        categories=tuple(Category(**row) for row in categories.mappings()),
    )
