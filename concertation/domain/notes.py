"""Why something is written down about a person."""

from enum import StrEnum


class NotePurpose(StrEnum):
    REMARK = "remark"
    BEYOND = "beyond"
    """Why somebody was seated beyond the capacity: it stays as long as the person."""
