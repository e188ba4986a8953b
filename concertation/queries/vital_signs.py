"""How the installation is doing, in numbers that name nobody."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, text
from sqlalchemy.exc import SQLAlchemyError

from concertation.database import db
from concertation.models import Admission, Enrolment, OutboxMail, Registration
from concertation.queries.outbox import longest_waiting_mail


@dataclass(frozen=True, slots=True, kw_only=True)
class VitalSigns:
    mails: Mapping[str, int]
    """By their state."""
    mail_lateness: float
    """Seconds since the mail that has waited longest was promised; 0 where none is.

    Not since it is due: each try that fails puts that off.
    """
    registrations: Mapping[str, int]
    """Those that have not ended, by the state of their admission."""
    enrolments: Mapping[str, int]
    """The same of the places in groups; deputies have no admission."""


def read_vital_signs(now: datetime) -> VitalSigns:
    mails = select(OutboxMail.state, func.count()).group_by(OutboxMail.state)
    oldest = longest_waiting_mail()
    lateness = (now - oldest.created_at).total_seconds() if oldest else 0.0
    return VitalSigns(
        mails={state.value: count for state, count in db.session.execute(mails)},
        mail_lateness=max(0.0, lateness),
        registrations=_by_state(Registration),
        enrolments=_by_state(Enrolment),
    )


def revision_of_database() -> str | None:
    """The name of the last migration that ran; None where the database is away."""
    try:
        found = db.session.scalar(text("SELECT version_num FROM alembic_version"))
    except SQLAlchemyError:
        return None
    return str(found)


def _by_state(model: type[Registration | Enrolment]) -> dict[str, int]:
    found = (
        select(Admission.state, func.count())
        .join(model, model.admission_id == Admission.id)
        .where(model.ended_at.is_(None))
        .group_by(Admission.state)
    )
    return {state.value: count for state, count in db.session.execute(found)}
