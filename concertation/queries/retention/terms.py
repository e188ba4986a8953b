"""What goes together: rows of one kind, under one rule, since one instant."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from concertation.database import Base
from concertation.domain.retention import DataKind, RetentionTerms
from concertation.models import SiteSettings


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    kind: DataKind
    table: type[Base]
    rows: Select[int]
    """The ids of what goes, in the order in which it is locked."""
    days: int
    since: datetime | None = None
    event_id: int | None = None
    process_id: int | None = None
    question_id: int | None = None


TermsOf = Callable[[Session, datetime], Sequence[Term]]
"""At an instant, which may be one to come: then it says what will have gone."""


def retention_terms(session: Session) -> RetentionTerms:
    settings = session.execute(
        select(
            SiteSettings.unseated_retention_days,
            SiteSettings.mail_retention_days,
            SiteSettings.account_retention_days,
            SiteSettings.sign_in_retention_days,
        )
    ).one()
    return RetentionTerms(**settings._asdict())
