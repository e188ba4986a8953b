"""Files of people, sent and imported through the real services."""

import itertools
import os
import signal
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from concertation.clock import utc_now
from concertation.database import Base, db
from concertation.domain.people_import import PersonField, Verdict
from concertation.imports.reading import meaning_of, taken
from concertation.imports.tables import read_table
from concertation.models import (
    Event,
    ImportLine,
    OutboxMail,
    PeopleImport,
    Registration,
)
from concertation.services import import_lines, import_run
from concertation.services.import_run import advance_import
from concertation.services.people_imports import (
    Choice,
    StartImport,
    read_by,
    start_import,
    take_file,
)
from tests.factories import ACTOR
from tests.storm import app_on

IMPORTS = "/bureau/evenements/ouverture/imports"
AS_IT_IS = Choice()
DEFAULTS = {
    PersonField.ORGANISATION: "aucune",
    PersonField.ROLE: "aucune",
    PersonField.CATEGORY: "other",
    PersonField.DEPARTEMENT: "00",
    PersonField.LOCALE: "fr",
}


def send_unnamed(event: Event, data: bytes) -> int:
    """Send a file, and say nothing of its columns."""
    now = utc_now()
    table = read_table(data)
    wish = taken(table, filename="liste.csv", event=event, actor=ACTOR, now=now)
    return take_file(wish, now=now)


def send(event: Event, data: bytes, *, now: datetime | None = None) -> PeopleImport:
    """Send a file, and say for its columns what is guessed."""
    now = now or utc_now()
    table = read_table(data)
    wish = taken(table, filename="gens.csv", event=event, actor=ACTOR, now=now)
    number = take_file(wish, now=now)
    if wish.meaning is None:
        columns = [PersonField(column) if column else None for column in wish.columns]
        read_by(number, meaning_of(table, columns, DEFAULTS, event=event, now=now))
    return found(number)


def start(
    sent: PeopleImport,
    *,
    choice: Choice = AS_IT_IS,
    sends_mails: bool = False,
    now: datetime | None = None,
) -> None:
    wish = StartImport(
        import_id=sent.id,
        choice=choice,
        sends_mails=sends_mails,
        consent_text="",
        actor=ACTOR,
    )
    start_import(wish, now=now or utc_now())


def run_to_the_end(*, now: datetime | None = None) -> None:
    while advance_import(now=now or utc_now()):
        pass


def import_all(event: Event, data: bytes, **how) -> PeopleImport:
    """Send, start and run, with every line that can be imported."""
    sent = send(event, data)
    start(sent, **how)
    run_to_the_end()
    return found(sent.id)


def found(number: int) -> PeopleImport:
    db.session.rollback()
    db.session.expire_all()
    return db.session.get_one(PeopleImport, number)


def upload(desk: Any, data: bytes, name: str = "gens.csv") -> Any:
    return desk.post(IMPORTS, data={"file": (BytesIO(data), name)})


def latest() -> PeopleImport:
    db.session.rollback()
    return found(db.session.scalar(select(func.max(PeopleImport.id))))


def registered() -> list[Registration]:
    db.session.rollback()
    db.session.expire_all()
    return list(db.session.scalars(select(Registration).order_by(Registration.id)))


def stored() -> dict[str, Any]:
    """The whole database but the imports themselves."""
    db.session.rollback()
    return {
        table.name: db.session.execute(select(table).order_by(*table.primary_key)).all()
        for table in Base.metadata.sorted_tables
        if table.name not in {"people_import", "import_line"}
    }


def verdicts(sent: PeopleImport) -> list[Verdict]:
    lines = select(ImportLine.verdict).where(ImportLine.import_id == sent.id)
    return list(db.session.scalars(lines.order_by(ImportLine.number)))


def mails() -> list[str]:
    return list(db.session.scalars(select(OutboxMail.template).order_by(OutboxMail.id)))


def import_and_die_in(
    step: str, after: int, database_url: str, instance: Path, event_id: int
) -> None:
    """Run what was started, and be killed when this step begins for the nth time."""
    times = itertools.count(1)
    place = next(each for each in (import_run, import_lines) if hasattr(each, step))
    real = getattr(place, step)

    def die(*arguments: object, **facts: object) -> object:
        if next(times) == after:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **facts)

    with app_on(database_url, instance):
        setattr(place, step, die)
        run_to_the_end()
