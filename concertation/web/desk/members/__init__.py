"""Each file adds its pages to the blueprint."""

from concertation.web.desk.members import (
    bulk_views,
    enrol_views,
    letter_views,
    paper_views,
)
from concertation.web.desk.members.views import bp

__all__ = ["bp", "bulk_views", "enrol_views", "letter_views", "paper_views"]
