"""The only place that asks the machine what time it is."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
