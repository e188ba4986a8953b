"""What calendars and feed readers are told of a process, or of one of its groups."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import NAMESPACE_OID, UUID, uuid5

from concertation.domain.meeting import Meeting


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedMeeting:
    meeting: Meeting
    """Its uid is that of the event: the same in every feed and file."""
    text: str
    """When and where, and what else there is to say, in words."""
    published_at: datetime
    cancelled_for: str | None = None
    """Why it does not take place; None: it does."""

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_for is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedPhase:
    uid: str
    title: str
    first_day: date
    """On the clock of the process."""
    last_day: date
    text: str
    url: str
    published_at: datetime
    updated_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    uid: str
    title: str
    text: str
    url: str
    """The page that it tells of."""
    own_url: str
    """Where it is fetched."""
    language: str
    author: str
    published_at: datetime
    """Of the page."""
    updated_at: datetime
    """Of the page."""
    meetings: Sequence[FeedMeeting]
    phases: Sequence[FeedPhase]

    @property
    def latest_change(self) -> datetime:
        entries = [phase.updated_at for phase in self.phases]
        entries += [each.meeting.stamped_at for each in self.meetings]
        return max([self.updated_at, *entries])


def process_uid(process_id: int, created_at: datetime) -> str:
    """For ever the same, wherever the site moves to; of no other process anywhere.

    The instant at which the row was made, to the microsecond, sets it apart from the
    process of that number on another site.
    """
    return str(uuid5(NAMESPACE_OID, f"process/{process_id}/{created_at.isoformat()}"))


def part_uid(process: str, kind: str, number: int) -> str:
    """Of a phase or a group, within the process of this uid."""
    return str(uuid5(UUID(process), f"{kind}/{number}"))


def last_news(
    changed_at: datetime, turns: Sequence[datetime], now: datetime
) -> datetime:
    """When there was last something new: a change, or one of the turns of time.

    Of a phase these are the instants at which people can enrol, it begins, and it ends:
    who follows a process hears of them, although nobody wrote anything then.
    """
    return max([changed_at, *(turn for turn in turns if turn <= now)])
