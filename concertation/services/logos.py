"""The site's logos: its own, and those of who leads and who pays."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.site import LogoKind
from concertation.domain.site_errors import LogoGone, TooManyLogos
from concertation.models import SiteLogo
from concertation.queries.site import forget_site
from concertation.services.audit import note
from concertation.services.files import delete_file, keep_file
from concertation.services.logo_pictures import Picture
from concertation.services.site import hold_site

MOST_LOGOS = 12
"""Of each kind: the foot of a page holds them in two lines."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LogoWords:
    """What stands for the picture where it is not seen, and where it leads."""

    alternative_fr: str
    alternative_en: str
    link: str = ""


def add_logo(
    kind: LogoKind, words: LogoWords, picture: Picture, *, actor: str, now: datetime
) -> int:
    """Show it after the others of its kind; return its id.

    The site has one logo of its own: another takes the place of the former. Raises
    `TooManyLogos`.
    """
    with transaction() as session:
        hold_site(session)
        others = _of_kind(session, kind)
        if kind is LogoKind.OWN:
            for former in others:
                _remove(session, former, actor=actor, now=now)
        elif len(others) >= MOST_LOGOS:
            raise TooManyLogos
        logo = SiteLogo(
            kind=kind,
            position=max((each.position for each in others), default=0) + 1,
            file=keep_file(session, picture.content, picture.kind, now=now),
            width=picture.width,
            height=picture.height,
        )
        _write(logo, words)
        session.add(logo)
        note(
            session,
            "logo.added",
            logo,
            actor=actor,
            now=now,
            label=words.alternative_fr,
        )
    forget_site()
    return logo.id


def edit_logo(
    number: int,
    words: LogoWords,
    picture: Picture | None,
    *,
    actor: str,
    now: datetime,
) -> None:
    """Other words, and another picture where there is one. Another is another file.

    Raises `LogoGone`, as moving it does.
    """
    with transaction() as session:
        hold_site(session)
        logo = _logo(session, number)
        _write(logo, words)
        if picture:
            former = logo.file_id
            logo.file = keep_file(session, picture.content, picture.kind, now=now)
            logo.width, logo.height = picture.width, picture.height
            delete_file(session, former)
        name = words.alternative_fr
        note(session, "logo.changed", logo, actor=actor, now=now, label=name)
    forget_site()


def move_logo(number: int, *, up: bool, actor: str, now: datetime) -> None:
    """Change places with the one before or after; at either end, do nothing."""
    with transaction() as session:
        hold_site(session)
        logo = _logo(session, number)
        order = _of_kind(session, logo.kind)
        there = order.index(logo) + (-1 if up else 1)
        if 0 <= there < len(order):
            other = order[there]
            logo.position, other.position = other.position, logo.position
            name = logo.alternative_fr
            note(session, "logo.moved", logo, actor=actor, now=now, label=name)
    forget_site()


def remove_logo(number: int, *, actor: str, now: datetime) -> None:
    """Show it no more, and forget its file; twice is once."""
    with transaction() as session:
        hold_site(session)
        logo = session.get(SiteLogo, number, populate_existing=True)
        if logo:
            _remove(session, logo, actor=actor, now=now)
    forget_site()


def _logo(session: Session, number: int) -> SiteLogo:
    logo = session.get(SiteLogo, number, populate_existing=True)
    if logo is None:
        raise LogoGone
    return logo


def _remove(session: Session, logo: SiteLogo, *, actor: str, now: datetime) -> None:
    name, file_id = logo.alternative_fr, logo.file_id
    note(session, "logo.removed", logo, actor=actor, now=now, label=name)
    session.delete(logo)
    delete_file(session, file_id)


def _of_kind(session: Session, kind: LogoKind) -> list[SiteLogo]:
    return list(
        session.scalars(
            select(SiteLogo)
            .where(SiteLogo.kind == kind)
            .order_by(SiteLogo.position, SiteLogo.id)
            .execution_options(populate_existing=True)
        )
    )


def _write(logo: SiteLogo, words: LogoWords) -> None:
    logo.alternative_fr = words.alternative_fr
    logo.alternative_en = words.alternative_en
    logo.link = words.link
