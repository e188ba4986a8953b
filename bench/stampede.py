"""Two thousand people on two hundred places, all at once."""

import subprocess
from collections.abc import Iterator
from itertools import pairwise

from sqlalchemy import func, select

from bench.figures import Figure, Sign, none_of, percentile
from bench.mails import caught, seconds_until_caught
from bench.places import Places, open_event, opened
from bench.registrations import FORM
from bench.servers import PROGRAM, Place, stack
from bench.sizes import Sizes
from bench.visitors import visit
from concertation.database import db
from concertation.domain.messages import RegistrationWaitlisted
from concertation.domain.seating import AdmissionState
from concertation.models import Admission, OutboxMail, Registration

NO_HURRY = 600.0


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place:
        with opened(place):
            open_event(capacity=sizes.seats)
        with stack(place) as server:
            visits = visit(
                server.url(FORM), sizes.people, at_once=sizes.at_once, seconds=NO_HURRY
            )
            drain = seconds_until_caught(place.instance, sizes.people)
            complaints = server.complaints()
        per_second = len(visits.journeys) / visits.seconds
        yield Figure(name="stampede, people", measured=per_second, unit="/s")
        yield Figure(
            name="stampede, POST, p99",
            measured=percentile(visits.posts, 0.99),
            unit="ms",
        )
        errors = len(visits.errors) + complaints
        yield none_of("stampede, errors", errors)
        with opened(place):
            yield from _seated(sizes)
        yield _recount(place)
        missing = sizes.people - caught(place.instance)
        yield none_of("stampede, mails missing", missing)
        yield Figure(name="stampede, last mail after", measured=drain, unit="s")


def _seated(sizes: Sizes) -> Iterator[Figure]:
    """What the database says: both numbers as they must be, and the line unbroken."""
    counts = dict(
        db.session.execute(
            select(Admission.state, func.count()).group_by(Admission.state)
        ).all()
    )
    for state, wanted in (
        (AdmissionState.CONFIRMED, sizes.seats),
        (AdmissionState.WAITLISTED, sizes.people - sizes.seats),
    ):
        yield Figure(
            name=f"stampede, {state}",
            measured=counts.get(state, 0),
            target=wanted,
            sign=Sign.EXACTLY,
        )
    yield none_of("stampede, breaks in the waiting line", _breaks())


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


def _recount(place: Place) -> Figure:
    """`concertation check` recounts every seat; its exit code is its verdict."""
    done = subprocess.run(
        [PROGRAM, "check"], env=place.environ(), check=False, capture_output=True
    )
    return none_of("stampede, complaints of “concertation check”", done.returncode)
