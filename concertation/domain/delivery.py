"""When a promised mail is tried again, and when it is given up."""

from datetime import datetime, timedelta
from enum import StrEnum

LEASE = timedelta(minutes=5)
"""How long a worker may hold a mail before another takes it back."""
SHARE_FOR_SENDING = 5
"""Nobody begins to send a mail in the last fifth of its lease."""
PATIENCE = timedelta(days=3)
FIRST_PAUSE = timedelta(seconds=30)
MOST_DOUBLINGS = 12
LONGEST_PAUSE = timedelta(hours=2)
LONGEST_PAUSE_WITHOUT_SERVER = timedelta(minutes=5)


class MailState(StrEnum):
    PENDING = "pending"
    SENT = "sent"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"
    """Its recipient was forgotten before it left."""


def is_time_to_send(lease_end: datetime, lease: timedelta, *, now: datetime) -> bool:
    return now <= lease_end - lease / SHARE_FOR_SENDING


def pause_after(attempts: int, *, longest: timedelta = LONGEST_PAUSE) -> timedelta:
    """Thirty seconds, then twice as long each time, up to the longest."""
    doublings = min(attempts - 1, MOST_DOUBLINGS)
    return min(FIRST_PAUSE * (1 << doublings), longest)


def is_given_up(created_at: datetime, next_try: datetime) -> bool:
    return next_try - created_at > PATIENCE
