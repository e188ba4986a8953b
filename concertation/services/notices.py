"""Write down what an event or a process tells people of their data."""

from dataclasses import dataclass
from datetime import datetime

from concertation.database import transaction
from concertation.domain.errors import EventChangedMeanwhile
from concertation.domain.notices import Notice, notice_in, to_be_stored
from concertation.domain.process_errors import ProcessChangedMeanwhile
from concertation.domain.versions import version_of
from concertation.models import Event
from concertation.services.audit import note
from concertation.services.question_owners import KindOfOwner, lock_owner


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenNotice:
    of: KindOfOwner = Event
    owner_id: int
    notice: Notice
    version: str
    """Of the notice that its writer saw."""


def write_notice(wish: WrittenNotice, *, actor: str, now: datetime) -> None:
    """It is told from now on; who agreed to something keeps the one that they read.

    Raises `EventChangedMeanwhile`, or `ProcessChangedMeanwhile`, unless it still is
    the one that its writer saw. Who wrote the same disturbs nobody.
    """
    with transaction() as session:
        owner = lock_owner(session, wish.of, wish.owner_id)
        former = notice_in(owner.notice)
        if former == wish.notice:
            return
        if wish.version != version_of(former):
            raise EventChangedMeanwhile if wish.of is Event else ProcessChangedMeanwhile
        owner.notice = to_be_stored(wish.notice)
        changes = {"notice": (former, wish.notice)}
        note(session, "notice.changed", owner, actor=actor, now=now, changes=changes)
