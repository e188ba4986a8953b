"""What the database says after a crowd: who has a place, and the line unbroken."""

import subprocess
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import func, select

from bench.figures import Figure, Sign, none_of
from bench.places import opened
from bench.servers import PROGRAM, Place
from concertation.database import db
from concertation.domain.messages import RegistrationWaitlisted
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, OutboxMail, Registration


def outcome(name: str, place: Place, *, people: int, seats: int) -> Iterator[Figure]:
    with opened(place):
        yield from _seated(name, people, seats)
        yield none_of(f"{name}, breaks in the waiting line", _breaks())
    yield _recount(name, place)


def _seated(name: str, people: int, seats: int) -> Iterator[Figure]:
    """Both numbers as they must be."""
    counts = dict(
        db.session.execute(
            select(Admission.state, func.count()).group_by(Admission.state)
        ).all()
    )
    for state, wanted in (
        (AdmissionState.CONFIRMED, seats),
        (AdmissionState.WAITLISTED, people - seats),
    ):
        yield Figure(
            name=f"{name}, {state}",
            measured=counts.get(state, 0),
            target=wanted,
            sign=Sign.EXACTLY,
        )


def _breaks() -> int:
    """People who were told another rank than the one at which they stand."""
    line = db.session.execute(
        select(Admission.queued_at, Registration.id, OutboxMail.facts)
        .join(Registration, Registration.admission_id == Admission.id)
        .join(OutboxMail, OutboxMail.registration_id == Registration.id)
        .where(
            Admission.state == AdmissionState.WAITLISTED,
            OutboxMail.template == RegistrationWaitlisted.template,
        )
        .order_by(Admission.priority, Admission.queued_at, Admission.id)
    ).all()
    told_wrong: int = sum(
        facts["rank"] != rank for rank, (_, _, facts) in enumerate(line, start=1)
    )
    out_of_order: int = sum(
        first.queued_at > second.queued_at or first.id > second.id
        for first, second in pairwise(line)
    )
    return told_wrong + out_of_order


def _recount(name: str, place: Place) -> Figure:
    """`concertation check` recounts every seat; its exit code is its verdict."""
    done = subprocess.run(
        [PROGRAM, "check"], env=place.environ(), check=False, capture_output=True
    )
    return none_of(f"{name}, complaints of “concertation check”", done.returncode)
