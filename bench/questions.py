"""Take a hundred thousand attendees away with twenty answers each.

In this process: the answers are made up as they are asked for, so that what is measured
is what the formats make of them.
"""

import time
from collections.abc import Iterator, Sequence

import psutil

from bench.figures import Figure
from bench.filling import fill
from bench.memory import Growth
from bench.places import Places, open_event, opened
from bench.sizes import Sizes
from concertation.domain.exporting import ExportFormat
from concertation.exports.attendees import attendee_table
from concertation.exports.columns import Answers, ExtraColumns, Group, ListColumn
from concertation.exports.formats import WRITERS
from concertation.models import Event
from concertation.queries.attendees import AttendeeFilter

QUESTIONS = 20
MOST_SECONDS = {ExportFormat.CSV: 5, ExportFormat.XLSX: 15}
MOST_MEGABYTES = 50
GIVEN = ("Oui", "Non, pas cette fois", None, "Atelier « Diffusion »", "42")


def measure(places: Places, sizes: Sizes) -> Iterator[Figure]:
    with places.fresh() as place, opened(place) as app:
        event = open_event(capacity=None)
        fill(event, sizes.exported)
        with app.test_request_context("/?lang=fr"):
            list(WRITERS[ExportFormat.XLSX](attendee_table(event, _one(event))))
            for form in ExportFormat:
                yield from _exported(event, form, sizes.exported)


def _exported(event: Event, form: ExportFormat, people: int) -> Iterator[Figure]:
    name = f"{form.upper()} of {people:,} attendees with {QUESTIONS} answers"
    everybody = AttendeeFilter(event_id=event.id)
    table = attendee_table(event, everybody, form=form, extras=twenty_answers())
    with Growth(psutil.Process()) as growth:
        started = time.perf_counter()
        size = sum(map(len, WRITERS[form](table)))
        seconds = time.perf_counter() - started
    yield Figure(name=name, measured=seconds, unit="s", target=MOST_SECONDS.get(form))
    yield Figure(
        name=f"{name}, memory growth",
        measured=growth.megabytes,
        unit="MB",
        target=MOST_MEGABYTES,
    )
    yield Figure(name=f"{name}, size", measured=size / 1e6, unit="MB")


def twenty_answers() -> ExtraColumns:
    columns = [
        ListColumn(key=f"q{number}", title=f"Question {number}", group=Group.ANSWERS)
        for number in range(1, QUESTIONS + 1)
    ]
    return ExtraColumns(columns=columns, read=_answers)


def _answers(numbers: Sequence[int], keys: Sequence[str]) -> Answers:
    return {
        number: {
            key: GIVEN[(number + place) % len(GIVEN)] for place, key in enumerate(keys)
        }
        for number in numbers
    }


def _one(event: Event) -> AttendeeFilter:
    return AttendeeFilter(event_id=event.id, text="personne.1@")
