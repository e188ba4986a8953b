"""Each file adds its pages to the blueprint."""

from concertation.web.desk.attendee import (
    handover_views,
    merge_views,
    notes_views,
    place_views,
    views,
)
from concertation.web.desk.attendee.person import bp

__all__ = ["bp", "handover_views", "merge_views", "notes_views", "place_views", "views"]
