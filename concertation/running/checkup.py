"""Is this installation fit to run? Each check says what it found, in one line."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from concertation.application import folder
from concertation.clock import utc_now
from concertation.config import Settings
from concertation.database import db
from concertation.mailing.transport import ServerUnavailable, connection
from concertation.models import AuditEntry
from concertation.queries.outbox import longest_waiting_mail
from concertation.queries.seating import miscounts
from concertation.running.backups.left_over import is_unfinished
from concertation.running.backups.making import SUFFIX

REPLACED_IS_KEPT_FOR = timedelta(days=30)
MOST_CLOCK_DIFFERENCE = timedelta(seconds=5)
LONGEST_USUAL_WAIT = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Finding:
    subject: str
    is_good: bool
    text: str


def check_installation(settings: Settings) -> Iterator[Finding]:
    """Settings were read before: what was wrong with them stopped the start."""
    yield Finding("settings", is_good=True, text=_kind_of(settings))
    if settings.proof_seconds:
        yield _check_proof(settings)
    yield from _check_what_was_replaced(settings.instance)
    if is_unfinished(settings.instance):
        text = "one was interrupted: run the same “concertation restore” again"
        yield Finding("restore", is_good=False, text=text)
    try:
        yield from _check_database()
    except SQLAlchemyError as error:
        yield Finding("database", is_good=False, text=str(error).splitlines()[0])
    yield _check_smtp(settings)


def _check_proof(settings: Settings) -> Finding:
    text = f"browsers work {settings.proof_seconds} s before they send a public form"
    if settings.production and not settings.proxies:
        text += "; CONCERTATION_PROXIES is 0: all that do not are one network"
        return Finding("proof of work", is_good=False, text=text)
    return Finding("proof of work", is_good=True, text=text)


def _check_what_was_replaced(instance: Path) -> Iterator[Finding]:
    """A restore keeps it, to be sure; it holds who was erased since then."""
    for file in sorted(instance.glob(f"replaced-*{SUFFIX}")):
        age = utc_now() - datetime.fromtimestamp(file.stat().st_mtime, tz=UTC)
        if age > REPLACED_IS_KEPT_FOR:
            text = f"{file} is older than {REPLACED_IS_KEPT_FOR.days} days: delete it"
            yield Finding("restore", is_good=False, text=text)


def _kind_of(settings: Settings) -> str:
    kind = "production" if settings.production else "local"
    return f"{kind}, served as {settings.public_url}"


def _check_database() -> Iterator[Finding]:
    now, there = MigrationContext.configure(db.session.connection()), _newest_revision()
    here = now.get_current_revision()
    if here != there:
        text = (
            f"is at {here}, this version needs {there}: run “concertation db upgrade”"
        )
        yield Finding("database", is_good=False, text=text)
        return
    backend = db.engine.dialect.name
    yield Finding("database", is_good=True, text=f"{backend}, up to date ({here})")
    yield _check_clock()
    yield _check_mails()
    found = miscounts(db.session())
    for wrong in found:
        where = f"pool {wrong.pool_id}: {wrong.counter}"
        text = f"{where} is {wrong.kept}, but a recount finds {wrong.counted}"
        yield Finding("seats", is_good=False, text=text)
    if not found:
        yield Finding("seats", is_good=True, text="every counter equals its recount")


def _newest_revision() -> str | None:
    return ScriptDirectory(str(folder("migrations"))).get_current_head()


def _check_clock() -> Finding:
    """Several machines must agree on the time; the database's clock is the judge."""
    theirs = db.session.scalar(select(func.now()))
    if not isinstance(theirs, datetime):
        return Finding("clock", is_good=False, text="the database tells no time")
    if theirs.tzinfo is None:
        theirs = theirs.replace(tzinfo=UTC)
    latest = db.session.scalar(select(func.max(AuditEntry.at)))
    if latest and latest > utc_now() + MOST_CLOCK_DIFFERENCE:
        told = f"was set back: the journal’s latest entry is of {latest:%F %T} UTC"
        return Finding("clock", is_good=False, text=told)
    difference = abs(utc_now() - theirs)
    seconds = round(difference.total_seconds())
    text = f"{seconds} s from the database’s"
    return Finding("clock", is_good=difference < MOST_CLOCK_DIFFERENCE, text=text)


def _check_mails() -> Finding:
    """A server may answer, and take nothing: then only this tells."""
    oldest = longest_waiting_mail()
    waits = utc_now() - oldest.created_at if oldest else timedelta()
    if oldest is None or waits < LONGEST_USUAL_WAIT:
        return Finding("mails", is_good=True, text="none waits longer than it should")
    text = f"one waits for {waits // timedelta(minutes=1)} minutes"
    return Finding(
        "mails", is_good=False, text=f"{text}: {oldest.last_error or 'nobody tried it'}"
    )


def _check_smtp(settings: Settings) -> Finding:
    if settings.smtp is None:
        text = "none: mail stays on this machine, where “run” catches it"
        return Finding("mail server", is_good=True, text=text)
    name = f"{settings.smtp.host}:{settings.smtp.port}"
    try:
        with connection(settings.smtp) as smtp:
            smtp.noop()
    except ServerUnavailable as error:
        return Finding("mail server", is_good=False, text=f"{name}: {error}")
    return Finding("mail server", is_good=True, text=f"{name} answers")
