"""The kinds of organisation that people may choose from.

A kind that was chosen once stays for ever, under its key: past answers, figures and
lists still say what people said.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from itertools import chain, count
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from concertation.database import transaction
from concertation.domain.addresses import slug_of
from concertation.domain.registration import folded
from concertation.domain.site_errors import (
    CategoryNameTaken,
    LastCategory,
    MeaningUnsaid,
    TooManyCategories,
)
from concertation.models import StakeholderCategory
from concertation.queries.site import forget_site, is_category_chosen
from concertation.services.audit import note
from concertation.services.site import hold_site

MOST_CATEGORIES = 60
MOST_START = 16
"""Of a key, which has 20 characters at most: some are left for a number."""


class Meaning(StrEnum):
    """What new words for a kind come to, once people have chosen it."""

    SAME = "same"
    """A correction: it holds for past answers, too."""
    OTHER = "other"
    """Another kind: the former is retired, and keeps its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CategoryLabels:
    french: str
    english: str


def add_category(labels: CategoryLabels, *, actor: str, now: datetime) -> int:
    """Offer another kind, after the others; return its id."""
    with transaction() as session:
        hold_site(session)
        known = _all(session)
        if len(known) >= MOST_CATEGORIES:
            raise TooManyCategories
        _refuse_taken(known, labels)
        made = _added(session, known, labels, position=_last(known) + 1)
        _note(session, "category.added", made, actor=actor, now=now)
    forget_site()
    return made.id


def reword_category(
    number: int,
    labels: CategoryLabels,
    meaning: Meaning | None,
    *,
    actor: str,
    now: datetime,
) -> int:
    """Give it other names; return its id, or that of the kind which takes its place.

    Raises `MeaningUnsaid` where people chose it and nobody said what the change means,
    or `CategoryNameTaken`.
    """
    with transaction() as session:
        hold_site(session)
        # Who is choosing it just now is waited for, and counts.
        category = session.get_one(
            StakeholderCategory, number, with_for_update=True, populate_existing=True
        )
        changes = _changes(category, labels)
        if changes:
            _refuse_taken(_all(session), labels, besides=category)
            if not is_category_chosen(category.key):
                meaning = Meaning.SAME
            if meaning is None:
                raise MeaningUnsaid
            if meaning is Meaning.OTHER:
                category = _followed(session, category, labels, actor=actor, now=now)
            else:
                category.label_fr, category.label_en = labels.french, labels.english
                _note(
                    session,
                    "category.reworded",
                    category,
                    actor=actor,
                    now=now,
                    changes=changes,
                )
    forget_site()
    return category.id


def move_category(number: int, *, up: bool, actor: str, now: datetime) -> None:
    """Change places with the one before or after; at either end, do nothing."""
    with transaction() as session:
        hold_site(session)
        category = session.get_one(StakeholderCategory, number)
        offered = [each for each in _all(session) if each.retired_at is None]
        there = (
            offered.index(category) + (-1 if up else 1) if category in offered else -1
        )
        if 0 <= there < len(offered):
            other = offered[there]
            category.position, other.position = other.position, category.position
            _note(session, "category.moved", category, actor=actor, now=now)
    forget_site()


def retire_category(number: int, *, actor: str, now: datetime) -> None:
    """Offer it no more; twice is once. Raises `LastCategory`."""
    with transaction() as session:
        hold_site(session)
        category = session.get_one(StakeholderCategory, number)
        if category.retired_at is None:
            if sum(each.retired_at is None for each in _all(session)) == 1:
                raise LastCategory
            _retire(session, category, actor=actor, now=now)
    forget_site()


def bring_back_category(number: int, *, actor: str, now: datetime) -> None:
    """Offer it again, after the others. Raises `CategoryNameTaken`."""
    with transaction() as session:
        hold_site(session)
        category = session.get_one(StakeholderCategory, number)
        if category.retired_at is not None:
            known = _all(session)
            labels = CategoryLabels(french=category.label_fr, english=category.label_en)
            _refuse_taken(known, labels, besides=category)
            category.retired_at = None
            category.position = _last(known) + 1
            _note(session, "category.brought_back", category, actor=actor, now=now)
    forget_site()


def _followed(
    session: Session,
    former: StakeholderCategory,
    labels: CategoryLabels,
    *,
    actor: str,
    now: datetime,
) -> StakeholderCategory:
    """Another kind in the place of the former one, which is retired."""
    known = _all(session)
    made = _added(session, known, labels, position=former.position)
    _note(session, "category.added", made, actor=actor, now=now)
    if former.retired_at is None:
        _retire(session, former, actor=actor, now=now)
    return made


def _added(
    session: Session,
    known: list[StakeholderCategory],
    labels: CategoryLabels,
    *,
    position: int,
) -> StakeholderCategory:
    made = StakeholderCategory(
        key=_free_key(known, labels.french),
        label_fr=labels.french,
        label_en=labels.english,
        position=position,
    )
    session.add(made)
    session.flush()
    return made


def _retire(
    session: Session, category: StakeholderCategory, *, actor: str, now: datetime
) -> None:
    category.retired_at = now
    _note(session, "category.retired", category, actor=actor, now=now)


def _note(
    session: Session,
    action: str,
    category: StakeholderCategory,
    *,
    actor: str,
    now: datetime,
    **details: Any,
) -> None:
    label = category.label_fr
    note(session, action, category, actor=actor, now=now, label=label, **details)


def _all(session: Session) -> list[StakeholderCategory]:
    return list(
        session.scalars(
            select(StakeholderCategory)
            .order_by(StakeholderCategory.position, StakeholderCategory.id)
            .execution_options(populate_existing=True)
        )
    )


def _last(known: list[StakeholderCategory]) -> int:
    return max((each.position for each in known), default=0)


def _refuse_taken(
    known: list[StakeholderCategory],
    labels: CategoryLabels,
    *,
    besides: StakeholderCategory | None = None,
) -> None:
    offered = [each for each in known if each.retired_at is None and each != besides]
    taken = {folded(each.label_fr) for each in offered}
    taken_in_english = {folded(each.label_en) for each in offered}
    if folded(labels.french) in taken or folded(labels.english) in taken_in_english:
        raise CategoryNameTaken


def _changes(
    category: StakeholderCategory, labels: CategoryLabels
) -> dict[str, tuple[str, str]]:
    words = {"label_fr": labels.french, "label_en": labels.english}
    return {
        name: (getattr(category, name), new)
        for name, new in words.items()
        if getattr(category, name) != new
    }


def _free_key(known: list[StakeholderCategory], label: str) -> str:
    """What programs read in our lists: it never changes, and never comes back."""
    taken = {each.key for each in known}
    start = slug_of(label, "autre")[:MOST_START].strip("-").replace("-", "_")
    keys = chain([start], (f"{start}_{number}" for number in count(2)))
    return next(key for key in keys if key not in taken)
