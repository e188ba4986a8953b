"""Each file adds its pages to the blueprint."""

from concertation.web.desk.attendees import bulk_views
from concertation.web.desk.attendees.views import bp

__all__ = ["bp", "bulk_views"]
