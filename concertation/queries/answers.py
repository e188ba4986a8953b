"""Read what many people answered at once, for lists to take away."""

from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import select

from concertation.database import db
from concertation.models import (
    AdmissionWish,
    AnswerFile,
    Registration,
    Workshop,
    admission_quota,
)


def answers_of(
    numbers: Sequence[int],
) -> Iterator[tuple[int, dict[str, Any], list[str]]]:
    """The number of each registration, its own answers, and who comes along."""
    rows = db.session.execute(
        select(Registration.id, Registration.answers, Registration.companions).where(
            Registration.id.in_(numbers)
        )
    )
    for number, answers, companions in rows:
        yield number, answers or {}, companions or []


def workshops_of(numbers: Sequence[int], *, wished: bool) -> Iterator[tuple[int, str]]:
    """The titles of what each has, or of what each wishes for, best first."""
    found = select(Registration.id, Workshop.title).select_from(Registration)
    if wished:
        found = (
            found.join(
                AdmissionWish, AdmissionWish.admission_id == Registration.admission_id
            )
            .join(Workshop, Workshop.quota_id == AdmissionWish.quota_id)
            .order_by(Registration.id, AdmissionWish.place)
        )
    else:
        links = admission_quota.c
        found = (
            found.join(admission_quota, links.admission_id == Registration.admission_id)
            .join(Workshop, Workshop.quota_id == links.quota_id)
            .order_by(Registration.id, Workshop.position, Workshop.id)
        )
    rows = db.session.execute(found.where(Registration.id.in_(numbers)))
    return ((number, title) for number, title in rows)


def files_of(numbers: Sequence[int]) -> dict[tuple[int, int], str]:
    """What their owners called the files, by registration and question."""
    rows = db.session.execute(
        select(
            AnswerFile.registration_id, AnswerFile.question_id, AnswerFile.filename
        ).where(AnswerFile.registration_id.in_(numbers))
    )
    return {(number, question): name for number, question, name in rows if number}
